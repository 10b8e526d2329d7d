import { describe, expect, it } from 'vitest';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { clientsOf, countByKind, newestOpenPlan, newestRunThere } from './there.ts';

type Some<Whole> = Partial<Whole> & object;
const plan = (part: Some<PlanHeader>) => part as PlanHeader;
const run = (part: Some<RunView>) => part as RunView;
const row = (part: Some<PoisonRow>) => part as PoisonRow;

describe('what the screen for applying there derives', () => {
  it('offers the newest plan that is open and has no run yet', () => {
    const plans = [
      plan({ planId: 'gone', status: 'discarded', runId: null }),
      plan({ planId: 'running', status: 'approved', runId: 'r1' }),
      plan({ planId: 'open', status: 'approved', runId: null }),
      plan({ planId: 'older', status: 'ready', runId: null }),
    ];
    expect(newestOpenPlan(plans)?.planId).toBe('open');
    expect(newestOpenPlan(plans.slice(0, 2))).toBeNull();
  });

  it('takes only runs that were made on the server for the last run there', () => {
    const runs = [run({ runId: 'here', place: 'here' }), run({ runId: 'there', place: 'there' })];
    expect(newestRunThere(runs)?.runId).toBe('there');
    expect(newestRunThere(runs.slice(0, 1))).toBeNull();
  });

  it('counts people by kind and the clients that they would make fail', () => {
    const rows = [
      row({ kind: 'phoneCharacters', clientId: 'a' }),
      row({ kind: 'addressIsAdditional', clientId: 'a' }),
      row({ kind: 'phoneCharacters', clientId: 'b' }),
    ];
    expect(countByKind(rows)).toEqual([
      { kind: 'phoneCharacters', count: 2 },
      { kind: 'addressIsAdditional', count: 1 },
    ]);
    expect(clientsOf(rows)).toBe(2);
  });
});
