/** What holds for every estate, however odd: the promises of a plan, tried on random worlds full of collisions. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeActions } from '../../../../shared/vocabulary/states.ts';
import { applyPlan } from '../../../../test/builders/apply-model.ts';
import { arbitraryEstate } from '../../../../test/builders/arbitrary-estate.ts';
import { anAnswer } from '../../../../test/builders/people.ts';
import { isWriting } from '../brake/hold-rows.ts';
import type { PlanInput, PlanResult } from '../plan-input.ts';
import type { PlannedChange } from '../planned-change.ts';
import { personNameKey } from '../text/fold-name.ts';
import { planEstate } from './plan-estate.ts';
import { serialisePlan } from './serialise-plan.ts';

const runs = { numRuns: 400 };

function check(property: (input: PlanInput) => void, settings = runs): void {
  void fc.assert(
    fc.property(arbitraryEstate, (input) => {
      property(input);
    }),
    settings,
  );
}

/** Estates where an operator has answered every open question somehow; the answers are part of the random world. */
function answerEverything(
  input: PlanInput,
  pick: (row: PlannedChange) => 'linkExisting' | 'createNew' | 'dismiss',
): PlanInput {
  const asked = planEstate(input).changes.filter(({ action }) => action === 'queue');
  const users = new Map(
    input.directories
      .flatMap(({ users: all }) => all)
      .map((user) => [`${user.entraTenantId}/${user.entraObjectId}`, user]),
  );
  const decisions = asked.flatMap((row) => {
    const user = users.get(`${row.entraTenantId}/${row.entraObjectId}`);
    if (user === undefined) return [];
    const kind = pick(row);
    const best = row.candidates.find(({ choosable }) => choosable)?.contactId;
    if (kind === 'linkExisting' && best === undefined) return [];
    return [
      anAnswer(user, {
        kind,
        evidenceFacts: row.evidenceFacts,
        ...(kind === 'linkExisting' && best !== undefined ? { contactId: best } : {}),
      }),
    ];
  });
  return { ...input, decisions };
}

function linkedContacts(input: PlanInput, plan: PlanResult): readonly string[] {
  const after = applyPlan(input, plan);
  return after.links.filter(({ status }) => status === 'active').map(({ contactId }) => contactId);
}

describe('every plan', () => {
  test('has one row for each identity and knows no delete', () => {
    check((input) => {
      const plan = planEstate(input);
      const users = input.directories.flatMap(({ users: all }) => all);
      expect(plan.changes).toHaveLength(users.length);
      expect(new Set(plan.changes.map(({ changeId }) => changeId)).size).toBe(users.length);
      for (const { action } of plan.changes) expect(changeActions).toContain(action);
      expect(changeActions).not.toContain('delete');
    });
  });

  test('has at most one writing row for a contact', () => {
    check((input) => {
      const targets = planEstate(input)
        .changes.filter(isWriting)
        .flatMap(({ contactId }) => contactId ?? []);
      expect(new Set(targets).size).toBe(targets.length);
    });
  });

  test('gives no contact a second identity', () => {
    check((input) => {
      // Contradictory links of the input are asked about, not repaired, so they are left out of the count.
      const clean = { ...input, links: onePerContact(input.links) };
      const linked = linkedContacts(clean, planEstate(clean));
      expect(new Set(linked).size).toBe(linked.length);
    });
  });

  test('never links by name alone', () => {
    check((input) => {
      const users = new Map(
        input.directories.flatMap(({ users: all }) => all).map((user) => [user.entraObjectId, user]),
      );
      const contacts = new Map(input.contacts.map((contact) => [contact.contactId, contact]));
      for (const row of planEstate(input).changes.filter(({ action }) => action === 'link')) {
        const contact = contacts.get(row.contactId!)!;
        const held = [contact.email ?? '', ...contact.additionalEmails].map((address) => address.toLowerCase());
        const isProven = held.includes(row.person.address ?? '-') || contact.entraObjectId === row.entraObjectId;
        expect(isProven, `${personNameKey(users.get(row.entraObjectId)?.displayName ?? '')}`).toBe(true);
      }
    });
  });

  test('creates only addresses that nobody in the PSA has, each once', () => {
    check((input) => {
      const held = new Set(
        input.contacts.flatMap(({ email, additionalEmails }) =>
          [email ?? '', ...additionalEmails].map((address) => address.toLowerCase()),
        ),
      );
      const created = planEstate(input)
        .changes.filter(({ action }) => action === 'create')
        .map(({ person }) => person.address);
      for (const address of created) expect(held.has(address ?? '')).toBe(false);
      expect(new Set(created).size).toBe(created.length);
    });
  });

  test('updates and inactivates only what a link of ours reaches', () => {
    check((input) => {
      const links = new Map(input.links.map((link) => [`${link.entraTenantId}/${link.entraObjectId}`, link]));
      for (const row of planEstate(input).changes)
        if (row.action === 'update' || row.action === 'inactivate')
          expect(links.get(`${row.entraTenantId}/${row.entraObjectId}`)?.contactId).toBe(row.contactId);
    });
  });

  test('has ledgers whose weights sum to their score', () => {
    check((input) => {
      for (const row of planEstate(input).changes)
        for (const ledger of [row.evidence, ...row.candidates.map(({ evidence }) => evidence)])
          if (ledger !== null) expect(ledger.lines.reduce((sum, { weight }) => sum + weight, 0)).toBe(ledger.score);
    });
  });

  test('says why, for every row', () => {
    check((input) => {
      for (const { because } of planEstate(input).changes) expect(because).toMatch(/[.?]$/);
    });
  });
});

