import { expect, test } from 'vitest';
import { asId, type ManagedTenantId, type PlanId, type RunId } from '../../../shared/vocabulary/ids.ts';
import { planOf } from '../../../test/builders/estates.ts';
import {
  aContact,
  aDirectoryUser,
  contosoId,
  contosoTenantId,
  fabrikamTenantId,
  readAt,
} from '../../../test/builders/people.ts';
import { aStore, aTenantIn } from '../../../test/builders/stores.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { Store } from './open-store.ts';
import type { NewOperation, OperationEnd } from './repos/operation-repo.ts';
import type { NewPlan, PlanRowFilter } from './repos/sync-plan-repo.ts';
import type { NewRun } from './repos/sync-run-repo.ts';

const planId = asId<PlanId>('plan-1');
const managedContoso = asId<ManagedTenantId>(`managed-${contosoTenantId}`);
const allRows: PlanRowFilter = {
  action: null,
  actions: [],
  clientId: null,
  reason: null,
  exclusion: null,
  hold: null,
  isHeld: null,
  search: '',
};
const firstPage = { offset: 0, limit: 100 };
const users = [
  aDirectoryUser(),
  aDirectoryUser({ entraObjectId: 'user-bea', displayName: 'Bea Marsh', mail: 'bea@contoso.example' }),
  aDirectoryUser({ entraObjectId: 'user-cyd', displayName: 'Cyd Noor', mail: null, userPrincipalName: null }),
  aDirectoryUser({
    entraObjectId: 'user-dan',
    displayName: 'Dan Fox',
    mail: 'dan@fabrikam.example',
    entraTenantId: fabrikamTenantId,
  }),
];
const planned = planOf({ users, contacts: [aContact()] });

function savePlan(store: Store, overrides: Partial<NewPlan> = {}): readonly PlannedChange[] {
  const { changes, ...result } = planned;
  const header = {
    managedTenantId: null,
    clientId: null,
    contentHash: 'hash',
    createdBy: 'Olga',
    createdAt: readAt,
    context: { psaReadAt: readAt },
  };
  store.plans.save({ ...result, ...header, planId, ...overrides }, changes);
  return changes;
}

function aRun(store: Store, overrides: Partial<NewRun> = {}): RunId {
  const run: NewRun = {
    workflowId: asId('entra-initial-sync:x:bucket-20260601T080000Z'),
    runType: 'initial',
    place: 'here',
    triggerKind: 'manual',
    planId,
    managedTenantId: null,
    clientId: null,
    undoOfRunId: null,
    startedBy: 'Olga',
    queuedAt: readAt,
    totalTenants: 0,
  };
  return store.runs.create({ ...run, ...overrides }).run.runId;
}

function operationFor(runId: RunId, change: PlannedChange): NewOperation {
  const { changeId, managedTenantId, clientId, entraTenantId, entraObjectId, action, contactId } = change;
  const identity = { managedTenantId, clientId, entraTenantId, entraObjectId };
  return {
    ...identity,
    runId,
    changeId,
    action,
    contactId,
    intended: { fields: change.fields },
    isReversible: true,
    undoOfOperationId: null,
  };
}

const done: OperationEnd = {
  state: 'done',
  contactId: asId('contact-new'),
  before: null,
  observed: { fullName: 'Ann Lee' },
  sentence: null,
  counter: 'created',
};

test('a saved plan comes back whole, row by row, in its order', () => {
  const store = aStore();
  const changes = savePlan(store);
  expect(store.plans.rows(planId, allRows, firstPage)).toEqual({
    rows: changes,
    total: changes.length,
    isTotalExact: true,
  });
  expect([...store.plans.iterateRows(planId)]).toEqual(changes);
  expect(store.plans.findRow(planId, changes[1]?.changeId ?? asId(''))).toEqual(changes[1]);
  const { changes: _apart, ...result } = planned;
  expect(store.plans.get(planId)).toMatchObject({
    ...result,
    status: 'ready',
    rowCount: changes.length,
    context: { psaReadAt: readAt },
    approvedBy: null,
  });
});

