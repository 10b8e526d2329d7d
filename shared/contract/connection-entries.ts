/** Connections: Microsoft or CIPP on one side, the PSA on the other. Secrets go in, never out. */
import { z } from 'zod';
import { connectionTypes } from '../vocabulary/states.ts';
import { at, command, done, engineFailure, feed, noInput, query, remoteCommand } from './entry.ts';

export const checkStep = z.object({
  step: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'skip']),
  sentence: z.string(),
  remedy: z.string().nullable(),
  link: z.string().nullable(),
});
export type CheckStepView = z.infer<typeof checkStep>;

export const directoryConnectionView = z.object({
  connectionType: z.enum(connectionTypes),
  status: z.enum(['connected', 'failed']),
  /** "CIPP at cipp.harbor-it.example" or "Signed in as ada@harbor-it.example". */
  label: z.string(),
  cloud: z.string().nullable(),
  authKind: z.enum(['token', 'clientCredentials', 'browser', 'deviceCode']),
  /** Where the credentials were found, in words. */
  credentialSource: z.string(),
  connectedAt: at,
  lastCheckedAt: at.nullable(),
  lastError: z.string().nullable(),
});

export const psaConnectionView = z.object({
  baseUrl: z.string(),
  status: z.enum(['connected', 'failed']),
  mayWrite: z.enum(['yes', 'no', 'unknown']),
  entraRoutes: z.string(),
  connectedAt: at,
  lastCheckedAt: at.nullable(),
  lastError: z.string().nullable(),
});

export const connections = z.object({
  directory: directoryConnectionView.nullable(),
  psa: psaConnectionView.nullable(),
});
export type Connections = z.infer<typeof connections>;

const url = z.string().trim().min(1).max(500);
const secret = z.string().min(1).max(10_000);

export const cippAuth = z.discriminatedUnion('kind', [
  /** Only on a sandbox profile: the engine fills in the sandbox's own client credentials. */
  z.object({ kind: z.literal('sandbox') }),
  z.object({ kind: z.literal('token'), token: secret }),
  z.object({
    kind: z.literal('clientCredentials'),
    tenantId: z.string().trim().min(1),
    clientId: z.string().trim().min(1),
    clientSecret: secret,
    /** Only for a sandbox on loopback; null means Microsoft's own. */
    loginHost: z.string().nullable().default(null),
  }),
]);

export const cloud = z.union([
  z.object({ name: z.enum(['global', 'usGovL4', 'usGovL5', 'china']) }),
  z.object({ name: z.literal('sandbox'), loginHost: z.string(), graphHost: z.string() }),
]);

export const directSignIn = z.object({
  mode: z.enum(['browser', 'deviceCode']).default('browser'),
  cloud: cloud.default({ name: 'global' }),
  /** Null: find the app registration in the guide's order (tenant secrets, environment, app secrets). */
  clientId: z.string().trim().min(1).nullable().default(null),
  clientSecret: secret.nullable().default(null),
  tenantId: z.string().trim().min(1).nullable().default(null),
});

export const signInEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browserOpened'), url: z.string(), opened: z.boolean() }),
  z.object({ kind: z.literal('deviceCode'), userCode: z.string(), verificationUri: z.string(), expiresAt: at }),
  z.object({ kind: z.literal('redeeming') }),
  z.object({ kind: z.literal('proving') }),
  z.object({ kind: z.literal('connected'), connection: directoryConnectionView, steps: z.array(checkStep) }),
  z.object({ kind: z.literal('failed'), failure: engineFailure }),
]);
export type SignInEvent = z.infer<typeof signInEvent>;

export const connectionEntries = {
  get: query('The active connections, without secrets.', noInput, connections),
  connectCipp: remoteCommand(
    'Prove a CIPP address and its credentials, then store them and clear the other type’s.',
    z.object({ baseUrl: url, auth: cippAuth }),
    z.object({ connection: directoryConnectionView, steps: z.array(checkStep) }),
  ),
  signInDirect: feed(
    'Sign in to Microsoft; leaving the feed cancels the wait. Ends with `connected` or `failed`.',
    directSignIn,
    signInEvent,
  ),
  connectPsa: remoteCommand(
    'Prove a PSA address and API key by reading, then store them.',
    /** A null key is only for sandbox profiles: the engine fills in the sandbox's own. */
    z.object({ baseUrl: url, apiKey: secret.nullable() }),
    z.object({ connection: psaConnectionView, steps: z.array(checkStep) }),
  ),
  check: remoteCommand(
    'Test every layer of both connections and name the cause of what fails.',
    noInput,
    z.object({ directory: z.array(checkStep), psa: z.array(checkStep) }),
  ),
  disconnectDirectory: command('Forget the Microsoft or CIPP credentials; mappings and history stay.', noInput, done),
  disconnectPsa: command('Forget the PSA’s API key; mappings and history stay.', noInput, done),
};
