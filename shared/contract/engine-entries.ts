/** The engine itself: its state, what needs the operator, and the two feeds every screen listens to. */
import { z } from 'zod';
import { changeTopics, featureFlags, oneWayWindowChoices, runStatuses, runTypes } from '../vocabulary/states.ts';
import { at, command, done, feed, noInput, query } from './entry.ts';

export const sandboxHints = z.object({
  scenario: z.string(),
  cipp: z.object({ baseUrl: z.string(), tenantId: z.string(), clientId: z.string() }),
  direct: z.object({ loginHost: z.string(), graphHost: z.string(), clientId: z.string(), operator: z.string() }),
  psa: z.object({ baseUrl: z.string() }),
});

export const flagSource = z.object({
  /** This profile's own switch. */
  isOnHere: z.boolean(),
  /** What the PSA's platform says for this workspace; only `off` gates. */
  platform: z.enum(['on', 'off', 'cannotTell', 'absent', 'notRead']),
  platformSentence: z.string().nullable(),
});
export type FlagSource = z.infer<typeof flagSource>;

export const engineStatus = z.object({
  appVersion: z.string(),
  hostKind: z.enum(['electron', 'web', 'cli']),
  profileName: z.string(),
  /** Set when this profile talks to the simulated world; screens must say so. */
  sandbox: sandboxHints.nullable(),
  vaultProtection: z.enum(['os', 'passphrase', 'file', 'session']),
  /** What counts: on in this profile, and not known to be off on the PSA's platform. */
  flags: z.record(z.enum(featureFlags), z.boolean()),
  flagSources: z.record(z.enum(featureFlags), flagSource),
  /** When the platform was last read for this PSA; null: never, so only the profile's switches count. */
  platformFlagsAsOf: at.nullable(),
  activeJobs: z.number(),
});
export type EngineStatus = z.infer<typeof engineStatus>;

export const attentionItem = z.object({
  /** Stable while the same thing needs the operator. */
  id: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  title: z.string(),
  detail: z.string(),
  /** Where the button leads, as an app route such as `/queue`. */
  route: z.string(),
  actionLabel: z.string(),
  count: z.number().nullable(),
});

export const freshness = z.object({ source: z.string(), label: z.string(), asOf: at.nullable(), sentence: z.string() });

export const overview = z.object({
  attention: z.array(attentionItem),
  freshness: z.array(freshness),
  counts: z.object({
    managedTenants: z.number(),
    mapped: z.number(),
    needsReview: z.number(),
    autoMatched: z.number(),
    skipped: z.number(),
    newSinceLastTime: z.number(),
    clients: z.number(),
    contacts: z.number(),
    directoryUsers: z.number(),
    links: z.number(),
    queueOpen: z.number(),
    heldClients: z.number(),
  }),
  lastRun: z
    .object({
      runId: z.string(),
      runType: z.enum(runTypes),
      status: z.enum(runStatuses),
      finishedAt: at.nullable(),
      sentence: z.string(),
    })
    .nullable(),
  nextRunAt: at.nullable(),
  /** 1 Connect, 2 Discover, 3 Map, 4 Initial sync; null when the first run is behind us. */
  wizardStep: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullable(),
});
export type Overview = z.infer<typeof overview>;

export const theme = z.enum(['system', 'light', 'dark', 'highContrast']);
export const settings = z.object({
  theme,
  operatorName: z.string().min(1).max(120),
  singleLetterKeys: z.boolean(),
  notifications: z.boolean(),
  /** How long an act without an inverse waits to be taken back before it is pushed. */
  oneWayWindowSeconds: z.literal(oneWayWindowChoices),
});
export type Settings = z.infer<typeof settings>;

export const engineEntries = {
  status: query('What this engine is, which profile it serves and which flags are on.', noInput, engineStatus),
  overview: query('What needs the operator, worst first, and how fresh every source is.', noInput, overview),
  changes: feed(
    'Topics whose stored facts changed; emitted after the change is on disk.',
    noInput,
    z.object({ topics: z.array(z.enum(changeTopics)) }),
  ),
  getSettings: query('This profile’s settings.', noInput, settings),
  saveSettings: command('Save settings; only the given ones change.', settings.partial(), settings),
  setFlag: command(
    'Switch one feature flag for this profile; takes effect at once and deletes nothing.',
    z.object({ flag: z.enum(featureFlags), isOn: z.boolean() }),
    done,
  ),
};