test('rows are narrowed by action, client, hold and person', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  const read = store.directoryUsers.beginRead(contoso, readAt);
  store.directoryUsers.ingestPage(read, { users: users.slice(0, 3), removed: [] }, readAt);
  savePlan(store);
  const ids = (filter: Partial<PlanRowFilter>): string[] =>
    store.plans.rows(planId, { ...allRows, ...filter }, firstPage).rows.map(({ entraObjectId }) => entraObjectId);
  expect(ids({ action: 'create' })).toEqual(['user-bea', 'user-dan']);
  expect(ids({ actions: ['create', 'link'], clientId: contosoId })).toEqual(['user-bea', 'user-ann']);
  expect(ids({ search: 'marsh' })).toEqual(['user-bea']);
  expect(ids({ isHeld: true })).toEqual([]);
  expect(ids({ isHeld: false })).toHaveLength(4);
  expect(store.plans.countByClient(planId)).toContainEqual({
    clientId: contosoId,
    action: 'link',
    isHeld: false,
    n: 1,
  });
});

test('a plan that does not exist is a clear error', () => {
  const store = aStore();
  expect(store.plans.find(asId('nothing'))).toBeNull();
  expect(() => store.plans.get(asId('nothing'))).toThrow(expect.objectContaining({ code: 'plan.notFound' }));
});

test('only one of two approvals counts', () => {
  const store = aStore();
  savePlan(store);
  const approve = { from: 'ready', to: 'approved', by: 'Olga', at: readAt + 1 } as const;
  expect(store.plans.moveStatus(planId, approve)).toBe(true);
  expect(store.plans.moveStatus(planId, { ...approve, by: 'Piet' })).toBe(false);
  expect(store.plans.get(planId)).toMatchObject({
    status: 'approved',
    approvedBy: 'Olga',
    approvedAt: readAt + 1,
    closedAt: null,
  });
  expect(store.plans.moveStatus(planId, { ...approve, from: 'approved', to: 'applied', at: readAt + 2 })).toBe(true);
  expect(store.plans.get(planId)).toMatchObject({ approvedBy: 'Olga', closedAt: readAt + 2 });
});

test('a newer plan supersedes older ones that nobody approved, and old ones are pruned unless a run used them', () => {
  const store = aStore();
  savePlan(store);
  savePlan(store, { planId: asId('plan-2') });
  savePlan(store, { planId: asId('plan-3') });
  store.plans.moveStatus(asId('plan-2'), { from: 'ready', to: 'approved', by: 'Olga', at: readAt });
  expect(store.plans.supersedeOlder(asId('plan-3'), readAt)).toBe(1);
  expect(store.plans.page(null, firstPage).rows.map(({ planId: id, status }) => [id, status])).toEqual([
    ['plan-3', 'ready'],
    ['plan-2', 'approved'],
    ['plan-1', 'superseded'],
  ]);
  aRun(store);
  expect(store.plans.prune(1)).toBe(0);
  savePlan(store, { planId: asId('plan-4') });
  store.plans.supersedeOlder(asId('plan-4'), readAt);
  expect(store.plans.prune(1)).toBe(1);
  expect(store.plans.find(asId('plan-3'))).toBeNull();
});

test('what remains to be applied shrinks as operations finish, and a begun one comes again', () => {
  const store = aStore();
  savePlan(store);
  const runId = aRun(store);
  expect(
    store.plans.listTenantsToApply(planId).map(({ managedTenantId, changeCount }) => [managedTenantId, changeCount]),
  ).toEqual([
    [managedContoso, 2],
    [`managed-${fabrikamTenantId}`, 1],
  ]);
  const pending = (): PlannedChange[] =>
    store.plans.listPending(planId, { runId, managedTenantId: managedContoso, afterOrdinal: -1 });
  const [first] = pending();
  expect(pending()).toHaveLength(2);
  const begun = store.operations.begin(operationFor(runId, first as PlannedChange));
  expect(pending()).toHaveLength(2);
  store.operations.finish(begun.operationId, done, () => undefined);
  expect(pending().map(({ changeId }) => changeId)).not.toContain(first?.changeId);
  const another = aRun(store, { workflowId: asId('another') });
  expect(
    store.plans.listPending(planId, { runId: another, managedTenantId: managedContoso, afterOrdinal: -1 }),
  ).toHaveLength(2);
});

