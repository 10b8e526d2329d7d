/** Counterfactuals are promises: make the named fact true, and the decision flips as the sentence says. */
import { describe, expect, test } from 'vitest';
import { anEstate, type EstateParts, planOf, rowOf } from '../../../../test/builders/estates.ts';
import { aContact, aDirectoryUser, contosoId, fabrikamId } from '../../../../test/builders/people.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { explainRow } from '../plan/explain-row.ts';
import { planEstate } from '../plan/plan-estate.ts';

const ann = aDirectoryUser();
const bob = aDirectoryUser({ entraObjectId: 'user-bob', displayName: 'Bob Hall', mail: 'bob.hall@contoso.example' });
const contact = aContact();

interface Flip {
  readonly says: RegExp;
  readonly user?: DirectoryUser;
  readonly world: EstateParts;
  readonly was: string;
  readonly fact: EstateParts;
  readonly is: string;
}

const flips: Record<string, Flip> = {
  'linkedContactGone: the contact is back': {
    says: /were back in the PSA/,
    world: { users: [ann], links: [contact.linkedTo(ann)] },
    was: 'queue',
    fact: { contacts: [contact] },
    is: 'noChange',
  },
  'linkedContactMoved: the contact is at this client': {
    says: /If the contact were at Contoso/,
    world: { users: [ann], contacts: [aContact({ clientId: fabrikamId })], links: [contact.linkedTo(ann)] },
    was: 'queue',
    fact: { contacts: [contact] },
    is: 'noChange',
  },
  'linkedAddressTaken: nobody else has the address': {
    says: /If no other contact had ann\.lee@contoso\.example/,
    world: {
      users: [ann],
      contacts: [aContact({ email: 'former@contoso.example' }), aContact({ contactId: 'contact-2' })],
      links: [contact.linkedTo(ann, { lastAddress: 'former@contoso.example' })],
      rules: { fields: { email: true } },
    },
    was: 'queue',
    fact: { contacts: [aContact({ email: 'former@contoso.example' })] },
    is: 'update',
  },
  'addressMatch: a second contact has the address': {
    says: /If a second contact of the client/,
    world: { users: [ann], contacts: [contact] },
    was: 'link',
    fact: { contacts: [contact, aContact({ contactId: 'contact-2', email: 'Ann.Lee@contoso.example' })] },
    is: 'queue',
  },
  'contactLinkedToAnother: the contact is linked to nobody': {
    says: /were linked to nobody/,
    user: ann,
    world: { users: [ann, bob], contacts: [contact], links: [contact.linkedTo(bob)] },
    was: 'queue',
    fact: { links: [] },
    is: 'link',
  },
  'usersShareAddress: only this account has the address': {
    says: /If only this account had ann\.lee@contoso\.example, a contact would be created/,
    user: ann,
    world: { users: [ann, { ...bob, mail: ann.mail }] },
    was: 'queue',
    fact: { users: [ann, bob] },
    is: 'create',
  },
  'severalContactsShareAddress: only one has it': {
    says: /If only one of them had/,
    world: { users: [ann], contacts: [contact, aContact({ contactId: 'contact-2' })] },
    was: 'queue',
    fact: { contacts: [contact] },
    is: 'link',
  },
  'addressAtAnotherClient: nobody has it': {
    says: /if nobody had the address, a contact would be created/,
    world: { users: [ann], contacts: [aContact({ clientId: fabrikamId })] },
    was: 'queue',
    fact: { contacts: [] },
    is: 'create',
  },
  'aliasMatch: the candidate carries the address': {
    says: /If “Ann Lee” also carried ann\.lee@contoso\.example, it would be linked/,
    world: {
      users: [aDirectoryUser({ proxyAddresses: ['smtp:annie@contoso.example'] })],
      contacts: [aContact({ email: 'annie@contoso.example' })],
    },
    was: 'queue',
    fact: { contacts: [aContact({ email: 'annie@contoso.example', additionalEmails: ['ann.lee@contoso.example'] })] },
    is: 'link',
  },
  'nameOnlyMatch: the candidate carries the address': {
    says: /carried ann\.lee@contoso\.example, it would be linked; under another name/,
    world: { users: [ann], contacts: [aContact({ email: 'lee@home.example' })] },
    was: 'queue',
    fact: { contacts: [aContact({ email: 'lee@home.example', additionalEmails: ['ann.lee@contoso.example'] })] },
    is: 'link',
  },
  'nameOnlyMatch: another name': {
    says: /under another name, a contact would be created/,
    world: { users: [ann], contacts: [aContact({ email: 'lee@home.example' })] },
    was: 'queue',
    fact: { contacts: [aContact({ email: 'lee@home.example', fullName: 'Somebody Else' })] },
    is: 'create',
  },
  'nothingMatches: a contact has the address': {
    says: /If a contact of the client had this person’s address/,
    world: { users: [ann] },
    was: 'create',
    fact: { contacts: [contact] },
    is: 'link',
  },
  'disabledUpstream: the account is enabled': {
    says: /If the account were enabled/,
    world: { users: [aDirectoryUser({ accountEnabled: false })], contacts: [contact], links: [contact.linkedTo(ann)] },
    was: 'inactivate',
    fact: { users: [ann] },
    is: 'noChange',
  },
  'enabledAgain: a person marked it inactive': {
    says: /Had a person marked the contact inactive/,
    world: {
      users: [ann],
      contacts: [aContact({ isInactive: true })],
      links: [contact.linkedTo(ann, { inactivatedByUs: true })],
    },
    was: 'update',
    fact: { links: [contact.linkedTo(ann)] },
    is: 'noChange',
  },
  'notProvenDeleted: a second absence proves it': {
    says: /would prove it/,
    world: { users: [aDirectoryUser({ presence: 'missedOnce' })], contacts: [contact], links: [contact.linkedTo(ann)] },
    was: 'noChange',
    fact: { users: [aDirectoryUser({ presence: 'gone' })] },
    is: 'inactivate',
  },
  'inactivationOff: the rule is on': {
    says: /With the rule "mark inactive when disabled" on/,
    world: {
      users: [aDirectoryUser({ accountEnabled: false })],
      contacts: [contact],
      links: [contact.linkedTo(ann)],
      rules: { fields: { markInactiveWhenDisabled: false } },
    },
    was: 'noChange',
    fact: { rules: {} },
    is: 'inactivate',
  },
};

