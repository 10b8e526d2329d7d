/** Managed tenants, their matches with evidence, and the mappings that operators confirm. */
import { z } from 'zod';
import {
  discoverySources,
  exclusionReasons,
  mappingStates,
  matchCautions,
  tenantAccessStates,
  tenantEvidenceKinds,
} from '../vocabulary/states.ts';
import { at, command, done, noInput, page, query, remoteCommand } from './entry.ts';
import { directoryUserView, evidenceLedger } from './evidence-views.ts';

export const clientView = z.object({
  clientId: z.string(),
  name: z.string(),
  website: z.string().nullable(),
  billingEmail: z.string().nullable(),
  isInactive: z.boolean(),
  contactCount: z.number(),
  mappedTenants: z.array(z.string()),
});
export type ClientView = z.infer<typeof clientView>;

export const tenantCandidate = z.object({
  clientId: z.string(),
  clientName: z.string(),
  isInactive: z.boolean(),
  strongest: z.enum(tenantEvidenceKinds),
  evidence: evidenceLedger,
  /** Names of managed tenants already mapped to this client. */
  alsoMapped: z.array(z.string()),
});
export type TenantCandidate = z.infer<typeof tenantCandidate>;

export const tenantRow = z.object({
  managedTenantId: z.string(),
  entraTenantId: z.string(),
  displayName: z.string(),
  defaultDomain: z.string().nullable(),
  verifiedDomains: z.array(z.string()),
  sources: z.array(z.enum(discoverySources)),
  isPartner: z.boolean(),
  isNew: z.boolean(),
  access: z.enum(tenantAccessStates),
  gdapStatus: z.string().nullable(),
  gdapEndsAt: at.nullable(),
  userCount: z.number().nullable(),
  lastSeenAt: at,
  directoryReadAt: at.nullable(),
  state: z.enum(mappingStates),
  cautions: z.array(z.enum(matchCautions)),
  /** One sentence: why this state. */
  because: z.string(),
  /** The mapped client, when mapped. */
  client: z.object({ clientId: z.string(), name: z.string() }).nullable(),
  /** Best candidates, strongest first, at most five. */
  candidates: z.array(tenantCandidate),
  /** Set when a mapped tenant's evidence now says otherwise. */
  contradiction: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: at.nullable(),
});
export type TenantRow = z.infer<typeof tenantRow>;

export const tenantCounts = z.object({
  all: z.number(),
  autoMatched: z.number(),
  needsReview: z.number(),
  skipped: z.number(),
  mapped: z.number(),
  newSinceLastTime: z.number(),
});

export const mappingDecision = z.object({
  managedTenantId: z.string(),
  decision: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('map'), clientId: z.string() }),
    z.object({ kind: z.literal('createClient'), name: z.string().trim().min(1).max(255).nullable().default(null) }),
    z.object({ kind: z.literal('skip'), note: z.string().max(500).nullable().default(null) }),
    z.object({ kind: z.literal('unmap') }),
  ]),
});
export type MappingDecisionInput = z.input<typeof mappingDecision>;

export const userRow = directoryUserView.extend({
  exclusion: z.object({ reason: z.enum(exclusionReasons), rule: z.string() }).nullable(),
  linkedContact: z.object({ contactId: z.string(), fullName: z.string() }).nullable(),
});
export type UserRow = z.infer<typeof userRow>;

export const tenantEntries = {
  discover: remoteCommand(
    'Start discovery of managed tenants; a second click within five minutes is the same run.',
    noInput,
    z.object({ runId: z.string(), workflowId: z.string() }),
  ),
  list: query(
    'Managed tenants with their match or mapping: the mapping preview. Writes nothing.',
    z.object({
      state: z.enum([...mappingStates, 'all', 'new']).default('all'),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({ rows: z.array(tenantRow), total: z.number(), counts: tenantCounts, asOf: at.nullable() }),
  ),
  get: query('One managed tenant with every candidate.', z.object({ managedTenantId: z.string() }), tenantRow),
  confirm: remoteCommand(
    'Confirm mappings, one or many: map, create the client in the PSA, skip or unmap. Each row stands alone; refusals are answered, not thrown.',
    z.object({ decisions: z.array(mappingDecision).min(1).max(2000) }),
    z.object({
      mapped: z.number(),
      clientsCreated: z.number(),
      skipped: z.number(),
      unmapped: z.number(),
      refused: z.array(z.object({ managedTenantId: z.string(), displayName: z.string(), sentence: z.string() })),
    }),
  ),
  acknowledgeNew: command(
    'Mark new managed tenants as seen.',
    z.object({ managedTenantIds: z.array(z.string()).nullable() }),
    done,
  ),
  users: query(
    'The directory users of one managed tenant, with who is excluded by which rule.',
    z.object({
      managedTenantId: z.string(),
      show: z.enum(['all', 'included', 'excluded']).default('all'),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({
      rows: z.array(userRow),
      total: z.number(),
      included: z.number(),
      excluded: z.number(),
      excludedByReason: z.array(z.object({ reason: z.enum(exclusionReasons), count: z.number() })),
      asOf: at.nullable(),
    }),
  ),
  readDirectory: remoteCommand(
    'Read one managed tenant’s directory now.',
    z.object({ managedTenantId: z.string() }),
    z.object({ present: z.number(), isComplete: z.boolean(), sentence: z.string() }),
  ),
  clients: query(
    'Clients of the PSA as last read, by name; on the first page whoever has exactly the typed name comes first, beyond the limit if need be.',
    z.object({ search: z.string().max(200).default(''), ...page }),
    z.object({ rows: z.array(clientView), total: z.number(), asOf: at.nullable() }),
  ),
};
