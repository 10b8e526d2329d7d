/** Planted disasters: each is stopped before the first write, the other clients go on, and nothing is taken off the plan. */
import { describe, expect, test } from 'vitest';
import { aDirectory, type DirectoryParts, type EstateParts, planOf } from '../../../../test/builders/estates.ts';
import {
  aContact,
  aDirectoryUser,
  anAnswer,
  contosoId,
  contosoTenantId,
  fabrikamId,
  fabrikamTenantId,
} from '../../../../test/builders/people.ts';
import type { DirectoryUser } from '../directory-user.ts';
import type { PlanResult } from '../plan-input.ts';
import { defaultBrakeRules } from '../rules.ts';
import { isWriting } from './hold-rows.ts';
import { passedLimit } from './limit-holds.ts';

/** Synced people of Contoso, and one newcomer at Fabrikam whose row has to go on whatever happens at Contoso. */
function contoso(amount: number, change: (at: number) => Partial<DirectoryUser> = () => ({})) {
  const users = Array.from({ length: amount }, (_, at) => aDirectoryUser({ ...person(at), ...change(at) }));
  const contacts = users.map((_, at) =>
    aContact({ contactId: `contact-${at}`, fullName: `Person ${at}`, email: `p${at}@contoso.example` }),
  );
  const links = users.map((user, at) => contacts[at]!.linkedTo(user, { lastAddress: `p${at}@contoso.example` }));
  return { users, contacts, links };
}

const person = (at: number) => ({
  entraObjectId: `user-${at}` as DirectoryUser['entraObjectId'],
  displayName: `Person ${at}`,
  mail: `p${at}@contoso.example`,
});
const newcomer = aDirectoryUser({
  entraTenantId: fabrikamTenantId,
  entraObjectId: 'user-new',
  displayName: 'Nia New',
  mail: 'nia@fabrikam.example',
});

function estate(parts: DirectoryParts, rest: EstateParts = {}): EstateParts {
  return {
    ...rest,
    directories: [
      aDirectory(parts),
      aDirectory({
        tenant: { entraTenantId: fabrikamTenantId, verifiedDomains: ['fabrikam.example'] },
        clientId: fabrikamId,
        users: [newcomer],
      }),
    ],
  };
}

function expectHeld(plan: PlanResult, reason: string): void {
  expect(plan.holds.map((hold) => [hold.clientId, hold.reason])).toContainEqual([contosoId, reason]);
  const writing = plan.changes.filter(isWriting);
  expect(writing.filter(({ clientId, hold }) => clientId === contosoId && hold === null)).toEqual([]);
  expect(writing.filter(({ clientId }) => clientId === fabrikamId)).toMatchObject([{ action: 'create', hold: null }]);
  expect(plan.isApplicable).toBe(true);
}

describe('a source that cannot be believed', () => {
  test('shows nobody where people were: held', () => {
    const { users, contacts, links } = contoso(30, () => ({ presence: 'gone' }));
    const plan = planOf(estate({ users, read: { presentCount: 0, previousPresentCount: 30 } }, { contacts, links }));
    expectHeld(plan, 'sourceEmpty');
    expect(plan.counts.inactivate).toBe(30);
  });

  test('shows nobody, and only links tell that people were there: held', () => {
    const { users, contacts, links } = contoso(30, () => ({ presence: 'gone' }));
    expectHeld(
      planOf(estate({ users, read: { presentCount: 0, previousPresentCount: null } }, { contacts, links })),
      'sourceEmpty',
    );
  });

  test.each([15, 10, 1])('shows %i of 30: held', (present) => {
    const { users, contacts, links } = contoso(30, (at) => ({ presence: at < present ? 'present' : 'gone' }));
    expectHeld(
      planOf(estate({ users, read: { presentCount: present, previousPresentCount: 30 } }, { contacts, links })),
      'sourceHalved',
    );
  });

  test('lost a quarter: not halved', () => {
    const { users, contacts, links } = contoso(8, (at) => ({ presence: at < 6 ? 'present' : 'gone' }));
    const plan = planOf(estate({ users, read: { presentCount: 6, previousPresentCount: 8 } }, { contacts, links }));
    expect(plan.holds).toEqual([]);
    expect(plan.counts.inactivate).toBe(2);
  });

  test('has none of the domains it had when it was mapped: held, questions too', () => {
    const { users, contacts, links } = contoso(3, (at) => ({ jobTitle: `Title ${at}` }));
    const swapped = estate(
      {
        users,
        tenant: { verifiedDomains: ['other.example', 'contoso.onmicrosoft.com'] },
        mapping: { domainsWhenDecided: ['contoso.example', 'contoso.onmicrosoft.com'] },
      },
      { contacts, links, rules: { fields: { role: true } } },
    );
    expectHeld(planOf(swapped), 'domainsSwapped');
  });

  test('kept one domain, or does not tell its domains: not swapped', () => {
    for (const verifiedDomains of [['other.example', 'contoso.example'], []]) {
      const plan = planOf(
        estate({
          users: [aDirectoryUser()],
          tenant: { verifiedDomains },
          mapping: { domainsWhenDecided: ['contoso.example'] },
        }),
      );
      expect(plan.holds).toEqual([]);
    }
  });

  test('was not read to its end: held, and the plan is not complete', () => {
    const plan = planOf(estate({ users: [aDirectoryUser()], read: { isComplete: false } }));
    expectHeld(plan, 'readIncomplete');
    expect(plan.isComplete).toBe(false);
  });
});

