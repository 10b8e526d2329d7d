/**
 * Judges one round after its recovery: the stored plan, journal and decisions on one side, the simulated PSA's own truth on the
 * other. Every complaint names what it is about, so that a seed is worth replaying.
 *
 *   lost      an approved row without a good end, a promised answer that is not stored or not pushed, a link that is missing
 *   twice     a contact created, or a change written, more often than once
 *   foreign   a contact that is new or different at the PSA although no row and no decision says so
 *   stuck     a run or job that neither ended nor resumed
 */
import { asId, type PlanId, type QueueItemId } from '../../../shared/vocabulary/ids.ts';
import type { PlannedChange } from '../../../src-main/engine/domain/planned-change.ts';
import { openStore, type Store } from '../../../src-main/engine/store/open-store.ts';
import { keepsPromises, type Promises } from './promises.ts';
import type { ContactTruth, PsaTruth } from './psa-truth.ts';

export interface Verdict {
  readonly lost: string[];
  readonly twice: string[];
  readonly foreign: string[];
  readonly stuck: string[];
}

export interface Evidence {
  readonly home: string;
  readonly planId: string;
  readonly before: PsaTruth;
  readonly after: PsaTruth;
  readonly promises: Promises;
  /** Writes that arrived after their sender had died, by `METHOD path`: the next process may rightly have sent them again. */
  readonly lateWrites: readonly string[];
}

export function judge(evidence: Evidence): Verdict {
  const store = openStore(evidence.home, { now: Date.now, newId: () => '', host: 'judge' });
  try {
    const verdict: Verdict = { lost: [], twice: [], foreign: [], stuck: [] };
    store.checkIntegrity();
    const chain = store.audit.verify();
    if (chain.kind === 'broken') verdict.lost.push(`the audit chain: ${chain.sentence}`);
    judgePlan(store, evidence, verdict);
    judgePromises(store, evidence, verdict);
    judgeContacts(store, evidence, verdict);
    for (const status of ['queued', 'running', 'waiting', 'paused'] as const)
      for (const job of store.jobs.page({ status, kind: null }, { offset: 0, limit: 20 }).rows)
        verdict.stuck.push(`job ${job.kind} is ${job.status}: ${job.lastError?.sentence ?? 'no error'}`);
    for (const run of store.runs.listUnfinished())
      verdict.stuck.push(`run ${run.runType} ${run.runId} is ${run.status}`);
    return verdict;
  } finally {
    store.close();
  }
}

const applied = new Set(['create', 'link', 'update', 'inactivate', 'queue']);

function rowsToApply(store: Store, planId: PlanId): PlannedChange[] {
  return [...store.plans.iterateRows(planId)].filter((row) => row.hold === null && applied.has(row.action));
}

function judgePlan(store: Store, { planId }: Evidence, { lost }: Verdict): void {
  const id = asId<PlanId>(planId);
  const run = store.runs.findByPlan(id);
  if (!run) return void lost.push('the approved plan has no run');
  const counted: Record<string, number> = {};
  for (const row of rowsToApply(store, id)) {
    counted[row.action] = (counted[row.action] ?? 0) + 1;
    const operation = store.operations.findByChange(run.runId, row.changeId);
    // A person whom somebody decided about since the plan belongs to that decision, which is judged by itself.
    if (operation?.state === 'stale' && operation.sentence?.includes('decided about this person')) continue;
    if (operation?.state !== 'done' && operation?.state !== 'adopted')
      lost.push(
        `${row.action} ${row.person.displayName}: ${operation?.state ?? 'never begun'} ${operation?.sentence ?? ''}`,
      );
    else if (row.action !== 'queue' && store.links.find(row)?.contactId !== operation.contactId)
      lost.push(`the link of ${row.person.displayName}`);
  }
  const { created, linked, updated, ambiguous, inactivated, skipped } = run.counts;
  const told = { create: created, link: linked, update: updated, queue: ambiguous + skipped, inactivate: inactivated };
  for (const [action, count] of Object.entries(told))
    if (count !== (counted[action] ?? 0))
      lost.push(`the run counted ${count} × ${action}, the plan has ${counted[action] ?? 0}`);
}

