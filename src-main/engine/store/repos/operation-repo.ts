/**
 * The journal: one row for each change that a run carries out, written before, during and after the remote call, each step
 * committed before the next begins. `sent` alone waits for the disk itself: a power cut that takes a later mark with it is
 * repaired by one look at the PSA, while a forgotten `sent` could write twice. (run, change) is unique and a finished operation stays finished, so that no repetition,
 * restart or second worker applies or counts a change twice.
 */
import type {
  ChangeId,
  ClientId,
  ContactId,
  EntraObjectId,
  EntraTenantId,
  ManagedTenantId,
  OperationId,
  RunId,
} from '../../../../shared/vocabulary/ids.ts';
import type { ChangeAction, OperationState } from '../../../../shared/vocabulary/states.ts';
import { EngineError, InvariantError } from '../../domain/engine-error.ts';
import type { Db, SqlParams } from '../database.ts';
import { flag, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import type { DirectoryIdentity } from './contact-link-repo.ts';
import { fromRow, type Operation, type OperationRow } from './operation-row.ts';
import { operationStatements } from './operation-statements.ts';
import type { RunCounter } from './sync-run-row.ts';

export interface NewOperation {
  readonly runId: RunId;
  readonly changeId: ChangeId;
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId;
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly action: ChangeAction;
  readonly contactId: ContactId | null;
  /** What will be asked for, as the plan row says. */
  readonly intended: unknown;
  readonly isReversible: boolean;
  readonly undoOfOperationId: OperationId | null;
}

export type FinishedState = Exclude<OperationState, 'intended' | 'sent' | 'undone'>;

export interface OperationEnd {
  readonly state: FinishedState;
  readonly contactId: ContactId | null;
  readonly before: unknown;
  readonly observed: unknown;
  /** For people; null when there is nothing to say. */
  readonly sentence: string | null;
  /** The run counter this change moves; null for none. */
  readonly counter: RunCounter | null;
}

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
  readonly now: () => number;
}

export function operationRepo({ db, newId, now }: Needs) {
  const {
    byId,
    byChange,
    runKey,
    put,
    again,
    sent,
    answered,
    finish,
    undo,
    byState,
    ofIdentity,
    ofContact,
    unfinished,
  } = operationStatements(db);

  function findByChange(runId: RunId, changeId: ChangeId): Operation | null {
    const row = byChange.get([runId, changeId]);
    return row ? fromRow(row) : null;
  }

  function count(of: { run_key: number; managed_tenant_id: string }, counter: RunCounter): void {
    db.prepareOnce<[number]>(`UPDATE sync_run SET ${counter} = ${counter} + 1 WHERE run_key = ?`).run([of.run_key]);
    db.prepareOnce<[number, string]>(
      `UPDATE sync_run_tenant SET ${counter} = ${counter} + 1 WHERE run_key = ? AND managed_tenant_id = ?`,
    ).run([of.run_key, of.managed_tenant_id]);
  }

  return {
    /**
     * Journals the intention. A change that this run already began comes back as it stands: finished (`finishedAt` set: do
     * nothing), or begun by an attempt that died (`state` `sent`: it may have reached the server).
     */
    begin(operation: NewOperation): Operation {
      return db.transactionForFacts(() => {
        const known = findByChange(operation.runId, operation.changeId);
        if (known) again.run([known.operationId]);
        else put.run(toRow(operation, { operationId: newId(), runKey: keyOf(operation.runId), at: now() }));
        const begun = findByChange(operation.runId, operation.changeId);
        if (begun) return begun;
        throw new InvariantError('An operation that was just journaled cannot be found.');
      });
    },
    /** Must return before the request leaves; several requests of one operation are kept in order. */
    recordSent(operationId: OperationId, request: unknown): void {
      mustChange(sent.run([JSON.stringify(request), now(), operationId]).changes, operationId);
    },
    recordAnswered(operationId: OperationId, answer: unknown): void {
      db.transactionForFacts(() =>
        mustChange(answered.run([JSON.stringify(answer), now(), operationId]).changes, operationId),
      );
    },
    /**
     * Ends the operation and moves the run's counter in one transaction, together with whatever `alongside` stores (the link,
     * the refreshed contact). False: it had ended before; nothing was stored or counted.
     */
    finish(operationId: OperationId, end: OperationEnd, alongside: () => void): boolean {
      return db.transactionForFacts(() => {
        const { state, contactId, sentence, counter } = end;
        const [before, observed] = [toJson(end.before), toJson(end.observed)];
        const row = finish.get({ state, contactId, sentence, before, observed, operationId, at: now() });
        if (!row) return false;
        if (counter !== null) count(row, counter);
        alongside();
        return true;
      });
    },
    /** Notes that a finished operation was taken back; false when it already was. */
    markUndone: (operationId: OperationId, undone: unknown): boolean =>
      undo.run([JSON.stringify(undone), now(), operationId]).changes === 1,
    find(operationId: OperationId): Operation | null {
      const row = byId.get([operationId]);
      return row ? fromRow(row) : null;
    },
    findByChange,
    /** In the order they were begun. */
    pageByRun(
      runId: RunId,
      filter: { readonly state: OperationState | null; readonly managedTenantId: ManagedTenantId | null },
      request: PageRequest,
    ): Page<Operation> {
      const equals = { run_key: keyOf(runId), state: filter.state, managed_tenant_id: filter.managedTenantId };
      const spec = { ...listOf('operation', 'operation_key', ['operation_key']), equals };
      const page = listPage<OperationRow>(db, spec, request);
      return { ...page, rows: page.rows.map((row) => fromRow({ ...row, run_id: runId })) };
    },
    countByState: (runId: RunId): Partial<Record<OperationState, number>> =>
      Object.fromEntries(byState.all([runId]).map(({ state, n }) => [state, n])),
    /** Newest first. */
    listByIdentity: ({ entraTenantId, entraObjectId }: DirectoryIdentity): Operation[] =>
      ofIdentity.all([entraObjectId, entraTenantId]).map(fromRow),
    listByContact: (contactId: ContactId): Operation[] => ofContact.all([contactId]).map(fromRow),
    /** Begun by a process that died, or going on right now. */
    listUnfinished: (): Operation[] => unfinished.all([]).map(fromRow),
  };

  function keyOf(runId: RunId): number {
    const found = runKey.get([runId]);
    if (found) return found.run_key;
    throw new EngineError('run.notFound', 'This run does not exist. Refresh the list of runs.', { details: { runId } });
  }
}

function mustChange(changes: number, operationId: OperationId): void {
  if (changes !== 1) throw new InvariantError(`Operation ${operationId} is not open, so nothing may be sent for it.`);
}

function toRow(operation: NewOperation, made: { operationId: string; runKey: number; at: number }): SqlParams {
  const { runId: _byKey, intended, isReversible, ...columns } = operation;
  return { ...columns, ...made, intended: JSON.stringify(intended), isReversible: flag(isReversible) };
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