describe('too much at once', () => {
  test('a fifth of a client may not become inactive', () => {
    const { users, contacts, links } = contoso(50, (at) => ({ accountEnabled: at >= 11 }));
    const plan = planOf(estate({ users }, { contacts, links }));
    expectHeld(plan, 'tooManyInactivations');
    expect(plan.holds[0]).toMatchObject({ count: 11, population: 50, limit: 10 });
    expect(plan.holds[0]?.sentence).toBe(
      '11 contacts would be marked inactive at Contoso; up to 10 go through without a question (measured against 50).',
    );
  });

  test('everybody at a client of eight may not become inactive, three of them may', () => {
    const all = contoso(8, () => ({ accountEnabled: false }));
    expectHeld(planOf(estate({ users: all.users }, all)), 'tooManyInactivations');
    const three = contoso(8, (at) => ({ accountEnabled: at >= 3 }));
    expect(planOf(estate({ users: three.users }, three)).holds).toEqual([]);
  });

  test('a synced client does not suddenly get a thousand new contacts', () => {
    const { users, contacts, links } = contoso(40);
    const strangers = Array.from({ length: 1000 }, (_, at) =>
      aDirectoryUser({
        ...person(at),
        entraObjectId: `stranger-${at}`,
        mail: `s${at}@contoso.example`,
        displayName: `Stranger ${at}`,
      }),
    );
    const plan = planOf(
      estate({ users: [...users, ...strangers], read: { previousPresentCount: 40 } }, { contacts, links }),
    );
    expectHeld(plan, 'tooManyCreates');
    expect(plan.counts.create).toBe(1001);
  });

  test('a first sync creates everybody: only the absolute number limits it', () => {
    const users = Array.from({ length: 300 }, (_, at) => aDirectoryUser(person(at)));
    expect(planOf(estate({ users, read: { previousPresentCount: null } })).holds).toEqual([]);
    const rules = {
      brakes: {
        ...defaultBrakeRules,
        perClient: { ...defaultBrakeRules.perClient, creates: { ratio: 1, minimumPopulation: 100, number: 299 } },
      },
    };
    expectHeld(planOf(estate({ users }, { rules })), 'tooManyCreates');
  });

  test('most of a client’s contacts may not be overwritten', () => {
    const { users, contacts, links } = contoso(60, () => ({ jobTitle: 'Consultant' }));
    expectHeld(planOf(estate({ users }, { contacts, links, rules: { fields: { role: true } } })), 'tooManyUpdates');
  });

  test('contacts may not pass to other accounts in numbers, even when answers say so', () => {
    const former = contoso(5, () => ({ presence: 'gone' }));
    const successors = former.users.map((user, at) =>
      aDirectoryUser({ ...person(at), entraObjectId: `new-${at}`, mail: user.mail }),
    );
    const users = [...former.users, ...successors];
    const asked = planOf(estate({ users, read: { previousPresentCount: 5 } }, former));
    const decisions = successors.map((user, at) => {
      const row = asked.changes.find(({ entraObjectId }) => entraObjectId === user.entraObjectId);
      return anAnswer(user, {
        kind: 'linkExisting',
        contactId: `contact-${at}`,
        evidenceFacts: row?.evidenceFacts ?? {},
      });
    });
    const plan = planOf(estate({ users, read: { previousPresentCount: 5 } }, { ...former, decisions }));
    expect(plan.counts.link).toBe(5);
    expectHeld(plan, 'tooManyRelinks');
  });

  test('many small amounts pass the limit of the plan: the whole plan waits', () => {
    const { users, contacts, links } = contoso(40, (at) => ({ accountEnabled: at >= 4 }));
    const rules = {
      brakes: {
        ...defaultBrakeRules,
        perPlan: { ...defaultBrakeRules.perPlan, inactivations: { ratio: 0.1, minimumPopulation: 1, number: 3 } },
      },
    };
    const plan = planOf(estate({ users }, { contacts, links, rules }));
    expect(plan.holds).toMatchObject([{ clientId: null, reason: 'planTooManyInactivations', count: 4, limit: 3 }]);
    expect(plan.isApplicable).toBe(false);
    expect(plan.changes.filter(isWriting).every(({ hold }) => hold === 'planTooManyInactivations')).toBe(true);
  });

  test('a held client does not hold the plan: only what goes on is counted', () => {
    const { users, contacts, links } = contoso(40, () => ({ accountEnabled: false }));
    const rules = {
      brakes: {
        ...defaultBrakeRules,
        perPlan: { ...defaultBrakeRules.perPlan, inactivations: { ratio: 0.1, minimumPopulation: 1, number: 3 } },
      },
    };
    expectHeld(planOf(estate({ users }, { contacts, links, rules })), 'tooManyInactivations');
  });
});

