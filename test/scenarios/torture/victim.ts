/**
 * Starts a victim and kills it at the place its death certificate names: at a request on the line (before its effect, after it,
 * after its answer, or with the request arriving late), around a decision, or at any time, start-up and recovery included.
 */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../../src-sandbox/scenarios/random.ts';
import type { Fate, Line, LineRequest, Watcher } from './line.ts';
import type { VictimLine, VictimOrders } from './victim-lines.ts';

export type Death =
  | {
      readonly at: 'request';
      readonly number: number;
      readonly stage: 'before' | 'after' | 'late';
      readonly lateMs: number;
    }
  | { readonly at: 'answer'; readonly number: number; readonly afterMs: number }
  | { readonly at: 'decision'; readonly number: number; readonly when: 'asked' | 'answered'; readonly afterMs: number }
  | { readonly at: 'time'; readonly from: 'spawn' | 'open'; readonly afterMs: number };

/** A place to die at, likely to be reached by a victim with these orders. */
export function drawDeath(random: Random, { planId, decisions }: Pick<VictimOrders, 'planId' | 'decisions'>): Death {
  const afterMs = random.int(0, 8);
  if (random.chance(0.1)) return { at: 'time', from: 'spawn', afterMs: random.int(100, 1500) };
  if (random.chance(0.1)) return { at: 'time', from: 'open', afterMs: random.int(0, 300) };
  if (decisions > 0 && (planId === null || random.chance(0.5)))
    return { at: 'decision', number: random.int(1, 8), when: random.pick(['asked', 'answered']), afterMs };
  const number = random.int(1, 24);
  if (random.chance(0.4)) return { at: 'answer', number, afterMs };
  return { at: 'request', number, stage: random.pick(['before', 'after', 'late']), lateMs: random.int(20, 1500) };
}

export interface VictimStory {
  readonly wasKilled: boolean;
  readonly lines: readonly VictimLine[];
  /** Writes of this victim that arrive after its death, as `METHOD path`. */
  readonly lateWrites: readonly string[];
  /** The end of what it wrote to standard error, for reports. */
  readonly stderr: string;
}

/** Its sources, or the bundle that `torture.main.ts` made of them. */
const entry = process.env['TORTURE_VICTIM'] ?? fileURLToPath(new URL('./engine.child.ts', import.meta.url));
/** Hundreds of processes load the same modules: compiled once, they start in half the time. */
const compiled = process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'concord-torture-compiled');

/** Runs one victim to its death or its end; answers once the process is gone. */
export async function runVictim(orders: VictimOrders, death: Death, line: Line): Promise<VictimStory> {
  const child = spawn(process.execPath, [entry, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  const lines: VictimLine[] = [];
  let stderr = '';
  let wasKilled = false;
  const kill = () => {
    wasKilled = child.kill('SIGKILL') || wasKilled;
  };
  const killIn = (ms: number) => void (ms === 0 ? kill() : setTimeout(kill, ms));
  const lateWrites: string[] = [];
  line.watch(executioner(death, { kill, killIn, lateWrites }));
  if (death.at === 'time' && death.from === 'spawn') killIn(death.afterMs);
  let decisionLines = 0;
  createInterface({ input: child.stdout }).on('line', (text) => {
    const said = JSON.parse(text) as VictimLine;
    lines.push(said);
    if (death.at === 'time' && death.from === 'open' && said.event === 'open') killIn(death.afterMs);
    if (death.at === 'decision' && said.event === death.when && ++decisionLines === death.number) killIn(death.afterMs);
  });
  child.stderr.on('data', (chunk) => {
    stderr = `${stderr}${String(chunk)}`.slice(-4000);
  });
  await new Promise((resolve) => child.once('close', resolve));
  line.watch(null);
  process.off('exit', orphaned);
  return { wasKilled: wasKilled && child.signalCode === 'SIGKILL', lines, lateWrites, stderr };
}

interface Tools {
  kill(): void;
  killIn(ms: number): void;
  readonly lateWrites: string[];
}

function executioner(death: Death, { kill, killIn, lateWrites }: Tools): Watcher {
  let count = 0;
  let chosen: LineRequest | null = null;
  return {
    fate(request: LineRequest): Fate {
      count += 1;
      if (death.at === 'answer' && count === death.number) chosen = request;
      if (death.at !== 'request' || count !== death.number) return 'pass';
      if (death.stage === 'after') {
        chosen = request;
        return 'cutAfter';
      }
      kill();
      if (death.stage === 'before') return 'cutBefore';
      if (request.method !== 'GET') lateWrites.push(`${request.method} ${request.path}`);
      return { lateMs: death.lateMs };
    },
    onEffect(request: LineRequest) {
      if (death.at === 'request' && request === chosen) kill();
    },
    onAnswered(request: LineRequest) {
      if (death.at === 'answer' && request === chosen) killIn(death.afterMs);
    },
  };
}
