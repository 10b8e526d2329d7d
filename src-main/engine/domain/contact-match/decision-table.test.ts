/** The table "directory user -> contact" of design 6, row by row and in its order: one row, one test. */
import { describe, expect, test } from 'vitest';
import { planOf, rowOf } from '../../../../test/builders/estates.ts';
import {
  aContact,
  aDirectoryUser,
  anAnswer,
  contosoId,
  fabrikamId,
  fabrikamTenantId,
} from '../../../../test/builders/people.ts';

const ann = aDirectoryUser();
const bob = aDirectoryUser({ entraObjectId: 'user-bob', displayName: 'Bob Hall', mail: 'bob.hall@contoso.example' });

describe('linked by tenant and object id', () => {
  test('nothing differs: no change', () => {
    const contact = aContact();
    const row = rowOf(planOf({ users: [ann], contacts: [contact], links: [contact.linkedTo(ann)] }));
    expect(row).toMatchObject({ action: 'noChange', reason: 'linkedNoChange', contactId: contact.contactId });
  });

  test('fields differ: update what the rules cover', () => {
    const user = aDirectoryUser({ jobTitle: 'Manager' });
    const contact = aContact({ role: 'Clerk' });
    const row = rowOf(
      planOf({
        users: [user],
        contacts: [contact],
        links: [contact.linkedTo(user)],
        rules: { fields: { role: true } },
      }),
    );
    expect(row).toMatchObject({
      action: 'update',
      reason: 'linkedFieldsDiffer',
      fields: [{ field: 'role', from: 'Clerk', to: 'Manager' }],
    });
  });

  test('a renamed user is a rename, not a create: the new address is promoted and the old one kept', () => {
    const renamed = aDirectoryUser({ mail: 'ann.hill@contoso.example', displayName: 'Ann Hill' });
    const contact = aContact();
    const link = contact.linkedTo(renamed, { lastAddress: 'ann.lee@contoso.example' });
    const row = rowOf(
      planOf({ users: [renamed], contacts: [contact], links: [link], rules: { fields: { email: true } } }),
    );
    expect(row).toMatchObject({ action: 'update', reason: 'linkedRenamed', contactId: contact.contactId });
    expect(row.fields).toEqual([
      { field: 'email', from: 'ann.lee@contoso.example', to: 'ann.hill@contoso.example' },
      { field: 'additionalEmails', from: [], to: ['ann.lee@contoso.example'] },
    ]);
  });

  test('a rename with the e-mail rule off writes nothing and says so', () => {
    const renamed = aDirectoryUser({ mail: 'ann.hill@contoso.example' });
    const contact = aContact();
    const link = contact.linkedTo(renamed, { lastAddress: 'ann.lee@contoso.example' });
    const row = rowOf(planOf({ users: [renamed], contacts: [contact], links: [link] }));
    expect(row).toMatchObject({ action: 'noChange', reason: 'linkedNoChange' });
    expect(row.because).toMatch(/Renamed in Entra \(was ann\.lee@contoso\.example\)/);
  });

  test('a rename to an address that another contact has: queue', () => {
    const renamed = aDirectoryUser({ mail: 'ann.hill@contoso.example' });
    const contact = aContact();
    const other = aContact({ contactId: 'contact-hill', fullName: 'A. Hill', email: 'Ann.Hill@contoso.example' });
    const link = contact.linkedTo(renamed, { lastAddress: 'ann.lee@contoso.example' });
    for (const email of [true, false]) {
      const row = rowOf(
        planOf({ users: [renamed], contacts: [contact, other], links: [link], rules: { fields: { email } } }),
      );
      expect(row).toMatchObject({ action: 'queue', reason: 'linkedAddressTaken' });
      expect(row.candidates.map(({ contactId }) => contactId).sort()).toEqual(['contact-ann', 'contact-hill']);
    }
  });

  test('the contact is gone from the PSA: queue', () => {
    const row = rowOf(planOf({ users: [ann], links: [aContact().linkedTo(ann)] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'linkedContactGone' });
  });

  test('the contact moved to another client: queue', () => {
    const contact = aContact({ clientId: fabrikamId });
    const row = rowOf(
      planOf({ users: [ann], contacts: [contact], links: [contact.linkedTo(ann, { clientId: contosoId })] }),
    );
    expect(row).toMatchObject({ action: 'queue', reason: 'linkedContactMoved' });
    expect(row.candidates[0]).toMatchObject({ contactId: contact.contactId, choosable: false });
  });

  test('two accounts hold one contact: both queue', () => {
    const contact = aContact();
    const plan = planOf({
      users: [ann, bob],
      contacts: [contact],
      links: [contact.linkedTo(ann), contact.linkedTo(bob)],
    });
    expect(plan.changes.map(({ action, reason }) => [action, reason])).toEqual([
      ['queue', 'contactLinkedToAnother'],
      ['queue', 'contactLinkedToAnother'],
    ]);
  });

  test('a link that the server wrote counts like one of ours', () => {
    const contact = aContact({ email: 'other@contoso.example' });
    const row = rowOf(
      planOf({ users: [ann], contacts: [contact], links: [contact.linkedTo(ann, { origin: 'server' })] }),
    );
    expect(row).toMatchObject({ action: 'noChange', contactId: contact.contactId });
  });
});

describe('by address', () => {
  test('one contact of the client has the primary address: link', () => {
    const row = rowOf(planOf({ users: [ann], contacts: [aContact({ email: 'ANN.Lee@contoso.example' })] }));
    expect(row).toMatchObject({ action: 'link', reason: 'addressMatch', contactId: 'contact-ann' });
  });

  test('one contact of the client has it as an additional address: link', () => {
    const contact = aContact({ email: 'annie@home.example', additionalEmails: ['Ann.Lee@contoso.example'] });
    expect(rowOf(planOf({ users: [ann], contacts: [contact] }))).toMatchObject({ action: 'link' });
  });

  test('without mail the UPN is the address', () => {
    const user = aDirectoryUser({ mail: null, userPrincipalName: 'ann.lee@contoso.example' });
    expect(rowOf(planOf({ users: [user], contacts: [aContact()] }))).toMatchObject({ action: 'link' });
  });

  test('the contact is linked to another directory user: queue, and the other one keeps it', () => {
    const contact = aContact();
    const plan = planOf({ users: [ann, bob], contacts: [contact], links: [contact.linkedTo(bob)] });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'queue', reason: 'contactLinkedToAnother' });
    expect(rowOf(plan, ann).candidates[0]).toMatchObject({ choosable: false });
    expect(rowOf(plan, bob)).toMatchObject({ action: 'noChange' });
  });

  test('the account was recreated: queue, saying so; the old contact waits for the answer', () => {
    const former = aDirectoryUser({ entraObjectId: 'user-ann-former', presence: 'gone' });
    const contact = aContact();
    const plan = planOf({ users: [ann, former], contacts: [contact], links: [contact.linkedTo(former)] });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'queue', reason: 'contactLinkedToAnother' });
    expect(rowOf(plan, ann).because).toMatch(/recreated/);
    expect(rowOf(plan, ann).candidates[0]).toMatchObject({ choosable: true });
    expect(rowOf(plan, former)).toMatchObject({ action: 'noChange', reason: 'awaitsAnswer' });
  });

  test('the account moved to another tenant of ours: queue with the old contact', () => {
    const before = aDirectoryUser({ entraObjectId: 'user-ann-before', accountEnabled: false });
    const after = aDirectoryUser({ entraTenantId: fabrikamTenantId });
    const contact = aContact();
    const plan = planOf({ users: [before, after], contacts: [contact], links: [contact.linkedTo(before)] });
    expect(rowOf(plan, after)).toMatchObject({ action: 'queue', reason: 'linkedIdentityMovedTenant' });
    expect(rowOf(plan, before)).toMatchObject({ action: 'noChange', reason: 'awaitsAnswer' });
  });

  test('a move with a new domain is recognised by name and local part', () => {
    const before = aDirectoryUser({ entraObjectId: 'user-ann-before', presence: 'gone' });
    const after = aDirectoryUser({ entraTenantId: fabrikamTenantId, mail: 'ann.lee@fabrikam.example' });
    const contact = aContact();
    const plan = planOf({ users: [before, after], contacts: [contact], links: [contact.linkedTo(before)] });
    expect(rowOf(plan, after)).toMatchObject({ action: 'queue', reason: 'linkedIdentityMovedTenant' });
  });

  test('two directory users share the address: queue both', () => {
    const twin = aDirectoryUser({
      entraObjectId: 'user-twin',
      displayName: 'Front Desk',
      mail: 'Ann.Lee@Contoso.example',
    });
    for (const contacts of [[aContact()], []]) {
      const plan = planOf({ users: [ann, twin], contacts });
      expect(plan.changes.map(({ reason }) => reason)).toEqual(['usersShareAddress', 'usersShareAddress']);
    }
  });

  test('two directory users of two tenants share the address: queue both', () => {
    const elsewhere = aDirectoryUser({ entraTenantId: fabrikamTenantId, displayName: 'Annie' });
    const plan = planOf({ users: [ann, elsewhere], contacts: [aContact()] });
    expect(plan.changes.map(({ action }) => action)).toEqual(['queue', 'queue']);
  });

  test('an alias of one is the address of another, and both reach one contact: queue both', () => {
    const other = aDirectoryUser({ ...bob, proxyAddresses: ['smtp:ann.lee@contoso.example'] });
    const plan = planOf({ users: [ann, other], contacts: [aContact({ fullName: 'Office' })] });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'queue', reason: 'usersShareAddress' });
    expect(rowOf(plan, other)).toMatchObject({ action: 'queue', reason: 'aliasMatch' });
  });

  test('two people reach one contact by two of its addresses: queue both', () => {
    const contact = aContact({ additionalEmails: ['bob.hall@contoso.example'] });
    const plan = planOf({ users: [ann, bob], contacts: [contact] });
    expect(plan.changes.map(({ reason }) => reason)).toEqual(['usersShareAddress', 'usersShareAddress']);
  });

  test('a contact that is the question of two others is linked to nobody else by a second address', () => {
    const twin = aDirectoryUser({ entraObjectId: 'user-twin', displayName: 'Front Desk', userPrincipalName: null });
    const contact = aContact({ additionalEmails: ['bob.hall@contoso.example'] });
    const plan = planOf({ users: [ann, twin, bob], contacts: [contact] });
    expect(plan.changes.map(({ action }) => action)).toEqual(['queue', 'queue', 'queue']);
  });

  test('two contacts of the client have it, in different case: queue', () => {
    const contacts = [aContact(), aContact({ contactId: 'contact-ann-2', email: 'Ann.Lee@contoso.example' })];
    const row = rowOf(planOf({ users: [ann], contacts }));
    expect(row).toMatchObject({ action: 'queue', reason: 'severalContactsShareAddress' });
    expect(row.candidates).toHaveLength(2);
  });

  test('a contact of another client has it: queue', () => {
    const row = rowOf(planOf({ users: [ann], contacts: [aContact({ clientId: fabrikamId })] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'addressAtAnotherClient' });
    expect(row.candidates[0]).toMatchObject({ choosable: false });
  });

  test('a contact without a client has it: queue', () => {
    const row = rowOf(planOf({ users: [ann], contacts: [aContact({ clientId: null })] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'addressAtAnotherClient' });
  });

  test('only a proxy address matches: queue as a strong candidate', () => {
    const user = aDirectoryUser({ proxyAddresses: ['SMTP:ann.lee@contoso.example', 'smtp:annie@contoso.example'] });
    const row = rowOf(planOf({ users: [user], contacts: [aContact({ email: 'annie@contoso.example' })] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'aliasMatch' });
    expect(row.candidates[0]?.choosable).toBe(true);
  });

  test('only the UPN, which is not the mail, matches: queue', () => {
    const user = aDirectoryUser({ userPrincipalName: 'alee@contoso.example' });
    const row = rowOf(planOf({ users: [user], contacts: [aContact({ email: 'alee@contoso.example' })] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'aliasMatch' });
  });

  test('only the former address of a link that was taken away matches: queue', () => {
    const contact = aContact({ email: 'front.desk@contoso.example', fullName: 'Front Desk' });
    const link = contact.linkedTo(ann, { status: 'orphaned' });
    const row = rowOf(planOf({ users: [ann], contacts: [contact], links: [link] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'aliasMatch' });
  });

  test('an address that a renamed colleague gave on is a new person: create', () => {
    const contact = aContact({ email: 'ann.hill@contoso.example', fullName: 'Ann Hill' });
    const renamed = aDirectoryUser({
      entraObjectId: 'user-hill',
      displayName: 'Ann Hill',
      mail: 'ann.hill@contoso.example',
    });
    const link = contact.linkedTo(renamed, { lastAddress: 'ann.lee@contoso.example' });
    const plan = planOf({ users: [ann, renamed], contacts: [contact], links: [link] });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'create' });
  });

  test('the server left the object id on one contact: link, whatever the address', () => {
    const contact = aContact({ email: 'old@contoso.example', entraObjectId: 'user-ann' });
    expect(rowOf(planOf({ users: [ann], contacts: [contact] }))).toMatchObject({
      action: 'link',
      reason: 'provenanceMatch',
    });
  });

  test('a link writes no address that another contact has: the link stands, the address is asked about next', () => {
    const contact = aContact({ email: 'old@contoso.example', entraObjectId: 'user-ann' });
    const other = aContact({ contactId: 'contact-2', fullName: 'Reception' });
    const row = rowOf(planOf({ users: [ann], contacts: [contact, other], rules: { fields: { email: true } } }));
    expect(row).toMatchObject({ action: 'link', fields: [] });
    expect(row.because).toMatch(/ann\.lee@contoso\.example is not written/);
  });

  test('the server left another object id on the contact with the address: queue', () => {
    const contact = aContact({ entraObjectId: 'user-of-the-past' });
    const row = rowOf(planOf({ users: [ann], contacts: [contact] }));
    expect(row).toMatchObject({ action: 'queue', reason: 'contactLinkedToAnother' });
  });
});

describe('by name', () => {
  const namesake = aContact({ email: 'lee@home.example', fullName: 'LEE, Ann' });

  test('only the name matches: queue', () => {
    expect(rowOf(planOf({ users: [ann], contacts: [namesake] }))).toMatchObject({
      action: 'queue',
      reason: 'nameOnlyMatch',
    });
  });

  test('only the name matches and the rule says create: create, never link', () => {
    const row = rowOf(planOf({ users: [ann], contacts: [namesake], rules: { nameOnly: 'create' } }));
    expect(row).toMatchObject({ action: 'create', contactId: null });
  });

  test.each([
    ['inactive', aContact({ email: 'lee@home.example', isInactive: true }), []],
    ['at another client', aContact({ email: 'lee@home.example', clientId: fabrikamId }), []],
    ['linked', aContact({ email: 'lee@home.example' }), [aContact({ email: 'lee@home.example' }).linkedTo(bob)]],
  ])('a namesake who is %s asks nothing: create', (_what, contact, links) => {
    expect(rowOf(planOf({ users: [ann, bob], contacts: [contact], links }), ann)).toMatchObject({ action: 'create' });
  });

  test('a namesake whom another row links by address asks nothing', () => {
    const second = aDirectoryUser({ entraObjectId: 'user-ann-2', mail: 'ann.lee2@contoso.example' });
    const plan = planOf({ users: [ann, second], contacts: [aContact()] });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'link' });
    expect(rowOf(plan, second)).toMatchObject({ action: 'create' });
  });
});

