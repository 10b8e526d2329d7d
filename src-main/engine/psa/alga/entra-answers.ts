/**
 * The shapes of the Entra routes' data (`contracts/psa.md` 2.3). Times are ISO on runs and `String(date)` on per-client results,
 * so both are read leniently; counts that are missing are 0, ids that are missing are errors.
 */
import { z } from 'zod';
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const lenientTime = z
  .string()
  .nullish()
  .transform((value) => {
    const at = value ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  });

const entraTenantId = z.string().transform((value) => asId<EntraTenantId>(value.toLowerCase()));

export const statusData = z.object({
  status: z.enum(['not_connected', 'connected', 'validation_failed', 'disconnected']),
  connectionType: z
    .enum(['direct', 'cipp'])
    .nullish()
    .transform((value) => value ?? null),
  lastDiscoveryAt: lenientTime,
  mappedTenantCount: count,
  pendingCreateTenantCount: count,
  nextSyncIntervalMinutes: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  hasCompletedFirstSync: z
    .boolean()
    .nullish()
    .transform((value) => value === true),
  lastValidatedAt: lenientTime,
  lastValidationError: z
    .union([z.string(), z.object({ message: z.string() }).transform((error) => error.message)])
    .nullish()
    .transform((value) => value ?? null),
});

export const tenantData = z.object({
  managedTenantId: z.string().min(1),
  entraTenantId,
  displayName: text,
  primaryDomain: text,
  sourceUserCount: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
});

export const discoveryData = z.object({ discoveredTenants: z.array(tenantData) });

const candidate = z.object({
  clientId: z.string(),
  clientName: z.string(),
  confidenceScore: z.number(),
  reason: z.string(),
});
const mapped = tenantData.extend({
  mappingState: text,
  mappedClientId: text,
});
export const previewData = z.object({
  autoMatched: z.array(mapped.extend({ match: candidate })),
  fuzzyCandidates: z.array(mapped.extend({ candidates: z.array(candidate) })),
  unmatched: z.array(mapped),
});

export const confirmedData = z.object({ confirmedMappings: z.number() });
export const unmappedData = z.object({ status: z.string() });

export const syncData = z.object({ accepted: z.boolean(), workflowId: text, error: text });

const run = z.object({
  runId: z.string(),
  status: z.string(),
  runType: z.string(),
  startedAt: lenientTime,
  completedAt: lenientTime,
  totalTenants: count,
  processedTenants: count,
  succeededTenants: count,
  failedTenants: count,
  isDryRun: z
    .boolean()
    .nullish()
    .transform((value) => value === true),
});
export const runsData = z.object({ runs: z.array(run) });
export const runDetailData = z.object({
  run,
  tenantResults: z.array(
    z
      .object({
        managedTenantId: text,
        clientId: text,
        status: z.string(),
        created: count,
        linked: count,
        updated: count,
        ambiguous: count,
        inactivated: count,
        errorMessage: text,
        startedAt: lenientTime,
        completedAt: lenientTime,
      })
      .transform(({ managedTenantId, ...row }) => ({ serverTenantId: managedTenantId, ...row })),
  ),
});

export const queueData = z.object({
  items: z.array(
    z
      .object({
        queueItemId: z.string(),
        managedTenantId: text,
        clientId: text,
        entraTenantId,
        entraObjectId: z.string().transform((value) => value.toLowerCase()),
        userPrincipalName: text,
        displayName: text,
        email: text,
        candidateContacts: z.array(
          z
            .object({ contactNameId: z.string(), fullName: text, email: text, isInactive: z.boolean().nullish() })
            .transform((contact) => ({
              contactId: contact.contactNameId,
              fullName: contact.fullName ?? '',
              email: contact.email,
              isInactive: contact.isInactive === true,
            })),
        ),
        createdAt: lenientTime,
      })
      .transform(({ managedTenantId, candidateContacts, ...item }) => ({
        ...item,
        serverTenantId: managedTenantId,
        candidates: candidateContacts,
      })),
  ),
});

export const resolvedData = z.object({ contactNameId: z.string() });
export const dismissedData = z.object({ status: z.string() });

export const scheduleData = z.object({
  syncEnabled: z.boolean(),
  syncIntervalMinutes: z.number(),
  scheduleApplied: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  scheduleError: text,
});

export const preflightData = z.object({
  totalIdentities: z.number(),
  counters: z.object({ created: count, linked: count, updated: count, ambiguous: count, inactivated: count }),
  buckets: z.array(z.object({ bucket: z.string(), count: z.number() })),
});

export const validatedData = z.object({
  managedTenantSampleCount: z.number().nullish(),
  tenantCountSample: z.number().nullish(),
});
