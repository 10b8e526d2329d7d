/**
 * Decisions about mappings that are made but not confirmed: staged by tenant, countable, and undoable step by step.
 * Pure. Staging writes nothing anywhere; only the review sheet sends.
 */
import type { MappingDecisionInput, TenantRow } from '../../../shared/contract/tenant-entries.ts';

export type StagedKind = MappingDecisionInput['decision']['kind'];

export interface StagedDecision {
  readonly managedTenantId: string;
  readonly tenantName: string;
  readonly decision: MappingDecisionInput['decision'];
  /** The client that the tenant is mapped to, or the name that a new one gets; null for skip and unmap. */
  readonly clientName: string | null;
}

export interface Staging {
  readonly staged: Readonly<Record<string, StagedDecision>>;
  /** Earlier states, newest last. */
  readonly past: readonly Readonly<Record<string, StagedDecision>>[];
}

export type StagingAction =
  | { readonly kind: 'stage'; readonly decisions: readonly StagedDecision[] }
  | { readonly kind: 'unstage'; readonly managedTenantIds: readonly string[] }
  | { readonly kind: 'undo' }
  /** What was confirmed leaves the stage for good; what was refused stays. */
  | { readonly kind: 'confirmed'; readonly refusedIds: readonly string[] };

export const nothingStaged: Staging = { staged: {}, past: [] };

const STEPS_KEPT = 50;

function changed(now: Staging, staged: Staging['staged']): Staging {
  return { staged, past: [...now.past, now.staged].slice(-STEPS_KEPT) };
}

function without(staged: Staging['staged'], leave: (id: string) => boolean): Staging['staged'] {
  return Object.fromEntries(Object.entries(staged).filter(([id]) => !leave(id)));
}

export function reduceStaging(now: Staging, action: StagingAction): Staging {
  switch (action.kind) {
    case 'stage': {
      const added = Object.fromEntries(action.decisions.map((one) => [one.managedTenantId, one]));
      return action.decisions.length === 0 ? now : changed(now, { ...now.staged, ...added });
    }
    case 'unstage': {
      const leaving = new Set(action.managedTenantIds);
      const left = without(now.staged, (id) => leaving.has(id));
      return Object.keys(left).length === Object.keys(now.staged).length ? now : changed(now, left);
    }
    case 'undo': {
      const before = now.past.at(-1);
      return before === undefined ? now : { staged: before, past: now.past.slice(0, -1) };
    }
    case 'confirmed': {
      const refused = new Set(action.refusedIds);
      return { staged: without(now.staged, (id) => !refused.has(id)), past: [] };
    }
  }
}

export function stagedList(staging: Staging): readonly StagedDecision[] {
  return Object.values(staging.staged).sort((a, b) => a.tenantName.localeCompare(b.tenantName));
}

export function countsOf(decisions: readonly StagedDecision[]): Readonly<Record<StagedKind, number>> {
  const counts = { map: 0, createClient: 0, skip: 0, unmap: 0 };
  for (const { decision } of decisions) counts[decision.kind] += 1;
  return counts;
}

/** Mapping a tenant to one of its candidates, or to a client picked by name. */
export function mapTo(row: TenantRow, client: { readonly clientId: string; readonly name: string }): StagedDecision {
  return {
    managedTenantId: row.managedTenantId,
    tenantName: row.displayName,
    decision: { kind: 'map', clientId: client.clientId },
    clientName: client.name,
  };
}

/** The bulk class: auto-matched rows that stand uncontradicted, each to its best candidate. */
export function mapAutoMatched(rows: readonly TenantRow[]): readonly StagedDecision[] {
  return rows.flatMap((row) => {
    const best = row.candidates[0];
    return row.state === 'autoMatched' && best ? [mapTo(row, { clientId: best.clientId, name: best.clientName })] : [];
  });
}
