/**
 * What the screen for applying there derives from the engine's lists: which plan can be handed to the server, which run
 * was made there, and the words of the server's states. Pure; the engine decides again when asked to act.
 */
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { PoisonRow, ThereTenant } from '../../../shared/contract/server-entries.ts';
import type { ConcordClient } from '../../bridge/bridge.ts';
import { plural } from '../../ui/format.ts';
import type { Word } from '../../ui/words.ts';

export type ServerStatus = Awaited<ReturnType<ConcordClient['server']['status']>>;
export type PoisonKind = PoisonRow['kind'];

export const serverStateWords: Readonly<Record<ServerStatus['state'], Word>> = {
  ready: { label: 'Ready', tone: 'good' },
  needsSession: { label: 'Sign-in needed', tone: 'attention' },
  notMounted: { label: 'Not offered', tone: 'neutral' },
  refused: { label: 'Refused', tone: 'bad' },
};

export const poisonLabels: Readonly<Record<PoisonKind, string>> = {
  addressAtAnotherClient: 'Address at another client',
  addressIsAdditional: 'Only an additional address',
  peopleShareAddress: 'Several people, one address',
  contactLinkedToAnother: 'Contact linked to another',
  phoneCharacters: 'Phone the PSA refuses',
};

/** The server's own words for how a tenant ended; an unknown word is shown as it is. */
export function serverResultWord(status: string): Word {
  switch (status) {
    case 'completed':
      return { label: 'Completed', tone: 'good' };
    case 'partial':
      return { label: 'In part', tone: 'attention' };
    case 'failed':
      return { label: 'Failed', tone: 'bad' };
    case 'missing':
      return { label: 'No result', tone: 'bad' };
    default:
      return { label: status, tone: 'neutral' };
  }
}

/** The newest plan that can still be handed over; `plans` are newest first. */
export function newestOpenPlan(plans: readonly PlanHeader[]): PlanHeader | null {
  return plans.find(({ status, runId }) => (status === 'ready' || status === 'approved') && runId === null) ?? null;
}

/** Runs on the server carry this in their workflow id; runs from here do not. */
const THERE = 'concord-there';

/** The newest run that was made on the server; `runs` are newest first. */
export function newestRunThere(runs: readonly RunView[]): RunView | null {
  return runs.find(({ workflowId }) => workflowId.startsWith(THERE)) ?? null;
}

/** How many people each kind of obstacle concerns, in the order in which the kinds first occur. */
export function countByKind(
  rows: readonly PoisonRow[],
): readonly { readonly kind: PoisonKind; readonly count: number }[] {
  const counts = new Map<PoisonKind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

export function clientsOf(rows: readonly PoisonRow[]): number {
  return new Set(rows.map(({ clientId }) => clientId)).size;
}

export function poisonId(row: PoisonRow): string {
  return `${row.managedTenantId}:${row.entraObjectId}:${row.kind}`;
}

type Numbers = ThereTenant['created'];

/** True when what the contacts show is not what was planned, or not what the server says it did. */
export function differs({ planned, reported, observed }: Numbers): boolean {
  return observed !== planned || (reported !== null && reported !== observed);
}

/** How the run ended by what the contacts show; our own counters say nothing about what the server wrote. */
export function outcomeSentence(tenants: readonly ThereTenant[]): string {
  const asPlanned = tenants.filter((tenant) => tenant.status === 'completed' && !hasDifference(tenant)).length;
  const failed = tenants.filter(({ status }) => status === 'failed').length;
  const end = failed === 0 ? '' : ` The server failed for ${failed}.`;
  return `Read back: ${asPlanned} of ${plural(tenants.length, 'tenant')} as planned.${end}`;
}

export function hasDifference(tenant: ThereTenant): boolean {
  return [tenant.created, tenant.linked, tenant.inactivated].some(differs);
}
