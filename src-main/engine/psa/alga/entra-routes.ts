/**
 * The Entra routes behind their port. Follows `contracts/psa.md` 2.3 with its traps: a start that is refused comes as 503 with
 * `success: true`, a run that is not there as 400, a remap of nothing says "remapped". So every mapping change is read back from
 * the preview, and what it does not show is named.
 */
import { z } from 'zod';
import type {
  ConfirmedMappings,
  EntraRoutesPort,
  MappingDecision,
  ServerPreviewRow,
  ServerSchedule,
  ServerTenant,
  SyncScope,
  SyncStart,
} from '../entra-routes-port.ts';
import * as answers from './entra-answers.ts';
import { flaggedData, plainRefusal, saidBy } from './flagged-answers.ts';
import {
  createSessionClient,
  type RouteCall,
  type SessionClient,
  type SessionClientOptions,
} from './session-client.ts';

const MAPPINGS = 'its mapping of tenants';
const QUEUE = 'its review queue';
const RUNS = 'its sync runs';
const SCHEDULE = 'its schedule';

/** The server lists at most these many. */
const MOST_RUNS = 50;
const MOST_QUEUE_ITEMS = 200;

export interface EntraRoutes extends EntraRoutesPort {
  close(): void;
}

export function createEntraRoutes(options: SessionClientOptions): EntraRoutes {
  const client = createSessionClient(options);
  return {
    ...connectionCalls(client),
    ...mappingCalls(client),
    ...runCalls(client),
    ...queueCalls(client),
    ...scheduleCalls(client),
    close: () => client.close(),
  };
}

function getting(path: string, what: string): RouteCall {
  return { method: 'GET', path, what };
}

function posting(path: string, body: unknown, what: string): RouteCall {
  return { method: 'POST', path, body, what };
}

type ConnectionCalls = Pick<EntraRoutesPort, 'status' | 'connect' | 'disconnect' | 'validate' | 'discover'>;

function connectionCalls(client: SessionClient): ConnectionCalls {
  const anything = z.unknown();
  return {
    async status({ signal }) {
      const data = await client.ask(getting('', 'its Entra integration'), answers.statusData, signal);
      const { mappedTenantCount, pendingCreateTenantCount, nextSyncIntervalMinutes, ...rest } = data;
      return {
        ...rest,
        mappedCount: mappedTenantCount,
        pendingCreateCount: pendingCreateTenantCount,
        intervalMinutes: nextSyncIntervalMinutes,
      };
    },
    async connect(connectionType, { signal }) {
      await client.ask(posting('/connect', { connectionType }, 'its Entra connection'), anything, signal);
    },
    async disconnect({ signal }) {
      await client.ask(posting('/disconnect', {}, 'its Entra connection'), anything, signal);
    },
    async validate(connectionType, { signal }) {
      const call = posting(`/validate-${connectionType}`, {}, 'its connection test');
      const data = await client.ask(call, answers.validatedData, signal);
      return { tenantCount: data.managedTenantSampleCount ?? data.tenantCountSample ?? null };
    },
    async discover({ signal }) {
      const data = await client.ask(posting('/discovery', {}, 'its discovery'), answers.discoveryData, signal);
      return data.discoveredTenants.map(toServerTenant);
    },
  };
}

type RunCalls = Pick<EntraRoutesPort, 'startSync' | 'listRuns' | 'findRun' | 'preflight'>;

function runCalls(client: SessionClient): RunCalls {
  return {
    startSync: (scope, { signal }) => startSync(client, scope, signal),
    async listRuns({ signal }) {
      const { runs } = await client.ask(getting(`/sync/runs?limit=${MOST_RUNS}`, RUNS), answers.runsData, signal);
      return runs;
    },
    async findRun(workflowId, { signal }) {
      const response = await client.send(getting(`/sync/runs/${encodeURIComponent(workflowId)}`, RUNS), signal);
      if (response.status === 400 && /not found/i.test(saidBy(response))) return null;
      if (response.status < 200 || response.status > 299) throw plainRefusal(response);
      return flaggedData(response, answers.runDetailData);
    },
    preflight(serverTenantId, { signal }) {
      // Samples are not shown: Concord has the whole list, the server at most 100 people a bucket.
      const body = { managedTenantId: serverTenantId, sampleLimit: 1 };
      return client.ask(posting('/sync/preflight', body, 'its preview of a sync'), answers.preflightData, signal);
    },
  };
}

function scheduleCalls(client: SessionClient): Pick<EntraRoutesPort, 'readSchedule' | 'saveSchedule'> {
  return {
    async readSchedule({ signal }) {
      return toSchedule(await client.ask(getting('/schedule', SCHEDULE), answers.scheduleData, signal));
    },
    async saveSchedule({ isEnabled, intervalMinutes }, { signal }) {
      const body = { syncEnabled: isEnabled, syncIntervalMinutes: intervalMinutes };
      return toSchedule(await client.ask(posting('/schedule', body, SCHEDULE), answers.scheduleData, signal));
    },
  };
}

async function startSync(client: SessionClient, scope: SyncScope, signal: AbortSignal): Promise<SyncStart> {
  const body =
    scope.scope === 'single-client'
      ? { scope: scope.scope, managedTenantId: scope.serverTenantId, clientId: scope.clientId }
      : scope;
  const response = await client.send({ method: 'POST', path: '/sync', body, what: 'its own sync' }, signal);
  const isAnswer = (response.status >= 200 && response.status < 300) || response.status === 503;
  if (!isAnswer) throw plainRefusal(response);
  const { accepted, workflowId, error } = flaggedData(response, answers.syncData);
  if (accepted && workflowId !== null) return { accepted: true, workflowId };
  return { accepted: false, sentence: error ?? 'The PSA did not start the sync and gave no reason.' };
}