describe('the two exits', () => {
  const { users, contacts, links } = contoso(8, () => ({ accountEnabled: false }));
  const allow = (clientId: typeof contosoId | null, reason: string) =>
    planOf(estate({ users }, { contacts, links, overrides: [{ clientId, reason, operator: 'Olga' }] }));

  test('allow once, with a typed reason: the client goes on, and the lifted hold is reported', () => {
    const plan = allow(contosoId, 'They closed the branch, ticket 4711.');
    expect(plan.holds).toEqual([]);
    expect(plan.changes.filter(({ action }) => action === 'inactivate').every(({ hold }) => hold === null)).toBe(true);
    expect(plan.liftedHolds).toMatchObject([
      {
        hold: { reason: 'tooManyInactivations' },
        override: { operator: 'Olga', reason: 'They closed the branch, ticket 4711.' },
      },
    ]);
  });

  test('an empty reason lifts nothing', () => {
    expectHeld(allow(contosoId, '  '), 'tooManyInactivations');
  });

  test('the plan’s exit does not lift a client’s hold', () => {
    expectHeld(allow(null, 'Go.'), 'tooManyInactivations');
  });

  test('leave it out: the same plan without that client’s rows is not held', () => {
    const plan = planOf(estate({ users }, { contacts, links }));
    expect(plan.changes.filter((row) => isWriting(row) && row.hold === null)).toMatchObject([{ clientId: fabrikamId }]);
  });
});

describe('a limit', () => {
  const limit = { ratio: 0.2, minimumPopulation: 20, number: 50 };
  test.each([
    [4, 8, null],
    [5, 8, 4],
    [10, 50, null],
    [11, 50, 10],
    [50, 1000, null],
    [51, 1000, 50],
  ])('of 20 %% from 20 people and 50 at most: %i of %i', (count, population, passed) => {
    expect(passedLimit(limit, { count, ratioCount: count, population })).toBe(passed);
  });

  test('without a number has only its ratio', () => {
    expect(passedLimit({ ...limit, number: null }, { count: 200, ratioCount: 200, population: 1000 })).toBeNull();
  });
});

test('a client with two tenants is held when one of them is in doubt', () => {
  const elsewhere = aDirectoryUser({
    entraTenantId: fabrikamTenantId,
    displayName: 'Nia New',
    mail: 'nia@fabrikam.example',
  });
  const plan = planOf({
    directories: [
      aDirectory({ users: [aDirectoryUser()], read: { isComplete: false } }),
      aDirectory({ tenant: { entraTenantId: fabrikamTenantId }, clientId: contosoId, users: [elsewhere] }),
    ],
  });
  expect(plan.changes.map(({ hold }) => hold)).toEqual(['readIncomplete', 'readIncomplete']);
  expect(contosoTenantId).not.toBe(fabrikamTenantId);
});