function judgePromises(store: Store, { promises }: Evidence, { lost }: Verdict): void {
  for (const [queueItemId, asked] of promises.byItem) {
    const item = store.queue.get(asId<QueueItemId>(queueItemId));
    const stored = store.decisions
      .listHistory(item)
      .toReversed()
      .map((decision) => decision.kind);
    if (!keepsPromises(asked, stored))
      lost.push(`${item.person.displayName}: asked ${JSON.stringify(asked)}, stored ${stored.join(', ')}`);
    const last = stored.at(-1) ?? 'withdrawn';
    const status = last === 'withdrawn' ? 'open' : last === 'dismiss' ? 'dismissed' : 'resolved';
    if (item.status !== status) lost.push(`${item.person.displayName} is ${item.status}, not ${status}`);
    if (status !== 'resolved') continue;
    if (item.pushState !== 'pushed')
      lost.push(`${item.person.displayName}’s ${last} is ${item.pushState}: ${JSON.stringify(item.pushDetail)}`);
    else if (!store.links.find(item)) lost.push(`the link of ${item.person.displayName} after its decision`);
  }
}

interface Licence {
  /** Addresses that may be new. */
  readonly creates: ReadonlySet<string>;
  /** Field values that a contact may have been given, by contact id. */
  readonly changes: ReadonlyMap<string, readonly PlannedChange[]>;
}

function licenceOf(store: Store, { planId, promises }: Evidence): Licence {
  const rows = rowsToApply(store, asId<PlanId>(planId));
  const creates = new Set(rows.filter((row) => row.action === 'create').map((row) => row.person.address ?? ''));
  for (const [queueItemId, asked] of promises.byItem)
    if (asked.some(({ kind }) => kind === 'createNew'))
      creates.add(store.queue.get(asId<QueueItemId>(queueItemId)).person.address ?? '');
  const changes = new Map<string, PlannedChange[]>();
  for (const row of rows)
    if (row.contactId !== null && row.fields.length > 0)
      changes.set(row.contactId, [...(changes.get(row.contactId) ?? []), row]);
  return { creates, changes };
}

function judgeContacts(store: Store, evidence: Evidence, verdict: Verdict): void {
  const { before, after, lateWrites } = evidence;
  const licence = licenceOf(store, evidence);
  const byEmail = new Map<string, number>();
  for (const contact of after.contacts.values()) {
    const { email } = contact.facts;
    byEmail.set(email, (byEmail.get(email) ?? 0) + 1);
    const known = before.contacts.get(contact.contactId);
    if (!known) {
      if (!licence.creates.has(email)) verdict.foreign.push(`created ${contact.facts.fullName} <${email}>`);
      continue;
    }
    verdict.foreign.push(...unlicensed(known, contact, licence.changes.get(contact.contactId) ?? []));
    const rows = licence.changes.get(contact.contactId)?.length ?? 0;
    const late = lateWrites.filter((write) => write.startsWith('PUT') && write.includes(contact.contactId)).length;
    const times = (after.updates.get(contact.contactId) ?? 0) - (before.updates.get(contact.contactId) ?? 0);
    if (times > rows + late)
      verdict.twice.push(`${contact.facts.fullName} was written ${times} times for ${rows} rows`);
  }
  for (const contactId of before.contacts.keys())
    if (!after.contacts.has(contactId)) verdict.foreign.push(`contact ${contactId} is gone`);
  for (const [email, times] of after.createdByEmail)
    if (times > 1) verdict.twice.push(`${email} was created ${times} times`);
  for (const [email, times] of byEmail)
    if (times > 1 && licence.creates.has(email)) verdict.twice.push(`${email} stands ${times} times`);
}

function unlicensed(before: ContactTruth, after: ContactTruth, rows: readonly PlannedChange[]): string[] {
  const allowed = new Map(rows.flatMap((row) => row.fields.map((field) => [field.field, field.to] as const)));
  const complaints = before.clientId === after.clientId ? [] : [`${after.facts.fullName} moved to another client`];
  for (const [field, value] of Object.entries(after.facts)) {
    if (before.facts[field as keyof ContactTruth['facts']] === value) continue;
    const wanted = allowed.get(field as keyof ContactTruth['facts']);
    const isWanted = Array.isArray(wanted) || String(wanted ?? '').toLowerCase() === value.toLowerCase();
    if (!allowed.has(field as keyof ContactTruth['facts']) || !isWanted)
      complaints.push(`${after.facts.fullName}: ${field} is now “${value}”`);
  }
  return complaints;
}