type MappingCalls = Pick<EntraRoutesPort, 'previewMappings' | 'confirmMappings' | 'remap' | 'unmap'>;

function mappingCalls(client: SessionClient): MappingCalls {
  const post = (path: string, body: unknown): RouteCall => posting(path, body, MAPPINGS);

  async function preview(signal: AbortSignal): Promise<readonly ServerPreviewRow[]> {
    const data = await client.ask(getting('/mappings/preview', MAPPINGS), answers.previewData, signal);
    return [
      ...data.autoMatched.map((row) => toPreviewRow(row, 'autoMatched', [row.match])),
      ...data.fuzzyCandidates.map((row) => toPreviewRow(row, 'fuzzy', row.candidates)),
      ...data.unmatched.map((row) => toPreviewRow(row, 'unmatched', [])),
    ];
  }

  async function readBack(
    wanted: readonly { readonly serverTenantId: string; readonly state: string; readonly clientId: string | null }[],
    signal: AbortSignal,
  ): Promise<Pick<ConfirmedMappings, 'notKept' | 'after'>> {
    const after = await preview(signal);
    const rows = new Map(after.map((row) => [row.serverTenantId, row]));
    const kept = ({ serverTenantId, state, clientId }: (typeof wanted)[number]) => {
      const row = rows.get(serverTenantId);
      if (state === 'unmapped') return row === undefined || row.mappedClientId === null;
      return row?.mappingState === state && row.mappedClientId === clientId;
    };
    return {
      notKept: wanted.filter((decision) => !kept(decision)).map((decision) => decision.serverTenantId),
      after,
    };
  }

  return {
    previewMappings: ({ signal }) => preview(signal),
    async confirmMappings(decisions: readonly MappingDecision[], { signal }): Promise<ConfirmedMappings> {
      if (decisions.length === 0) return { confirmed: 0, notKept: [], after: await preview(signal) };
      const mappings = decisions.map(({ serverTenantId, state, clientId }) => ({
        managedTenantId: serverTenantId,
        mappingState: state,
        ...(clientId === null ? {} : { clientId }),
      }));
      const data = await client.ask(post('/mappings/confirm', { mappings }), answers.confirmedData, signal);
      return { confirmed: data.confirmedMappings, ...(await readBack(decisions, signal)) };
    },
    async remap(serverTenantId, clientId, { signal }) {
      const body = { managedTenantId: serverTenantId, targetClientId: clientId };
      const data = await client.ask(post('/mappings/remap', body), answers.confirmedData, signal);
      const wanted = [{ serverTenantId, state: 'mapped', clientId }];
      return { confirmed: data.confirmedMappings, ...(await readBack(wanted, signal)) };
    },
    async unmap(serverTenantId, { signal }) {
      await client.ask(post('/mappings/unmap', { managedTenantId: serverTenantId }), answers.unmappedData, signal);
      const back = await readBack([{ serverTenantId, state: 'unmapped', clientId: null }], signal);
      return { confirmed: 1 - back.notKept.length, ...back };
    },
  };
}

type QueueCalls = Pick<EntraRoutesPort, 'listQueue' | 'resolveExisting' | 'resolveNew' | 'dismiss'>;

/** The service's refusals are not caught there: they come as a bare 500, which may be "already resolved" or a real failure. */
function queueCalls(client: SessionClient): QueueCalls {
  const base = '/reconciliation-queue';
  const post = (path: string, body: unknown): RouteCall => posting(`${base}${path}`, body, QUEUE);
  return {
    async listQueue({ signal }) {
      const call = getting(`${base}?limit=${MOST_QUEUE_ITEMS}`, QUEUE);
      return (await client.ask(call, answers.queueData, signal)).items;
    },
    async resolveExisting(queueItemId, contactId, { signal }) {
      const body = { queueItemId, contactNameId: contactId };
      await client.ask(post('/resolve-existing', body), answers.resolvedData, signal);
    },
    async resolveNew(queueItemId, { signal }) {
      const data = await client.ask(post('/resolve-new', { queueItemId }), answers.resolvedData, signal);
      return { contactId: data.contactNameId };
    },
    dismiss(queueItemId, reason, { signal }) {
      const body = reason === null ? { queueItemId } : { queueItemId, reason };
      return client.ask(post('/dismiss', body), answers.dismissedData, signal);
    },
  };
}

function toServerTenant(row: z.infer<typeof answers.tenantData>): ServerTenant {
  const { managedTenantId, entraTenantId, displayName, primaryDomain, sourceUserCount } = row;
  return { serverTenantId: managedTenantId, entraTenantId, displayName, primaryDomain, userCount: sourceUserCount };
}

function toPreviewRow(
  row: z.infer<typeof answers.previewData>['unmatched'][number],
  bucket: ServerPreviewRow['bucket'],
  candidates: z.infer<typeof answers.previewData>['fuzzyCandidates'][number]['candidates'],
): ServerPreviewRow {
  return {
    ...toServerTenant(row),
    bucket,
    mappingState: row.mappingState,
    mappedClientId: row.mappedClientId,
    candidates: candidates.map(({ clientId, clientName, confidenceScore, reason }) => ({
      clientId,
      clientName,
      score: confidenceScore,
      reason,
    })),
  };
}

function toSchedule(data: z.infer<typeof answers.scheduleData>): ServerSchedule {
  return {
    isEnabled: data.syncEnabled,
    intervalMinutes: data.syncIntervalMinutes,
    isApplied: data.scheduleApplied,
    problem: data.scheduleError,
  };
}
