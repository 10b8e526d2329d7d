/**
 * Mappings on the server: read beside ours, and written there when an operator says so. Each write is checked against what he was
 * shown, sent once, and read back; what the server does not keep is named, whatever it answered (`contracts/psa.md` 2.3: a remap
 * of nothing says "remapped"). Nothing here changes a mapping of ours.
 */
import type { ClientId, EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { ConfirmedMappings, EntraRoutesPort, ServerPreviewRow } from '../../psa/entra-routes-port.ts';
import type { SyncContext } from '../context.ts';
import { type ComparedMapping, compareMappings, type OurMapping } from './compare-mappings.ts';

/** The session routes of the connected PSA. Throws `psa.notConnected`. */
export function routesOf(ctx: SyncContext): EntraRoutesPort {
  const connection = ctx.store.psaConnections.getActive();
  if (!connection) throw new EngineError('psa.notConnected', 'Concord is not connected to the PSA.');
  return ctx.adapters.entraRoutes({ baseUrl: connection.baseUrl });
}

function ourMappings(ctx: SyncContext): OurMapping[] {
  return ctx.store.managedTenants.list().map(({ mapping, ...tenant }) => ({
    managedTenantId: tenant.managedTenantId,
    entraTenantId: tenant.entraTenantId,
    displayName: tenant.displayName,
    domain: tenant.defaultDomain ?? tenant.initialDomain,
    state: mapping?.state ?? 'undecided',
    clientId: mapping?.clientId ?? null,
  }));
}

const clientNamer = (ctx: SyncContext) => (clientId: string) =>
  ctx.store.clients.find(clientId as ClientId)?.name ?? `the client ${clientId}, which is not among those read`;

function compared(ctx: SyncContext, theirs: readonly ServerPreviewRow[]): ComparedMapping[] {
  return compareMappings({ ours: ourMappings(ctx), theirs, clientName: clientNamer(ctx) });
}

/** Differences first. Throws `psa.notMounted`, `psa.sessionExpired`, …: a server that does not answer never reads as "no mappings". */
export async function readMappingsThere(ctx: SyncContext, signal: AbortSignal): Promise<ComparedMapping[]> {
  return compared(ctx, await routesOf(ctx).previewMappings({ signal }));
}

export interface DiscoveredThere {
  readonly found: number;
  readonly added: readonly string[];
  readonly sentence: string;
  readonly rows: readonly ComparedMapping[];
}

/** Lets the server ask its own Microsoft connection for tenants, and says what its list shows afterwards. */
export async function discoverThere(ctx: SyncContext, signal: AbortSignal): Promise<DiscoveredThere> {
  const routes = routesOf(ctx);
  const before = new Set((await routes.previewMappings({ signal })).map((row) => row.entraTenantId));
  const chosen = 'Let the server discover its tenants.';
  const found = await routes.discover({ signal }).catch((thrown: unknown) => {
    noteServer(ctx, 'server.discoverFailed', { chosen, answered: toEngineError(thrown).message });
    throw thrown;
  });
  const after = await routes.previewMappings({ signal });
  const added = after
    .filter((row) => !before.has(row.entraTenantId))
    .map((row) => row.displayName ?? row.entraTenantId);
  const foundIds = new Set(found.map((row) => row.entraTenantId));
  const missed = after.filter((row) => !foundIds.has(row.entraTenantId)).length;
  const sentence =
    found.length === 0
      ? `The server’s Microsoft connection answered with no tenant; the server keeps the ${after.length} that it knew.`
      : `The server found ${found.length} tenants, ${added.length} of them new to it.${missed > 0 ? ` ${missed} others that it lists were not found this time.` : ''}`;
  noteServer(ctx, 'server.discovered', { chosen, answered: sentence });
  return { found: found.length, added, sentence, rows: compared(ctx, after) };
}

function noteServer(ctx: SyncContext, kind: string, detail: unknown): void {
  ctx.store.audit.append({ actor: ctx.operator(), kind, subjectKind: 'connection', subjectId: 'psa-session', detail });
  ctx.changed('activity');
}

/** What the operator saw when he chose; a row that has moved on since is refused. */
export interface ShownMapping {
  readonly entraTenantId: EntraTenantId;
  readonly shownState: string | null;
  readonly shownClientId: string | null;
}

interface Wanted {
  readonly state: 'mapped' | 'skip_for_now' | 'unmapped';
  readonly clientId: string | null;
}

interface MappingWrite {
  readonly row: ComparedMapping & { readonly serverTenantId: string };
  readonly wanted: Wanted;
  readonly chosen: string;
}

export interface WrittenThere {
  readonly kept: number;
  readonly notKept: readonly { readonly tenantName: string; readonly sentence: string }[];
  readonly sentence: string;
  /** Everything, as the server shows it after the write. */
  readonly rows: readonly ComparedMapping[];
}

/** Makes the server hold our mappings of these tenants: mapped as here, or skipped as here. */
export async function holdOursThere(
  ctx: SyncContext,
  shown: readonly ShownMapping[],
  signal: AbortSignal,
): Promise<WrittenThere> {
  const rows = await freshRows(ctx, shown, signal);
  return writeOurs(ctx, rows, signal);
}

/** The same without a question: for a run that was approved with these mappings. */
export async function writeOurs(
  ctx: SyncContext,
  rows: readonly ComparedMapping[],
  signal: AbortSignal,
): Promise<WrittenThere> {
  const writes = rows.map((row) => oursAsWrite(ctx, row));
  // Only what differs is sent: the server keeps a history row for every decision.
  const decisions = writes
    .filter(({ row, wanted }) => !holds(row, wanted))
    .map(({ row, wanted }) => ({
      serverTenantId: row.serverTenantId,
      state: wanted.state === 'mapped' ? ('mapped' as const) : ('skip_for_now' as const),
      clientId: wanted.clientId,
    }));
  return write(ctx, { writes, send: (routes) => routes.confirmMappings(decisions, { signal }), signal });
}

function oursAsWrite(ctx: SyncContext, row: ComparedMapping): MappingWrite {
  const seen = seenThere(row);
  if (row.hereState === 'mapped' && row.hereClientId !== null) {
    const { name } = existingClient(ctx, row.hereClientId, row.tenantName);
    return { row: seen, wanted: { state: 'mapped', clientId: row.hereClientId }, chosen: `Map it to ${name} there.` };
  }
  if (row.hereState === 'skipped')
    return { row: seen, wanted: { state: 'skip_for_now', clientId: null }, chosen: 'Skip it there.' };
  throw new EngineError(
    'input.invalid',
    `${row.tenantName} is neither mapped nor skipped here, so there is nothing for the server to hold. Unmap it there instead.`,
  );
}

/** Maps a tenant to another client on the server. Contacts and links of the earlier client stay where they are. */
export async function remapThere(
  ctx: SyncContext,
  { clientId, ...shown }: ShownMapping & { readonly clientId: string },
  signal: AbortSignal,
): Promise<WrittenThere> {
  const [row] = await freshRows(ctx, [shown], signal);
  if (!row) throw new EngineError('input.invalid', 'The server does not know this tenant.');
  const { name, isInactive } = existingClient(ctx, clientId, row.tenantName);
  if (isInactive)
    throw new EngineError('mapping.refused', `${name} is inactive in the PSA. Make it active there first.`);
  const mapped = seenThere(row);
  return write(ctx, {
    writes: [{ row: mapped, wanted: { state: 'mapped', clientId }, chosen: `Remap it to ${name} there.` }],
    send: (routes) => routes.remap(mapped.serverTenantId, clientId, { signal }),
    signal,
  });
}

/** Takes the server's mapping away. Its contacts and links stay; the client's Entra columns are cleared by the server. */
export async function unmapThere(ctx: SyncContext, shown: ShownMapping, signal: AbortSignal): Promise<WrittenThere> {
  const [row] = await freshRows(ctx, [shown], signal);
  if (!row) throw new EngineError('input.invalid', 'The server does not know this tenant.');
  const seen = seenThere(row);
  return write(ctx, {
    writes: [{ row: seen, wanted: { state: 'unmapped', clientId: null }, chosen: 'Unmap it there.' }],
    send: (routes) => routes.unmap(seen.serverTenantId, { signal }),
    signal,
  });
}

function seenThere(row: ComparedMapping): MappingWrite['row'] {
  const { serverTenantId } = row;
  if (serverTenantId !== null) return { ...row, serverTenantId };
  throw new EngineError(
    'mapping.refused',
    `The server does not see ${row.tenantName}. Let it discover, or check its own Microsoft connection.`,
  );
}

function existingClient(ctx: SyncContext, clientId: string, tenantName: string) {
  const client = ctx.store.clients.find(clientId as ClientId);
  if (client) return client;
  throw new EngineError('client.notFound', `The client for ${tenantName} is not in the PSA as last read.`);
}

/** Three ways: what was shown, what is there now, what is wanted. A row that moved since it was shown stops everything. */
async function freshRows(
  ctx: SyncContext,
  shown: readonly ShownMapping[],
  signal: AbortSignal,
): Promise<ComparedMapping[]> {
  const rows = new Map((await readMappingsThere(ctx, signal)).map((row) => [row.entraTenantId, row]));
  return shown.map(({ entraTenantId, shownState, shownClientId }) => {
    const row = rows.get(entraTenantId);
    if (!row) throw new EngineError('tenant.notFound', 'Neither this profile nor the server knows this tenant.');
    if (row.thereState === shownState && row.thereClientId === shownClientId) return row;
    throw new EngineError(
      'psa.conflict',
      `The server’s mapping of ${row.tenantName} has changed since it was shown: ${row.sentence} Nothing was written.`,
    );
  });
}

interface Writing {
  readonly writes: readonly MappingWrite[];
  readonly send: (routes: EntraRoutesPort) => Promise<ConfirmedMappings>;
  readonly signal: AbortSignal;
}

/** Journals in the audit log before it is sent and after it was read back. A lost answer is settled by the look, not by a second POST. */
async function write(ctx: SyncContext, { writes, send, signal }: Writing): Promise<WrittenThere> {
  const routes = routesOf(ctx);
  if (writes.every(({ row, wanted }) => holds(row, wanted))) {
    const rows = await readMappingsThere(ctx, signal);
    return { kept: writes.length, notKept: [], sentence: 'The server holds this already; nothing was written.', rows };
  }
  for (const one of writes) noteWrite(ctx, one, { kind: 'server.mappingSent', answered: null });
  const answer = await send(routes).then(
    ({ confirmed, after }) => ({ said: `It says that it wrote ${confirmed}.`, failure: null, after }),
    (thrown: unknown) => ({ said: toEngineError(thrown).message, failure: toEngineError(thrown), after: null }),
  );
  const shown = answer.after ?? routes.previewMappings({ signal });
  const after = await Promise.resolve(shown).catch((thrown: unknown) => {
    const unknown = `${answer.said} Whether it was kept is not known: reading back failed.`;
    for (const one of writes) noteWrite(ctx, one, { kind: 'server.mappingUnknown', answered: unknown });
    throw answer.failure ?? thrown;
  });
  const rows = compared(ctx, after);
  const byTenant = new Map(rows.map((row) => [row.entraTenantId, row]));
  const notKept: { tenantName: string; sentence: string }[] = [];
  for (const one of writes) {
    const now = byTenant.get(one.row.entraTenantId) ?? null;
    const isKept = now !== null && holds(now, one.wanted);
    const shows = now === null ? 'The server does not list this tenant any more.' : now.sentence;
    noteWrite(ctx, one, {
      kind: isKept ? 'server.mappingKept' : 'server.mappingNotKept',
      answered: `${answer.said} Read back: ${shows}`,
    });
    if (!isKept) notKept.push({ tenantName: one.row.tenantName, sentence: `Not kept. ${answer.said} ${shows}` });
  }
  ctx.changed('activity');
  const kept = writes.length - notKept.length;
  if (kept === 0 && answer.failure !== null) throw answer.failure;
  return { kept, notKept, sentence: writtenSentence(kept, notKept), rows };
}

function holds(row: ComparedMapping, wanted: Wanted): boolean {
  if (wanted.state === 'mapped') return row.thereClientId === wanted.clientId;
  if (wanted.state === 'unmapped') return row.thereClientId === null && row.thereState !== 'create_new';
  return row.thereState === wanted.state;
}

function writtenSentence(kept: number, notKept: WrittenThere['notKept']): string {
  const tenants = kept === 1 ? '1 tenant' : `${kept} tenants`;
  const missed = notKept.map(({ tenantName }) => tenantName).join(', ');
  return notKept.length === 0
    ? `Read back: the server shows ${tenants} as chosen.`
    : `Read back: the server shows ${tenants} as chosen, and did not keep the choice for ${missed}.`;
}

interface Note {
  readonly kind: string;
  /** Null: not answered yet. */
  readonly answered: string | null;
}

function noteWrite(ctx: SyncContext, { row, chosen }: MappingWrite, { kind, answered }: Note): void {
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind,
    subjectKind: 'managedTenant',
    subjectId: row.managedTenantId ?? row.entraTenantId,
    detail: { shown: `${row.tenantName}: ${row.sentence}`, chosen, ...(answered === null ? {} : { answered }) },
  });
}
