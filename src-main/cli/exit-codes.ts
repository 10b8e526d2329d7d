/** What the exit codes of `concord` mean. Scripts may rely on them. */
import type { ErrorCode } from '../../shared/vocabulary/error-codes.ts';

export const exitCodes = {
  /** Done, and verified where something was written. */
  ok: 0,
  /** Failed; the message says why. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Done in part: some rows, tenants or mappings were refused, stale or failed. */
  partial: 3,
  /** Not connected, or a credential was refused. */
  notConnected: 4,
  /** The other side cannot be reached or is throttling; trying again later may help. */
  unreachable: 5,
  /** Something is held, unapproved or stale and waits for an operator. */
  needsOperator: 6,
  /** The profile is open elsewhere, read-only, full, corrupt or from a newer Concord. */
  profile: 7,
  /** No such tenant, client, plan, run or item. */
  notFound: 8,
  cancelled: 130,
} as const;

const prefixes: readonly (readonly [string, number])[] = [
  ['store.', exitCodes.profile],
  ['profile.', exitCodes.profile],
  ['plan.', exitCodes.needsOperator],
  ['identity.', exitCodes.notConnected],
  ['secrets.', exitCodes.notConnected],
];

const exact: Partial<Record<ErrorCode, number>> = {
  cancelled: exitCodes.cancelled,
  'input.invalid': exitCodes.usage,
  'rules.invalid': exitCodes.usage,
  'plan.notFound': exitCodes.notFound,
  'run.notFound': exitCodes.notFound,
  'queue.notFound': exitCodes.notFound,
  'tenant.notFound': exitCodes.notFound,
  'client.notFound': exitCodes.notFound,
  'contact.notFound': exitCodes.notFound,
  'provider.notConnected': exitCodes.notConnected,
  'provider.credentialRejected': exitCodes.notConnected,
  'provider.consentMissing': exitCodes.notConnected,
  'psa.notConnected': exitCodes.notConnected,
  'psa.keyRejected': exitCodes.notConnected,
  'psa.forbidden': exitCodes.notConnected,
  'psa.sessionExpired': exitCodes.notConnected,
  'provider.unreachable': exitCodes.unreachable,
  'provider.timeout': exitCodes.unreachable,
  'provider.throttled': exitCodes.unreachable,
  'psa.unreachable': exitCodes.unreachable,
  'psa.timeout': exitCodes.unreachable,
  'psa.throttled': exitCodes.unreachable,
  'run.busy': exitCodes.needsOperator,
};

/** The exit code for a failure of the engine; anything unlisted is a plain failure. */
export function exitCodeFor(code: ErrorCode): number {
  return exact[code] ?? prefixes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? exitCodes.failed;
}