describe('neither', () => {
  test('no usable address: skip, with the reason', () => {
    const user = aDirectoryUser({ mail: null, userPrincipalName: 'ann@internal' });
    expect(rowOf(planOf({ users: [user] }))).toMatchObject({ action: 'skip', exclusion: 'missing_identity' });
  });

  test('nothing matches: create under the client', () => {
    const user = aDirectoryUser({
      mail: 'Ann.Lee@Contoso.example',
      jobTitle: ' Manager ',
      businessPhones: ['+1 206 555 0100'],
      mobilePhone: '+1 206 555 0101',
    });
    const row = rowOf(planOf({ users: [user] }));
    expect(row).toMatchObject({ action: 'create', reason: 'nothingMatches', clientId: contosoId, contactId: null });
    expect(row.person).toMatchObject({
      displayName: 'Ann Lee',
      address: 'ann.lee@contoso.example',
      jobTitle: 'Manager',
    });
    expect(row.person.phones.map(({ number, type, isDefault }) => [number, type, isDefault])).toEqual([
      ['+12065550100', 'work', true],
      ['+12065550101', 'mobile', false],
    ]);
  });
});

describe('leaving and coming back', () => {
  const contact = aContact();
  const link = contact.linkedTo(ann);
  const disabled = aDirectoryUser({ accountEnabled: false });
  const gone = aDirectoryUser({ presence: 'gone' });

  test('disabled upstream: mark inactive', () => {
    const row = rowOf(planOf({ users: [disabled], contacts: [contact], links: [link] }));
    expect(row).toMatchObject({
      action: 'inactivate',
      reason: 'disabledUpstream',
      fields: [{ field: 'isInactive', from: false, to: true }],
    });
  });

  test('deleted upstream, proven: mark inactive', () => {
    expect(rowOf(planOf({ users: [gone], contacts: [contact], links: [link] }))).toMatchObject({
      action: 'inactivate',
      reason: 'deletedUpstream',
    });
  });

  test('absent once proves nothing: no change', () => {
    const missing = aDirectoryUser({ presence: 'missedOnce' });
    expect(rowOf(planOf({ users: [missing], contacts: [contact], links: [link] }))).toMatchObject({
      action: 'noChange',
      reason: 'notProvenDeleted',
    });
  });

  test('the rule is off: no change', () => {
    for (const user of [disabled, gone]) {
      const row = rowOf(
        planOf({
          users: [user],
          contacts: [contact],
          links: [link],
          rules: { fields: { markInactiveWhenDisabled: false } },
        }),
      );
      expect(row).toMatchObject({ action: 'noChange', reason: 'inactivationOff' });
    }
  });

  test('inactive already: no change, and not counted again', () => {
    const plan = planOf({ users: [disabled], contacts: [aContact({ isInactive: true })], links: [link] });
    expect(rowOf(plan)).toMatchObject({ action: 'noChange', reason: 'alreadyInactive' });
    expect(plan.counts.inactivate).toBe(0);
  });

  test('enabled again and inactive because we did it: active again', () => {
    const inactive = aContact({ isInactive: true });
    const row = rowOf(
      planOf({
        users: [ann],
        contacts: [inactive],
        links: [inactive.linkedTo(ann, { inactivatedByUs: true, status: 'inactive' })],
      }),
    );
    expect(row).toMatchObject({
      action: 'update',
      reason: 'enabledAgain',
      fields: [{ field: 'isInactive', from: true, to: false }],
    });
  });

  test('inactive by the server’s sync for a disabled account: active again', () => {
    const inactive = aContact({ isInactive: true, entraSyncStatusReason: 'disabled_upstream' });
    const row = rowOf(
      planOf({ users: [ann], contacts: [inactive], links: [inactive.linkedTo(ann, { origin: 'server' })] }),
    );
    expect(row).toMatchObject({ action: 'update', reason: 'enabledAgain' });
  });

  test('inactive by hand: stays', () => {
    const inactive = aContact({ isInactive: true });
    const row = rowOf(planOf({ users: [ann], contacts: [inactive], links: [inactive.linkedTo(ann)] }));
    expect(row).toMatchObject({ action: 'noChange', fields: [] });
    expect(row.because).toMatch(/by hand/);
  });

  test('excluded by a filter: skip with the rule, the contact stays active', () => {
    const guest = aDirectoryUser({ userType: 'Guest' });
    const row = rowOf(planOf({ users: [guest], contacts: [contact], links: [contact.linkedTo(guest)] }));
    expect(row).toMatchObject({ action: 'skip', reason: 'excluded', exclusion: 'guest_user' });
    expect(row.exclusionRule).toMatch(/Guests/);
  });

  test('excluded by a filter that also inactivates: mark inactive', () => {
    const guest = aDirectoryUser({ userType: 'Guest' });
    const plan = planOf({
      users: [guest],
      contacts: [contact],
      links: [contact.linkedTo(guest)],
      rules: { filterOverrides: { 'managed-11111111-0000-4000-8000-000000000001': { inactivateExcluded: true } } },
    });
    expect(rowOf(plan)).toMatchObject({ action: 'inactivate', reason: 'excludedByFilter' });
  });

  test('an unlinked account that left changes nothing', () => {
    expect(rowOf(planOf({ users: [gone], contacts: [contact] }))).toMatchObject({ action: 'noChange' });
    expect(rowOf(planOf({ users: [disabled], contacts: [contact] }))).toMatchObject({
      action: 'skip',
      exclusion: 'account_disabled',
    });
  });
});

