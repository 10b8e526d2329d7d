/** Which runs wait in the cancel window: those with something one-way that somebody started, and nobody else. */
import { expect, test } from 'vitest';
import { aStore } from '../../../test/builders/stores.ts';
import { oneWayInWords } from '../domain/plan/one-way.ts';
import type { SyncContext } from './context.ts';
import { jobKeyOf, type RunRequest, startRun, windowOfRun } from './start-run.ts';

const at = 1_800_000_000_000;
const oneWay = oneWayInWords({ contactCreated: 3 });

function started(request: Partial<RunRequest>, windowMs = 5000) {
  const store = aStore();
  const ctx = {
    store,
    now: () => at,
    operator: () => 'sam',
    oneWayWindowMs: () => windowMs,
    changed: () => undefined,
    runner: { wake: () => undefined },
  } as unknown as SyncContext;
  const { runId } = startRun(ctx, { runType: 'all-tenants', jobKind: 'k', segments: ['s'], payload: {}, ...request });
  const job = store.jobs.findUnfinishedByKey(jobKeyOf(runId));
  return { runAt: job?.runAt, window: windowOfRun(ctx, job) };
}

test('a run that an operator started waits when something in it is one-way', () => {
  expect(started({ oneWay })).toEqual({ runAt: at + 5000, window: { endsAt: at + 5000, oneWay } });
});

test.each<[string, Partial<RunRequest>, number]>([
  ['the schedule started it', { oneWay, trigger: 'scheduled' }, 5000],
  ['nothing in it is one-way', { oneWay: [] }, 5000],
  ['it does not say', {}, 5000],
  ['the setting is 0, or nobody is there', { oneWay }, 0],
])('a run begins at once where %s', (...[_why, request, windowMs]) => {
  expect(started(request, windowMs)).toEqual({ runAt: at, window: null });
});
