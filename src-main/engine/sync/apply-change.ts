/**
 * Carries out one planned change and records how it ended. It decides nothing: the intent follows from the row alone, and
 * what the PSA port answers is recorded together with the link it licenses, in one transaction. A crash between the
 * write and that record repeats one `ensure`, which finds what it made the first time.
 */
import type { OperationId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import { InvariantError } from '../domain/engine-error.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { ContactIntent, EnsureOutcome, PsaPort, WriteJournal } from '../psa/port.ts';
import type { SyncContext } from './context.ts';

/** What a row asks of the PSA; null for rows that only touch this profile. */
export function intentOf(change: PlannedChange, mayAlreadyBeSent: boolean): ContactIntent | null {
  switch (change.action) {
    case 'create':
      return { kind: 'create', clientId: change.clientId, person: change.person, addresses: addressesOf(change), mayAlreadyBeSent };
    case 'link':
    case 'update':
    case 'inactivate':
      return changeIntent(change);
    case 'queue':
    case 'skip':
    case 'noChange':
      return null;
    default:
      return assertNever(change.action);
  }
}

function changeIntent({ contactId, base, fields, changeId }: PlannedChange): ContactIntent {
  if (contactId === null || base === null) throw new InvariantError(`Row ${changeId} changes a contact but names none.`);
  return fields.length > 0 ? { kind: 'update', contactId, base, fields } : { kind: 'verify', contactId, base };
}

function addressesOf({ person }: PlannedChange): string[] {
  return person.address === null ? [] : [person.address];
}

export interface Execution {
  readonly psa: PsaPort;
  readonly signal: AbortSignal;
  readonly journal: WriteJournal;
  readonly mayAlreadyBeSent: boolean;
}

/** Asks the PSA for one row. Throws only what stops more than this row (`PsaPort.ensureContact`). */
export async function execute(change: PlannedChange, { psa, signal, journal, mayAlreadyBeSent }: Execution): Promise<EnsureOutcome> {
  const intent = intentOf(change, mayAlreadyBeSent);
  if (!intent) throw new InvariantError(`Row ${change.changeId} has nothing to send.`);
  return psa.ensureContact(intent, journal, { signal });
}

/** The journal of one operation: both marks are on disk before the call returns. */
export function journalOf(ctx: SyncContext, operationId: OperationId): WriteJournal {
  return {
    recordSent: (request) => ctx.store.operations.recordSent(operationId, request),
    recordAnswered: (answer) => ctx.store.operations.recordAnswered(operationId, answer),
  };
}
