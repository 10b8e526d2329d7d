/**
 * Platform feature flags over the API (`contracts/psa.md` 1.7). Looks before it adds (the server appends a second release group
 * for a workspace that has one), and reads back after each change.
 */
import { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import type { ReleaseGroup } from '../../domain/platform-flag.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import type { PlatformFlag, PlatformFlagsPort } from '../flags-port.ts';
import { flaggedData, notMounted, plainRefusal, saidBy } from './flagged-answers.ts';
import { throwIfConnectionRefused } from './refusals.ts';
import { createV1Client, type V1Client, type V1ClientOptions } from './v1-client.ts';

const FLAGS = '/api/v1/platform-feature-flags';

const group = z.object({
  properties: z
    .array(
      z.object({
        key: z.string(),
        value: z.unknown(),
        operator: z
          .string()
          .nullish()
          .transform((operator) => operator ?? null),
      }),
    )
    .nullish()
    .transform((properties) => properties ?? []),
  rollout_percentage: z
    .number()
    .nullish()
    .transform((share) => share ?? null),
});

const flagRow = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  key: z.string(),
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  active: z.boolean(),
  filters: z
    .object({ groups: z.array(group).nullish() })
    .nullish()
    .transform((filters) => filters?.groups ?? null),
});
type FlagRow = z.infer<typeof flagRow>;

const ensured = z.object({ createdKeys: z.array(z.string()), existingKeys: z.array(z.string()) });

export interface PlatformFlags extends PlatformFlagsPort {
  close(): void;
}

/** The key must belong to the platform's master workspace; others are `psa.forbidden` with the server's sentence. */
export function createPlatformFlags(options: V1ClientOptions): PlatformFlags {
  const v1 = createV1Client(options);
  const change =
    (flagId: string, psaTenantId: string, action: 'add' | 'remove') =>
    async ({ signal }: { readonly signal: AbortSignal }): Promise<PlatformFlag> => {
      const wanted = action === 'add';
      const isDone = (flag: PlatformFlag) => flag.psaTenantIds.includes(psaTenantId) === wanted;
      const before = await findFlag(v1, flagId, signal);
      if (isDone(before)) return before;
      const path = `${FLAGS}/${encodeURIComponent(flagId)}/tenants`;
      const body = { __action: action, tenantId: psaTenantId };
      const failure = await write(v1, { path, body }, signal).catch(lostAnswer);
      const after = await findFlag(v1, flagId, signal);
      if (isDone(after)) return after;
      throw failure instanceof EngineError ? failure : notKept(before.key);
    };

  return {
    async ensureEntraFlags({ signal }) {
      const response = await write(v1, { path: FLAGS, body: { __action: 'ensure_entra_phase1_flags' } }, signal);
      const { createdKeys, existingKeys } = flaggedData(response, ensured);
      const keys = new Set((await listFlags(v1, signal)).map((flag) => flag.key));
      return {
        created: createdKeys.filter((key) => keys.has(key)),
        existing: existingKeys.filter((key) => keys.has(key)),
        missing: [...createdKeys, ...existingKeys].filter((key) => !keys.has(key)),
      };
    },
    listFlags: ({ signal }) => listFlags(v1, signal),
    addPsaTenant: (flagId, psaTenantId, call) => change(flagId, psaTenantId, 'add')(call),
    removePsaTenant: (flagId, psaTenantId, call) => change(flagId, psaTenantId, 'remove')(call),
    close: () => v1.close(),
  };
}

async function listFlags(v1: V1Client, signal: AbortSignal): Promise<readonly PlatformFlag[]> {
  const response = accepted(await v1.get(FLAGS, {}, signal));
  return flaggedData(response, z.array(flagRow)).map(toFlag);
}

async function findFlag(v1: V1Client, flagId: string, signal: AbortSignal): Promise<PlatformFlag> {
  const response = accepted(await v1.get(`${FLAGS}/${encodeURIComponent(flagId)}`, {}, signal));
  return toFlag(flaggedData(response, flagRow));
}

async function write(
  v1: V1Client,
  { path, body }: { readonly path: string; readonly body: unknown },
  signal: AbortSignal,
): Promise<HttpResponse> {
  return accepted(await v1.write({ method: 'POST', path, body }, signal));
}

/** A change whose answer was lost is settled by the look that follows; anything else is thrown. */
function lostAnswer(thrown: unknown): EngineError {
  const lost = ['psa.timeout', 'psa.unreachable', 'psa.serverFailed'];
  if (thrown instanceof EngineError && lost.includes(thrown.code)) return thrown;
  throw thrown;
}

function notKept(key: string): EngineError {
  return new EngineError('psa.serverFailed', `The PSA accepted the change to the flag ${key}, but does not show it.`);
}

function accepted(response: HttpResponse): HttpResponse {
  const missing = notMounted(response, 'platform feature flags');
  if (missing !== null) throw missing;
  const { status } = response;
  if (status === 401 && !/missing/i.test(saidBy(response))) {
    throw new EngineError('psa.keyRejected', 'The PSA refused the API key for platform feature flags. Check the key.');
  }
  throwIfConnectionRefused(response);
  if (status < 200 || status > 299) throw plainRefusal(response);
  return response;
}

function toFlag(row: FlagRow): PlatformFlag {
  const groups = row.filters?.map(toReleaseGroup) ?? null;
  const openGroup = groups?.find((entry) => entry.psaTenantIds === null && !entry.hasOtherConditions);
  return {
    flagId: row.id,
    key: row.key,
    name: row.name === '' ? row.key : row.name,
    isActive: row.active,
    groups,
    psaTenantIds: [...new Set(groups?.flatMap((entry) => entry.psaTenantIds ?? []))],
    rolloutPercentage: openGroup?.rolloutPercentage ?? null,
  };
}

/** Only "tenant exactly one of these" names workspaces; every other condition is kept as one that cannot be told. */
function toReleaseGroup({ properties, rollout_percentage }: z.infer<typeof group>): ReleaseGroup {
  const names = properties.filter(({ key, operator }) => key === 'tenant' && (operator ?? 'exact') === 'exact');
  return {
    rolloutPercentage: rollout_percentage,
    psaTenantIds:
      names.length === 0
        ? null
        : names.flatMap(({ value }) => [value].flat()).filter((value): value is string => typeof value === 'string'),
    hasOtherConditions: names.length < properties.length || names.length > 1,
  };
}
