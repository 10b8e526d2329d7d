/** The PSA's own Entra integration ("apply there"): its state, its runs, what would poison them, and its platform flags. */
import { z } from 'zod';
import { at, command, done, noInput, query, remoteCommand } from './entry.ts';

export const poisonRow = z.object({
  kind: z.enum([
    'addressAtAnotherClient',
    'addressIsAdditional',
    'peopleShareAddress',
    'contactLinkedToAnother',
    'phoneCharacters',
  ]),
  clientId: z.string(),
  clientName: z.string(),
  managedTenantId: z.string(),
  tenantName: z.string(),
  entraObjectId: z.string(),
  displayName: z.string(),
  address: z.string(),
  contactId: z.string().nullable(),
  sentence: z.string(),
  remedySentence: z.string(),
  /** True when `server.applyRemedy` can do it from here. */
  canApply: z.boolean(),
});
export type PoisonRow = z.infer<typeof poisonRow>;

/** Planned, reported by the server, and observed by reading back: three numbers that may differ. */
const threeNumbers = z.object({ planned: z.number(), reported: z.number().nullable(), observed: z.number() });

export const thereTenant = z.object({
  managedTenantId: z.string(),
  tenantName: z.string(),
  status: z.string(),
  errorMessage: z.string().nullable(),
  created: threeNumbers,
  linked: threeNumbers,
  inactivated: threeNumbers,
});
export type ThereTenant = z.infer<typeof thereTenant>;

/** Our mapping of a tenant beside the server's. */
export const mappingThere = z.object({
  entraTenantId: z.string(),
  /** Null: not discovered here. */
  managedTenantId: z.string().nullable(),
  tenantName: z.string(),
  domain: z.string().nullable(),
  hereState: z.enum(['mapped', 'skipped', 'unmapped', 'undecided', 'notSeen']),
  hereClient: z.object({ clientId: z.string(), name: z.string() }).nullable(),
  isSeenThere: z.boolean(),
  /** The server's own word (`mapped`, `create_new`, `skip_for_now`, …); null: it holds no mapping. */
  thereState: z.string().nullable(),
  thereClient: z.object({ clientId: z.string(), name: z.string() }).nullable(),
  difference: z.enum(['otherClient', 'createsClientThere', 'onlyThere', 'notSeenThere', 'onlyHere', 'none']),
  sentence: z.string(),
  /** The server's best candidate where it holds no mapping, with its score and reason. */
  suggestion: z
    .object({ clientId: z.string(), clientName: z.string(), score: z.number(), reason: z.string() })
    .nullable(),
  /** Other tenants mapped there to the same client: unmapping clears that client's Entra columns for them too. */
  sharesClientWith: z.array(z.string()),
  /** Whether `server.confirmMappings` can make the server hold what is decided here. */
  canHold: z.boolean(),
});
export type MappingThere = z.infer<typeof mappingThere>;

/** The row as the operator saw it; a write is refused where the server has moved on. */
const shownMapping = z.object({
  entraTenantId: z.string(),
  shownState: z.string().nullable(),
  shownClientId: z.string().nullable(),
});

const writtenThere = z.object({
  kept: z.number(),
  notKept: z.array(z.object({ tenantName: z.string(), sentence: z.string() })),
  sentence: z.string(),
  /** Every mapping as the server shows it afterwards, differences first. */
  rows: z.array(mappingThere),
});
export type WrittenThere = z.infer<typeof writtenThere>;

export const platformFlag = z.object({
  flagId: z.string(),
  key: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  psaTenantIds: z.array(z.string()),
  rolloutPercentage: z.number().nullable(),
  /** For the workspace of this profile; `cannotTell` (a share, other conditions) gates nothing. */
  verdict: z.enum(['on', 'off', 'cannotTell']),
  sentence: z.string(),
});
export type PlatformFlagView = z.infer<typeof platformFlag>;

const platformAnswer = z.object({
  /** The PSA workspace that this profile's key belongs to; null where the PSA does not tell it. */
  psaTenantId: z.string().nullable(),
  readAt: at,
  flags: z.array(platformFlag),
});

