/** What changed since the last plan, on a scripted pair of runs, and the plan as a page that a person can read. */
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../../../test/builders/apply-model.ts';
import { aDirectory, anEstate, planOf } from '../../../../test/builders/estates.ts';
import {
  aContact,
  aDirectoryUser,
  anAnswer,
  contosoId,
  fabrikamId,
  fabrikamTenantId,
} from '../../../../test/builders/people.ts';
import { diffPlans } from './diff-plans.ts';
import { planEstate } from './plan-estate.ts';
import { planToMarkdown } from './plan-markdown.ts';
import { serialisePlan, serialisePlanLines } from './serialise-plan.ts';

const named = (name: string, changes: Parameters<typeof aDirectoryUser>[0] = {}) =>
  aDirectoryUser({ entraObjectId: `user-${name}`, displayName: name, mail: `${name}@contoso.example`, ...changes });

describe('between two runs', () => {
  const first = anEstate({ users: ['Ada', 'Ben', 'Cas', 'Dag', 'Eva'].map((name) => named(name)) });
  const before = planEstate(first);
  const after = applyPlan(first, before);
  const users = [
    named('Ada', { displayName: 'Ada Hill', mail: 'ada.hill@contoso.example' }),
    named('Ben', { accountEnabled: false }),
    named('Cas', { presence: 'gone' }),
    named('Eva'),
    named('Flo'),
  ];
  const next = planEstate({ ...after, directories: [aDirectory({ users }), ...after.directories.slice(1)] });
  const difference = diffPlans(before, next);
  const names = (key: keyof typeof difference) => difference[key].map(({ displayName }) => displayName);

  test('one joined, two left, one renamed, one disabled, nobody else is news', () => {
    expect(names('joined')).toEqual(['Flo']);
    expect(names('left').sort()).toEqual(['Cas', 'Dag']);
    expect(names('renamed')).toEqual(['Ada Hill']);
    expect(difference.renamed[0]?.sentence).toBe(
      'Ada <ada@contoso.example> is Ada Hill <ada.hill@contoso.example> now.',
    );
    expect(names('disabled')).toEqual(['Ben']);
    expect([names('enabled'), names('moved'), names('doubtful')]).toEqual([[], [], []]);
  });

  test('the other way round: the disabled one is enabled again', () => {
    expect(diffPlans(next, before).enabled.map(({ displayName }) => displayName)).toEqual(['Ben']);
  });

  test('a plan compared with itself is no news', () => {
    expect(Object.values(diffPlans(next, next)).flat()).toEqual([]);
  });

  test('a tenant outside the newer plan’s scope did not lose its people', () => {
    expect(Object.values(diffPlans(before, { changes: [] })).flat()).toEqual([]);
  });

  test('somebody whose mapping went to another client moved', () => {
    const remapped = planEstate({
      ...first,
      directories: [aDirectory({ users: [named('Ada')], clientId: fabrikamId })],
    });
    expect(diffPlans(before, remapped).moved.map(({ displayName }) => displayName)).toEqual(['Ada']);
  });

  test('an answer that the facts no longer carry, and a link whose contact moved, look wrong now', () => {
    const user = named('Ada');
    const namesake = aContact({ fullName: 'Ada', email: 'a@home.example' });
    const asked = planOf({ users: [user], contacts: [namesake] });
    const decisions = [anAnswer(user, { kind: 'dismiss', evidenceFacts: asked.changes[0]?.evidenceFacts ?? {} })];
    const dismissed = planOf({ users: [user], contacts: [namesake], decisions });
    const reopened = planOf({ users: [user], contacts: [{ ...namesake, email: 'other@home.example' }], decisions });
    expect(diffPlans(dismissed, reopened).doubtful).toHaveLength(1);
    const links = [namesake.linkedTo(user)];
    const settled = planOf({ users: [user], contacts: [namesake], links });
    const moved = planOf({ users: [user], contacts: [{ ...namesake, clientId: fabrikamId }], links });
    expect(diffPlans(settled, moved).doubtful).toHaveLength(1);
  });
});

describe('as text', () => {
  const evil = aDirectoryUser({ displayName: '# <img src=x> | Ann *Lee*\n## Approve' });
  const namesake = named('Bob');
  const plan = planOf({
    users: [
      evil,
      namesake,
      aDirectoryUser({
        entraTenantId: fabrikamTenantId,
        entraObjectId: 'user-z',
        displayName: 'Zed',
        mail: 'zed@fabrikam.example',
        accountEnabled: false,
      }),
    ],
    contacts: [aContact({ fullName: 'Bob', contactId: 'contact-bob', email: 'bob@home.example' })],
    policy: { psaMayWrite: false, fieldSyncFlagOn: true, clientSyncFlagOn: true },
  });
  const text = planToMarkdown(plan, {
    client: (id) => (id === contosoId ? 'Contoso' : 'Fabrikam'),
    managedTenant: (id) => id,
    contact: (id) => `contact ${id}`,
  });

  test('a page names every row that does something, every hold, and counts the quiet ones', () => {
    expect(text).toMatch(/^# Plan\n/);
    expect(text).toMatch(/\*\*The whole plan\*\* is held: The PSA key may only read/);
    expect(text).toMatch(/### Create \(1\)/);
    expect(text).toMatch(/### Ask \(1\)[\s\S]*candidate contact contact-bob, \d+ points/);
    expect(text).toMatch(/## Fabrikam\n\n1 more stays as it is or is left out/);
  });

  test('names cannot become headings, tables or tags', () => {
    expect(text).not.toMatch(/^## Approve/m);
    expect(text).not.toMatch(/(^|[^\\])<img/);
  });

  test('the canonical text has one line for the header and one for each row, keys in order', () => {
    const lines = [...serialisePlanLines(plan)];
    expect(lines).toHaveLength(1 + plan.changes.length);
    expect(lines.join('')).toBe(serialisePlan(plan));
    const keys = Object.keys(JSON.parse(lines[1] ?? '{}'));
    expect(keys).toEqual([...keys].sort());
  });
});