describe('planning', () => {
  test('does not depend on the order of anything: the same facts give the same bytes', () => {
    void fc.assert(
      fc.property(arbitraryEstate, fc.infiniteStream(fc.nat()), (input, randomness) => {
        const shuffle = <Item>(items: readonly Item[]): Item[] =>
          items
            .map((item) => ({ item, at: randomness.next().value as number }))
            .sort((left, right) => left.at - right.at)
            .map(({ item }) => item);
        const shuffled: PlanInput = {
          ...input,
          clients: shuffle(input.clients),
          contacts: shuffle(input.contacts),
          links: shuffle(input.links),
          decisions: shuffle(input.decisions),
          directories: shuffle(input.directories).map((directory) => ({
            ...directory,
            users: shuffle(directory.users),
          })),
        };
        expect(serialisePlan(planEstate(shuffled))).toBe(serialisePlan(planEstate(input)));
      }),
      runs,
    );
  });

  test('changes nothing in its input', () => {
    check((input) => {
      const before = JSON.stringify(input);
      planEstate(input);
      expect(JSON.stringify(input)).toBe(before);
    });
  });

  test('after its own apply finds nothing to do', () => {
    check((input) => {
      const after = applyPlan(input, planEstate(input));
      const again = planEstate(after).changes.filter((row) => isWriting(row) && row.hold === null);
      expect(again.map(({ changeId, because }) => `${changeId}: ${because}`)).toEqual([]);
    });
  });

  test('with every question answered still gives no contact twice, and can be applied', () => {
    const kinds = ['linkExisting', 'createNew', 'dismiss'] as const;
    void fc.assert(
      fc.property(arbitraryEstate, fc.infiniteStream(fc.constantFrom(...kinds)), (input, picks) => {
        const answered = answerEverything(input, () => picks.next().value as (typeof kinds)[number]);
        const plan = planEstate(answered);
        const targets = plan.changes.filter(isWriting).flatMap(({ contactId }) => contactId ?? []);
        expect(new Set(targets).size).toBe(targets.length);
        applyPlan(answered, plan);
      }),
      runs,
    );
  });

  test('keeps what was dismissed dismissed while nothing changed', () => {
    check((input) => {
      const dismissed = answerEverything(input, () => 'dismiss');
      const reopened = planEstate(dismissed).changes.filter(({ action }) => action === 'queue');
      expect(reopened.map(({ because }) => because)).toEqual([]);
    });
  });
});

function onePerContact(links: PlanInput['links']): PlanInput['links'] {
  const seen = new Set<string>();
  return links.filter(({ contactId }) => !seen.has(contactId) && seen.add(contactId));
}
