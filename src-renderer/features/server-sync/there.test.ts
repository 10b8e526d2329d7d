import { describe, expect, it } from 'vitest';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { PoisonRow, ThereTenant } from '../../../shared/contract/server-entries.ts';
import {
  clientsOf,
  countByKind,
  differs,
  newestOpenPlan,
  newestRunThere,
  outcomeSentence,
  serverResultWord,
} from './there.ts';

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
    const runs = [
      run({ runId: 'here', workflowId: 'concord-apply:p2:bucket-1' }),
      run({ runId: 'there', workflowId: 'concord-there:p1:bucket-1' }),
    ];
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

  it('says that numbers differ when reading back shows something else than planned or reported', () => {
    expect(differs({ planned: 3, reported: 3, observed: 3 })).toBe(false);
    expect(differs({ planned: 3, reported: null, observed: 3 })).toBe(false);
    expect(differs({ planned: 3, reported: 3, observed: 2 })).toBe(true);
    expect(differs({ planned: 3, reported: 0, observed: 3 })).toBe(true);
  });

  it('judges a run by what was read back, not by its completing', () => {
    const same = { planned: 1, reported: 1, observed: 1 };
    const tenant = (status: string, created = same) =>
      ({ status, created, linked: same, inactivated: same }) as ThereTenant;
    const silent = tenant('completed', { planned: 9, reported: 9, observed: 0 });
    expect(outcomeSentence([tenant('completed'), silent, tenant('failed')])).toBe(
      'Read back: 1 of 3 tenants as planned. The server failed for 1.',
    );
  });

  it('keeps a word of the server that it does not know', () => {
    expect(serverResultWord('failed').tone).toBe('bad');
    expect(serverResultWord('sleeping')).toEqual({ label: 'sleeping', tone: 'neutral' });
  });
});
