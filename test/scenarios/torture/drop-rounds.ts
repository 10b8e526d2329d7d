/**
 * Cuts the line at every request of one push, once before its effect and once instead of its answer. A first, undisturbed push
 * names its requests; then the same push is repeated from the same world, each time with every n-th of them cut, until each
 * has been. The engine finishes by itself every time, and every push is judged like a killed one.
 */
import { anEngine, inAHurry } from '../support/engine.ts';
import { judge, type Verdict } from './judge.ts';
import type { Fate, LineRequest, Watcher } from './line.ts';
import { createPromises } from './promises.ts';
import { psaTruth } from './psa-truth.ts';
import type { Round, TortureWorld } from './torture-world.ts';

export interface DropFigures {
  /** Requests of the undisturbed push. */
  readonly requests: number;
  readonly changes: number;
  readonly drops: number;
  readonly complaints: readonly (Verdict & { readonly seed: string })[];
}

type Cut = 'cutBefore' | 'cutAfter';

interface Options {
  readonly seed: string;
  readonly fates: readonly Cut[];
  /** Every so many requests one is cut in the same push. */
  readonly apart: number;
  /** Cut only this share of all requests, 1 of so many; 1: every one. */
  readonly oneOf: number;
}

export async function runDropRounds(world: TortureWorld, { seed, fates, apart, oneOf }: Options): Promise<DropFigures> {
  const original = await world.startRound(seed);
  const names = requestNames(() => 'pass');
  const clean = await push(world, original, names.watcher);
  const complaints = [{ ...clean.verdict, seed: `${seed}/clean` }];
  const wanted = [...names.seen].filter((_, index) => index % oneOf === 0);
  let drops = 0;
  for (const fate of fates) {
    /** Cuts these, and answers which of them never came: an earlier cut may have made a request needless. */
    const cut = async (names: readonly string[], label: string): Promise<string[]> => {
      const due = new Set(names);
      const { watcher } = requestNames((name) => (due.delete(name) ? fate : 'pass'));
      const { verdict } = await push(world, original, watcher);
      drops += names.length - due.size;
      complaints.push({ ...verdict, seed: `${seed}/${fate}/${label}` });
      return [...due];
    };
    const missed: string[] = [];
    for (let offset = 0; offset < apart; offset++)
      missed.push(
        ...(await cut(
          wanted.filter((_, index) => index % apart === offset),
          `${offset}`,
        )),
      );
    for (const name of missed)
      for (const left of await cut([name], name))
        complaints.at(-1)?.stuck.push(`${left} never came, so it was not cut`);
  }
  await original.end();
  return {
    requests: names.seen.size,
    changes: clean.changes,
    drops,
    complaints: complaints.filter(
      (one) => one.lost.length + one.twice.length + one.foreign.length + one.stuck.length > 0,
    ),
  };
}

/**
 * Names requests so that the same request has the same name in every push: the n-th of its kind about the same contact. A
 * created contact goes by its address, because its id depends on the order of arrival.
 */
function requestNames(fateOf: (name: string) => Fate): {
  readonly seen: ReadonlySet<string>;
  readonly watcher: Watcher;
} {
  const seen = new Set<string>();
  const times = new Map<string, number>();
  const addresses = new Map<string, string>();
  function nameOf({ method, path, body }: LineRequest): string {
    const id = path.split(/[/?]/).find((part) => addresses.has(part));
    const subject = id === undefined ? path : path.replace(id, addresses.get(id) ?? id);
    const kind = `${method} ${subject} ${method === 'POST' ? (JSON.parse(body) as { email?: string }).email : ''}`;
    const count = (times.get(kind) ?? 0) + 1;
    times.set(kind, count);
    return `${kind}#${count}`;
  }
  return {
    seen,
    watcher: {
      fate(request) {
        const name = nameOf(request);
        seen.add(name);
        return fateOf(name);
      },
      onEffect({ method }, answer) {
        if (method !== 'POST') return;
        const { data } = JSON.parse(answer) as { data?: { contact_name_id?: string; email?: string } };
        if (data?.contact_name_id && data.email) addresses.set(data.contact_name_id, data.email);
      },
    },
  };
}

const patienceMs = 120_000;

async function push(
  world: TortureWorld,
  original: Round,
  watcher: Watcher,
): Promise<{ verdict: Verdict; changes: number }> {
  const { home, planId, before, end } = await world.repeat(original);
  const engine = await anEngine({ home, patience: inAHurry });
  world.line.watch(watcher);
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref());
  const run = await Promise.race([engine.client.runs.apply({ planId }).then(engine.ended), late]);
  world.line.watch(null);
  const { counts } = await engine.client.plans.get({ planId });
  await engine.close();
  const after = psaTruth(world.sandbox);
  const verdict = judge({ home, planId, before, after, promises: createPromises(), lateWrites: [] });
  if (run === null) verdict.stuck.push(`the run did not end within ${patienceMs / 1000} s`);
  await end();
  return { verdict, changes: counts.create + counts.link + counts.update + counts.inactivate };
}