export const serverEntries = {
  status: remoteCommand(
    'Whether the connected PSA offers its Entra integration to this session, in words.',
    noInput,
    z.object({
      state: z.enum(['ready', 'needsSession', 'notMounted', 'refused']),
      sentence: z.string(),
      connection: z.string().nullable(),
      mappedCount: z.number().nullable(),
      lastDiscoveryAt: at.nullable(),
    }),
  ),
  signIn: remoteCommand(
    'Sign in to the PSA in a window of its own; the session goes to the vault.',
    noInput,
    z.object({ isSignedIn: z.boolean(), sentence: z.string() }),
  ),
  saveSession: remoteCommand(
    'Store a PSA session that was made elsewhere (for hosts without windows); proven by asking for the status.',
    z.object({ cookies: z.array(z.object({ name: z.string().min(1), value: z.string().min(1) })).min(1) }),
    done,
  ),
  poison: query(
    'Everyone who would make the server’s own sync fail a whole client, with the remedy.',
    z.object({ managedTenantId: z.string().nullable().default(null) }),
    z.object({ rows: z.array(poisonRow), considered: z.number() }),
  ),
  applyRemedy: remoteCommand(
    'Take one poison row away from here, journaled like any change.',
    z.object({ managedTenantId: z.string(), entraObjectId: z.string() }),
    z.object({ runId: z.string() }),
  ),
  mappings: remoteCommand(
    'The server’s mappings as it shows them now, beside ours, differences first; asks the server and writes nothing.',
    noInput,
    z.object({ rows: z.array(mappingThere), readAt: at }),
  ),
  discover: remoteCommand(
    'Let the server discover its managed tenants, and say what its list shows afterwards.',
    noInput,
    z.object({ found: z.number(), added: z.array(z.string()), sentence: z.string(), rows: z.array(mappingThere) }),
  ),
  confirmMappings: remoteCommand(
    'Make the server hold our mappings (or skips) of these tenants, read back.',
    z.object({ mappings: z.array(shownMapping).min(1).max(2000) }),
    writtenThere,
  ),
  remap: remoteCommand(
    'Map a tenant to another client on the server, read back. Ours stays; contacts and links of the earlier client stay there.',
    shownMapping.extend({ clientId: z.string() }),
    writtenThere,
  ),
  unmap: remoteCommand(
    'Take the server’s mapping of a tenant away, read back. Ours stays; contacts and links stay there.',
    shownMapping,
    writtenThere,
  ),
  apply: remoteCommand(
    'Run an approved plan’s scope on the server: confirm mappings, start its workflow, follow it, read back. Refused while anything in the plan is held.',
    z.object({ planId: z.string() }),
    z.object({ runId: z.string(), workflowId: z.string() }),
  ),
  outcome: query(
    'What a run on the server planned, reported and showed when read back.',
    z.object({ runId: z.string() }),
    z.object({ serverWorkflowId: z.string().nullable(), tenants: z.array(thereTenant) }),
  ),
  flags: remoteCommand(
    'Read the PSA platform’s feature flags and keep the answer about ours; needs the master workspace’s key (in the secret `psa_master_api_key`).',
    noInput,
    platformAnswer,
  ),
  lastFlags: query(
    'The platform’s answer as last read for the connected PSA, and whether it can be read again from here.',
    noInput,
    z.object({
      canAsk: z.boolean(),
      /** Where no master key is stored: how to store one. */
      sentence: z.string().nullable(),
      answer: platformAnswer.nullable(),
      /** Set while the newest attempt to read again has failed; the answer then is the one before. */
      failure: z.object({ at, sentence: z.string() }).nullable(),
    }),
  ),
  forgetFlags: command(
    'Forget the platform’s answer; this profile’s own switches decide until it is read again.',
    noInput,
    done,
  ),
  ensureFlags: remoteCommand(
    'Create the platform’s Entra flags where they are missing.',
    noInput,
    z.object({
      created: z.array(z.string()),
      existing: z.array(z.string()),
      missing: z.array(z.string()),
      answer: platformAnswer,
    }),
  ),
  targetFlag: remoteCommand(
    'Switch a platform flag on or off for one workspace of the PSA (absent: the one of this profile), and read it back.',
    z.object({ key: z.string(), psaTenantId: z.string().nullable().default(null), isOn: z.boolean() }),
    platformFlag,
  ),
};