test('a double click is one run; after it ended the same workflow may run again', () => {
  const store = aStore();
  const first = aRun(store);
  expect(aRun(store)).toBe(first);
  store.runs.setStatus(first, { status: 'running', at: readAt + 1, error: null });
  expect(aRun(store)).toBe(first);
  store.runs.setStatus(first, { status: 'completed', at: readAt + 2, error: null });
  expect(store.runs.get(first)).toMatchObject({ startedAt: readAt + 1, finishedAt: readAt + 2 });
  expect(aRun(store)).not.toBe(first);
  expect(store.runs.listUnfinished()).toHaveLength(1);
  expect(store.runs.page({ runType: null, status: null }, firstPage).total).toBe(2);
});

test('counters move with the journal, once for each change, for the run and for its client', () => {
  const store = aStore();
  const [change] = savePlan(store).filter(({ action }) => action === 'create');
  const runId = aRun(store);
  store.runs.addTenants(runId, [{ managedTenantId: managedContoso, clientId: contosoId, plannedCount: 2 }]);
  store.runs.addTenants(runId, [{ managedTenantId: managedContoso, clientId: contosoId, plannedCount: 2 }]);
  const operation = store.operations.begin(operationFor(runId, change as PlannedChange));
  let stored = 0;
  const finish = (): boolean =>
    store.operations.finish(operation.operationId, done, () => {
      stored += 1;
    });
  expect([finish(), finish()]).toEqual([true, false]);
  expect(stored).toBe(1);
  expect(store.runs.get(runId)).toMatchObject({ totalTenants: 1, counts: { created: 1, linked: 0, failed: 0 } });
  expect(store.runs.listTenants(runId)).toMatchObject([
    { managedTenantId: managedContoso, counts: { created: 1 }, plannedCount: 2 },
  ]);
  expect(store.runs.findLastForTenant(managedContoso)?.counts.created).toBe(1);
  expect(store.operations.countByState(runId)).toEqual({ done: 1 });
});

test('an operation whose result cannot be stored is not finished and not counted', () => {
  const store = aStore();
  const [change] = savePlan(store);
  const runId = aRun(store);
  const operation = store.operations.begin(operationFor(runId, change as PlannedChange));
  const failing = (): boolean =>
    store.operations.finish(operation.operationId, done, () => {
      throw new Error('the link is refused');
    });
  expect(failing).toThrow('the link is refused');
  expect(store.operations.find(operation.operationId)).toMatchObject({ state: 'intended', finishedAt: null });
  expect(store.runs.get(runId).counts.created).toBe(0);
});

test('the journal shows how far a change got before a crash', () => {
  const store = aStore();
  const [change] = savePlan(store);
  const runId = aRun(store);
  const begin = () => store.operations.begin(operationFor(runId, change as PlannedChange));
  const { operationId } = begin();
  store.operations.recordSent(operationId, { method: 'POST', body: { full_name: 'Ann' } });
  const again = begin();
  expect(again).toMatchObject({
    operationId,
    state: 'sent',
    attempts: 2,
    sent: [{ method: 'POST', body: { full_name: 'Ann' } }],
  });
  expect(store.operations.listUnfinished()).toHaveLength(1);
  store.operations.recordSent(operationId, { method: 'PUT' });
  store.operations.recordAnswered(operationId, { status: 200 });
  store.operations.finish(operationId, done, () => undefined);
  expect(begin()).toMatchObject({ state: 'done', attempts: 2, answered: [{ status: 200 }], contactId: 'contact-new' });
  expect(() => store.operations.recordSent(operationId, {})).toThrow('not open');
  expect(store.operations.markUndone(operationId, { observed: null })).toBe(true);
  expect(store.operations.markUndone(operationId, {})).toBe(false);
  expect(store.operations.find(operationId)).toMatchObject({ state: 'undone', undone: { observed: null } });
  expect(store.operations.listByIdentity(change as PlannedChange)).toHaveLength(1);
  expect(store.operations.pageByRun(runId, { state: 'undone', managedTenantId: null }, firstPage).rows[0]?.runId).toBe(
    runId,
  );
  expect(store.operations.listByContact(asId('contact-new'))).toHaveLength(1);
});