describe('answered before', () => {
  const namesake = aContact({ email: 'lee@home.example' });
  const asked = rowOf(planOf({ users: [ann], contacts: [namesake] }));

  test('dismissed, evidence unchanged: stays dismissed', () => {
    const decisions = [anAnswer(ann, { kind: 'dismiss', evidenceFacts: asked.evidenceFacts })];
    expect(rowOf(planOf({ users: [ann], contacts: [namesake], decisions }))).toMatchObject({
      action: 'skip',
      reason: 'dismissed',
    });
  });

  test('dismissed, evidence changed: asked again, saying exactly what changed', () => {
    const decisions = [anAnswer(ann, { kind: 'dismiss', evidenceFacts: asked.evidenceFacts })];
    const moved = aContact({ email: 'ann@new.example' });
    const row = rowOf(planOf({ users: [ann], contacts: [moved], decisions }));
    expect(row).toMatchObject({ action: 'queue', reason: 'nameOnlyMatch' });
    expect(row.because).toMatch(
      /Dismissed by Olga before; since then “Ann Lee” had lee@home\.example and has ann@new\.example now\./,
    );
  });

  test('dismissed, and a machine would now link: asked again, never linked over an answer', () => {
    const decisions = [anAnswer(ann, { kind: 'dismiss', evidenceFacts: asked.evidenceFacts })];
    const row = rowOf(planOf({ users: [ann], contacts: [aContact()], decisions }));
    expect(row).toMatchObject({ action: 'queue', reason: 'answerNoLongerFits' });
  });

  test('answered “link”, evidence unchanged: linked without asking', () => {
    const decisions = [
      anAnswer(ann, { kind: 'linkExisting', contactId: 'contact-ann', evidenceFacts: asked.evidenceFacts }),
    ];
    const row = rowOf(planOf({ users: [ann], contacts: [namesake], decisions }));
    expect(row).toMatchObject({ action: 'link', reason: 'answeredBefore', contactId: 'contact-ann' });
  });

  test('answered “link”, and the contact is linked to somebody else now: asked again with the difference', () => {
    const decisions = [
      anAnswer(ann, { kind: 'linkExisting', contactId: 'contact-ann', evidenceFacts: asked.evidenceFacts }),
    ];
    const row = rowOf(
      planOf({ users: [ann, bob], contacts: [namesake], links: [namesake.linkedTo(bob)], decisions }),
      ann,
    );
    expect(row).toMatchObject({ action: 'queue', reason: 'answerNoLongerFits' });
  });

  test('two people answered with one contact: both are asked again', () => {
    const other = aDirectoryUser({ ...bob, displayName: 'Ann Lee' });
    const users = [ann, other];
    const both = planOf({ users, contacts: [namesake] });
    const decisions = users.map((user) =>
      anAnswer(user, {
        kind: 'linkExisting',
        contactId: 'contact-ann',
        evidenceFacts: rowOf(both, user).evidenceFacts,
      }),
    );
    const plan = planOf({ users, contacts: [namesake], decisions });
    expect(plan.changes.map(({ reason }) => reason)).toEqual(['answerNoLongerFits', 'answerNoLongerFits']);
  });

  test('answered “create”, evidence unchanged: created without asking', () => {
    const decisions = [anAnswer(ann, { kind: 'createNew', evidenceFacts: asked.evidenceFacts })];
    expect(rowOf(planOf({ users: [ann], contacts: [namesake], decisions }))).toMatchObject({
      action: 'create',
      reason: 'answeredBefore',
    });
  });

  test('answered “create”, but the PSA would refuse the address: asked again, saying why', () => {
    const contact = aContact({ clientId: fabrikamId });
    const { evidenceFacts } = rowOf(planOf({ users: [ann], contacts: [contact] }));
    const decisions = [anAnswer(ann, { kind: 'createNew', evidenceFacts })];
    const row = rowOf(planOf({ users: [ann], contacts: [contact], decisions }));
    expect(row).toMatchObject({ action: 'queue', reason: 'answerNoLongerFits' });
    expect(row.because).toMatch(/refuses an address twice/);
  });

  test('nothing is created or linked for an account that left, whatever was answered', () => {
    const gone = aDirectoryUser({ presence: 'gone' });
    const contact = aContact({ clientId: fabrikamId, email: 'elsewhere@fabrikam.example' });
    const world = { users: [gone], contacts: [contact], links: [contact.linkedTo(gone)] };
    const { evidenceFacts } = rowOf(planOf(world));
    for (const kind of ['createNew', 'linkExisting'] as const) {
      const decisions = [anAnswer(gone, { kind, contactId: 'contact-ann', evidenceFacts })];
      expect(rowOf(planOf({ ...world, decisions }))).toMatchObject({ action: 'queue', reason: 'answerNoLongerFits' });
    }
  });

  test('the contact of a recreated account goes to its successor once an operator said so', () => {
    const former = aDirectoryUser({ entraObjectId: 'user-ann-former', presence: 'gone' });
    const contact = aContact();
    const world = { users: [ann, former], contacts: [contact], links: [contact.linkedTo(former)] };
    const { evidenceFacts } = rowOf(planOf(world), ann);
    const decisions = [anAnswer(ann, { kind: 'linkExisting', contactId: 'contact-ann', evidenceFacts })];
    const plan = planOf({ ...world, decisions });
    expect(rowOf(plan, ann)).toMatchObject({ action: 'link', reason: 'answeredBefore' });
    expect(rowOf(plan, former)).toMatchObject({ action: 'noChange' });
  });
});
