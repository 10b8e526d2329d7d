/**
 * What the queue does after a failure, by its code: the only thing it reads of one. A test demands a disposition for every
 * code, so a new code cannot be forgotten.
 *
 *   retry    again with backoff, until the attempts run out
 *   wait     the other side is away or asks us to wait: again with backoff, as often as it takes where the job allows it
 *   stop     this job fails now; an operator has to do something first
 *   dead     our own mistake: the row is kept with its support code and never runs again by itself
 *   quiet    ended on purpose
 */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';

export type Disposition = 'retry' | 'wait' | 'stop' | 'dead' | 'quiet';

export const dispositions: Readonly<Record<ErrorCode, Disposition>> = {
  'provider.unreachable': 'wait',
  'provider.timeout': 'wait',
  'provider.throttled': 'wait',
  'provider.credentialRejected': 'stop',
  'provider.consentMissing': 'stop',
  'provider.responseInvalid': 'stop',
  'provider.cursorExpired': 'retry',
  'provider.wrongAddress': 'stop',
  'provider.notConnected': 'stop',
  'provider.wrongTenant': 'stop',
  'gdap.notActive': 'stop',
  'gdap.roleMissing': 'stop',
  'tenant.conditionalAccess': 'stop',
  'tenant.mfaNeeded': 'stop',
  'tenant.gone': 'stop',
  'identity.signInCancelled': 'quiet',
  'identity.signInFailed': 'stop',
  'identity.signInTimedOut': 'stop',
  'identity.appMisconfigured': 'stop',
  'psa.unreachable': 'wait',
  'psa.timeout': 'wait',
  'psa.throttled': 'wait',
  'psa.keyRejected': 'stop',
  'psa.forbidden': 'stop',
  'psa.notConnected': 'stop',
  'psa.wrongAddress': 'stop',
  'psa.responseInvalid': 'stop',
  'psa.validation': 'stop',
  'psa.conflict': 'stop',
  'psa.notMounted': 'stop',
  'psa.editionMissing': 'stop',
  'psa.sessionExpired': 'stop',
  'psa.serverFailed': 'retry',
  'psa.workerSilent': 'stop',
  'plan.stale': 'stop',
  'plan.unsafe': 'stop',
  'plan.notApproved': 'stop',
  'plan.notFound': 'stop',
  'plan.alreadyApplied': 'stop',
  'run.notFound': 'stop',
  'run.busy': 'stop',
  'queue.notFound': 'stop',
  'queue.alreadyClosed': 'stop',
  'mapping.refused': 'stop',
  'tenant.notFound': 'stop',
  'client.notFound': 'stop',
  'contact.notFound': 'stop',
  'rules.invalid': 'stop',
  'flag.off': 'stop',
  'input.invalid': 'stop',
  'secrets.unavailable': 'stop',
  'secrets.locked': 'stop',
  'store.busy': 'retry',
  'store.corrupt': 'stop',
  'store.newerThanApp': 'stop',
  'store.readOnly': 'stop',
  'store.full': 'stop',
  'profile.inUse': 'stop',
  'host.portInUse': 'stop',
  'job.payloadInvalid': 'dead',
  'internal.invariant': 'dead',
  cancelled: 'quiet',
};
