/** The plan as a whole: who is considered, in which order, and what its claims and counts mean. */
import { describe, expect, test } from 'vitest';
import { aClient, aDirectory, anEstate, planOf, rowOf } from '../../../../test/builders/estates.ts';
import {
  aContact,
  aDirectoryUser,
  contosoId,
  contosoTenantId,
  fabrikamId,
  fabrikamTenantId,
} from '../../../../test/builders/people.ts';
import { verdict } from '../contact-match/verdict.ts';
import { considerIdentities } from './consider-identities.ts';
import { restrictToOwned } from './ownership.ts';
import { planEstate } from './plan-estate.ts';

const ann = aDirectoryUser();

describe('who is considered', () => {
  test('an empty estate is a complete plan with nothing to apply', () => {
    expect(planOf({})).toMatchObject({ changes: [], isComplete: true, isApplicable: false, problems: [], holds: [] });
  });

  test('an account listed on two pages is considered once', () => {
    expect(planOf({ users: [ann, { ...ann }] }).changes).toHaveLength(1);
  });

  test.each([
    ['its client is gone from the PSA', { clientId: 'client-unknown', users: [ann] }, /gone from the PSA/],
    [
      'its people belong to another tenant',
      { users: [aDirectoryUser({ entraTenantId: fabrikamTenantId })] },
      /another Microsoft tenant/,
    ],
  ])('a directory is not planned when %s, and the rest goes on', (_what, parts, sentence) => {
    const nia = aDirectoryUser({ entraTenantId: fabrikamTenantId, displayName: 'Nia', mail: 'nia@fabrikam.example' });
    const plan = planOf({
      directories: [
        aDirectory(parts),
        aDirectory({ tenant: { entraTenantId: fabrikamTenantId }, clientId: fabrikamId, users: [nia] }),
      ],
    });
    expect(plan.problems).toMatchObject([
      { managedTenantId: `managed-${contosoTenantId}`, sentence: expect.stringMatching(sentence) },
    ]);
    expect(plan).toMatchObject({
      isComplete: false,
      isApplicable: true,
      changes: [{ action: 'create', clientId: fabrikamId }],
    });
  });

  test('an inactive client is not planned', () => {
    const plan = planOf({
      users: [ann],
      clients: [aClient({ isInactive: true }), aClient({ clientId: fabrikamId, name: 'Fabrikam' })],
    });
    expect(plan.problems[0]?.sentence).toMatch(/inactive/);
  });

  test('a filter that cannot be used, or a group that was not read, is a problem and never “no filter”', () => {
    const filters = anEstate().rules.filters;
    for (const changed of [
      { ...filters, customPatterns: ['('] },
      { ...filters, excludedGroupIds: ['group-1'] },
      { ...filters, includedGroupIds: ['group-1'] },
    ]) {
      const plan = planOf({ users: [ann], rules: { filters: changed } });
      expect(plan.changes).toEqual([]);
      expect(plan.problems[0]?.sentence).toMatch(/filter/i);
    }
  });

  test('people who are left out are listed with their rule and counted by reason', () => {
    const users = [
      aDirectoryUser({ userType: 'Guest' }),
      aDirectoryUser({ entraObjectId: 'user-2', accountEnabled: false }),
      aDirectoryUser({ entraObjectId: 'user-3', userType: 'Guest' }),
    ];
    const plan = planOf({ users });
    expect(plan.excludedByReason).toEqual({ account_disabled: 1, guest_user: 2 });
    expect(plan.counts.skip).toBe(3);
    for (const row of plan.changes) expect(row.exclusionRule).toBe(row.because);
  });
});

describe('order and identity of rows', () => {
  test('client name, action, address, object id; ordinals count from 0', () => {
    const zoe = aDirectoryUser({ entraObjectId: 'user-zoe', displayName: 'Zoë', mail: 'zoe@contoso.example' });
    const gus = aDirectoryUser({
      entraObjectId: 'user-gus',
      displayName: 'Gus',
      mail: 'gus@contoso.example',
      userType: 'Guest',
    });
    const bea = aDirectoryUser({
      entraTenantId: fabrikamTenantId,
      entraObjectId: 'user-bea',
      displayName: 'Bea',
      mail: 'bea@fabrikam.example',
    });
    const plan = planOf({
      users: [gus, zoe, bea, ann],
      contacts: [aContact({ email: 'zoe@contoso.example', fullName: 'Zoë' })],
      clients: [aClient({ name: 'Zebra' }), aClient({ clientId: fabrikamId, name: 'Apple' })],
    });
    expect(plan.changes.map(({ person, action, ordinal }) => [person.displayName, action, ordinal])).toEqual([
      ['Bea', 'create', 0],
      ['Ann Lee', 'create', 1],
      ['Zoë', 'link', 2],
      ['Gus', 'skip', 3],
    ]);
  });

  test('the same decision on the same identity has the same id in the next plan', () => {
    expect(rowOf(planOf({ users: [ann] })).changeId).toBe(`${contosoTenantId}/user-ann/create`);
  });
});

describe('ownership', () => {
  test('an update without a link of ours becomes a question', () => {
    const [identity] = considerIdentities(anEstate({ users: [ann] })).identities;
    const contact = aContact();
    const planted = {
      identity: identity!,
      verdict: verdict({ action: 'update', reason: 'linkedFieldsDiffer', contact, because: 'Planted.' }),
    };
    expect(restrictToOwned([planted])[0]?.verdict).toMatchObject({ action: 'queue', candidates: [contact] });
  });
});

describe('tenants and clients', () => {
  test('two tenants of one client: one person each, and one address only once', () => {
    const second = aDirectoryUser({
      entraTenantId: fabrikamTenantId,
      entraObjectId: 'user-bob',
      displayName: 'Bob',
      mail: 'bob@fabrikam.example',
    });
    const plan = planOf({
      directories: [
        aDirectory({ users: [ann] }),
        aDirectory({ tenant: { entraTenantId: fabrikamTenantId }, clientId: contosoId, users: [second] }),
      ],
    });
    expect(plan.changes.map(({ action, clientId }) => [action, clientId])).toEqual([
      ['create', contosoId],
      ['create', contosoId],
    ]);
  });

  test('after a remap the contacts at the old client are asked about, never moved', () => {
    const contact = aContact();
    const plan = planEstate({
      ...anEstate({ contacts: [contact], links: [contact.linkedTo(ann)] }),
      directories: [aDirectory({ users: [ann], clientId: fabrikamId })],
    });
    expect(rowOf(plan)).toMatchObject({ action: 'queue', reason: 'linkedContactMoved' });
  });
});