describe('the named fact flips the decision', () => {
  test.each(Object.entries(flips))('%s', (_name, { says, world, was, fact, is, user }) => {
    const before = rowOf(planOf(world), user);
    expect(before.action).toBe(was);
    expect(before.evidence?.counterfactual).toMatch(says);
    expect(rowOf(planOf({ ...world, ...fact }), user).action).toBe(is);
  });
});

describe('ledgers', () => {
  test('what agrees, disagrees and is missing, and a sentence about it', () => {
    const user = aDirectoryUser({
      proxyAddresses: ['smtp:annie@contoso.example'],
      jobTitle: 'Clerk',
      mobilePhone: '+1 206 555 0100',
    });
    const candidate = aContact({ email: 'annie@contoso.example', role: 'Clerk' });
    const ledger = rowOf(planOf({ users: [user], contacts: [candidate] })).candidates[0]?.evidence;
    expect(ledger?.lines.map(({ field, agreement }) => [field, agreement])).toEqual([
      ['identity', 'missing'],
      ['clientOwnership', 'agreed'],
      ['primaryAddress', 'disagreed'],
      ['aliasAddress', 'agreed'],
      ['name', 'agreed'],
      ['phone', 'missing'],
      ['jobTitle', 'agreed'],
      ['domain', 'agreed'],
    ]);
    expect(ledger?.score).toBe(10 - 10 + 40 + 20 + 5 + 5);
    expect(ledger?.sentence).toBe('“Ann Lee”: client, alias, name, job title, mail domain agree; against it: address.');
  });

  test('a quiet row has none in the plan, and all of it for a person who asks', () => {
    const input = anEstate({ users: [ann], contacts: [contact], links: [contact.linkedTo(ann)] });
    const row = rowOf(planEstate(input));
    expect([row.action, row.evidence]).toEqual(['noChange', null]);
    const ledger = explainRow(input, row);
    expect(ledger?.lines.find(({ field }) => field === 'identity')).toMatchObject({ agreement: 'agreed', weight: 100 });
    expect(ledger?.lines.reduce((sum, { weight }) => sum + weight, 0)).toBe(ledger?.score);
  });

  test('the better candidate ranks first, whatever the order of the contacts', () => {
    const better = aContact({ contactId: 'contact-b', email: 'Ann.Lee@contoso.example' });
    const worse = aContact({ contactId: 'contact-a', fullName: 'Front Desk' });
    for (const contacts of [
      [better, worse],
      [worse, better],
    ])
      expect(rowOf(planOf({ users: [ann], contacts })).candidates.map(({ contactId }) => contactId)).toEqual([
        'contact-b',
        'contact-a',
      ]);
    expect(contosoId).toBe(better.clientId);
  });
});
