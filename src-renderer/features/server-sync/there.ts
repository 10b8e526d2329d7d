/**
 * What the screen for applying there derives from the engine's lists: which plan can be handed to the server, which run
 * was made there, and the words of the server's states. Pure; the engine decides again when asked to act.
 */
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import type { ConcordClient } from '../../bridge/bridge.ts';
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

/** The newest plan that can still be handed over; `plans` are newest first. */
export function newestOpenPlan(plans: readonly PlanHeader[]): PlanHeader | null {
  return plans.find(({ status, runId }) => (status === 'ready' || status === 'approved') && runId === null) ?? null;
}

/** How many people each kind of obstacle concerns, in the order in which the kinds first occur. */
export function countByKind(
  rows: readonly PoisonRow[],
): readonly { readonly kind: PoisonKind; readonly count: number }[] {
  const counts = new Map<PoisonKind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

/** The newest run that was made on the server; `runs` are newest first. */
export function newestRunThere(runs: readonly RunView[]): RunView | null {
  return runs.find(({ place }) => place === 'there') ?? null;
}

export function clientsOf(rows: readonly PoisonRow[]): number {
  return new Set(rows.map(({ clientId }) => clientId)).size;
}

export function poisonId(row: PoisonRow): string {
  return `${row.managedTenantId}:${row.entraObjectId}:${row.kind}`;
}
