/**
 * Plans the whole estate, or the directories given: one row for every identity, decided, explained, restricted and braked.
 * Pure: the same input in any order gives the same plan. Steps, in this order and each a function of its own:
 * who counts → decide → ownership → order → policy → brake → counts. Called by `sync`; fetches, hashes and stores nothing.
 */
import { type ChangeAction, changeActions, type ExclusionReason } from '../../../../shared/vocabulary/states.ts';
import { applyBrakes } from '../brake/apply-brakes.ts';
import { isWriting } from '../brake/hold-rows.ts';
import { decideIdentities, indexMemory } from '../contact-match/decide-identities.ts';
import type { DecisionContext } from '../contact-match/decide-linked.ts';
import { indexEstate } from '../contact-match/estate.ts';
import type { PlanInput, PlanResult, TenantDirectory } from '../plan-input.ts';
import type { ActionCounts, PlannedChange } from '../planned-change.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { considerIdentities, filterRulesFor } from './consider-identities.ts';
import { restrictToOwned } from './ownership.ts';
import { planRows } from './plan-rows.ts';
import { applyPolicy } from './policy.ts';

/** The plan. Problems name directories that could not be planned; nothing in here throws for data. */
export function planEstate(input: PlanInput): PlanResult {
  const { identities, problems } = considerIdentities(input);
  const estate = indexEstate(input, identities);
  const memory = indexMemory(input.decisions);
  const context: DecisionContext = { estate, rules: input.rules, inactivatesExcluded: inactivationRule(input) };
  const decided = restrictToOwned(decideIdentities(identities, memory, context));
  const permitted = applyPolicy(planRows(decided, { estate, memory }), input.policy);
  const braked = applyBrakes(permitted.rows, input, estate.contactById);
  return {
    changes: braked.rows,
    holds: [...permitted.holds, ...braked.holds],
    liftedHolds: braked.liftedHolds,
    counts: countActions(braked.rows),
    excludedByReason: countExclusions(braked.rows),
    isComplete: problems.length === 0 && input.directories.every(({ read }) => read.isComplete),
    isApplicable: braked.rows.some((row) => row.hold === null && isWriting(row)),
    problems,
  };
}

function inactivationRule(input: PlanInput): DecisionContext['inactivatesExcluded'] {
  const byDirectory = new Map<TenantDirectory, boolean>(
    input.directories.map((directory) => [directory, filterRulesFor(directory, input).inactivateExcluded]),
  );
  return ({ directory }) => byDirectory.get(directory) ?? false;
}

/** Rows by action, held ones included. */
export function countActions(rows: readonly PlannedChange[]): ActionCounts {
  const counts = Object.fromEntries(changeActions.map((action) => [action, 0])) as Record<ChangeAction, number>;
  for (const { action } of rows) counts[action] += 1;
  return counts;
}

function countExclusions(rows: readonly PlannedChange[]): PlanResult['excludedByReason'] {
  const counts = new Map<ExclusionReason, number>();
  for (const { exclusion } of rows) if (exclusion !== null) counts.set(exclusion, (counts.get(exclusion) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([left], [right]) => byCodeUnit(left, right)));
}
