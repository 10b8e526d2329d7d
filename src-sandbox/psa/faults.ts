/**
 * Planned misbehaviour of the simulated server, decided per request before and after its effect.
 * The order matters and is a promise to tests: a fault "before" means nothing was written, a fault "after" means the write
 * is there and only the answer is lost. Faults count down and disappear; nothing here is random.
 */
import { ApiError, errorReply } from './envelope.ts';
import { htmlReply, type PsaRequest, type Reply } from './http.ts';
import { refuseForRate } from './rate-limit.ts';

/** `method` may be `write` for anything but GET, HEAD and OPTIONS; both parts empty means every API request. */
export type RequestMatch = { method: string | null; path: string | null };

type DropFault = {
  match: RequestMatch;
  when: 'before' | 'after';
  /** Drop the n-th matching request once, or every n-th of them. */
  nth: number;
  repeat: boolean;
  seen: number;
  left: number;
};

type Counted = { match: RequestMatch; left: number };
type LateFault = Counted & { ms: number };
type FailFault = Counted & { status: number };
type ThrottleFault = Counted & { retryAfterSeconds: number };
type ForgetFault = { field: string; left: number; everyNth: number; seen: number; echo: boolean };

export type FaultState = {
  late: LateFault[];
  drops: DropFault[];
  fails: FailFault[];
  throttles: ThrottleFault[];
  html: Counted[];
  truncated: Counted[];
  forgets: ForgetFault[];
};

export type FaultPlan = {
  /** An answer given in place of doing anything. */
  instead: Reply | null;
  dropBefore: boolean;
  dropAfter: boolean;
  truncate: boolean;
  delayMs: number;
  /** Name of the fault for the request log. */
  name: string | null;
};

export function createFaults(): FaultState {
  return { late: [], drops: [], fails: [], throttles: [], html: [], truncated: [], forgets: [] };
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isWrite(method: string): boolean {
  return !READING.has(method);
}

export function matches(match: RequestMatch, request: PsaRequest): boolean {
  if (!request.path.startsWith('/api')) return false;
  if (match.path !== null && !request.path.includes(match.path)) return false;
  if (match.method === null) return true;
  return match.method === 'WRITE' ? isWrite(request.method) : match.method === request.method;
}

/** Takes one from the first fault of the list that still has some left for this request. */
function take<T extends Counted>(faults: T[], request: PsaRequest): T | null {
  const found = faults.find((fault) => fault.left > 0 && matches(fault.match, request));
  if (!found) return null;
  found.left -= 1;
  return found;
}

function takeDrop(faults: DropFault[], request: PsaRequest): DropFault | null {
  let hit: DropFault | null = null;
  for (const fault of faults) {
    if (fault.left <= 0 || !matches(fault.match, request)) continue;
    fault.seen += 1;
    const due = fault.repeat ? fault.seen % fault.nth === 0 : fault.seen === fault.nth;
    if (!due || hit) continue;
    fault.left -= 1;
    hit = fault;
  }
  return hit;
}

function failReply(status: number): Reply {
  if (status === 500) return errorReply(new ApiError('INTERNAL_ERROR', 'An unexpected error occurred'));
  // What stands between a client and the product (a proxy) speaks HTML, not the product's envelope.
  return htmlReply(
    status,
    `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`,
  );
}

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action="/auth/signin"><input name="email"></form></body></html>';

/** Decides what happens to one request. Counts down every fault it uses, so it is called once per request. */
export function planFaults(faults: FaultState, request: PsaRequest, now: number): FaultPlan {
  const plan: FaultPlan = {
    instead: null,
    dropBefore: false,
    dropAfter: false,
    truncate: false,
    delayMs: take(faults.late, request)?.ms ?? 0,
    name: null,
  };
  if (plan.delayMs > 0) plan.name = 'late';
  const drop = takeDrop(faults.drops, request);
  if (drop)
    return { ...plan, dropBefore: drop.when === 'before', dropAfter: drop.when === 'after', name: `drop-${drop.when}` };
  const throttle = request.path.startsWith('/api/v1') ? take(faults.throttles, request) : null;
  if (throttle) {
    const { headers, error } = refuseForRate(120, throttle.retryAfterSeconds * 1000, now);
    return { ...plan, instead: errorReply(error, headers), name: 'throttle' };
  }
  const fail = take(faults.fails, request);
  if (fail) return { ...plan, instead: failReply(fail.status), name: `fail-${fail.status}` };
  if (take(faults.html, request)) return { ...plan, instead: htmlReply(200, LOGIN_PAGE), name: 'html' };
  if (take(faults.truncated, request)) return { ...plan, truncate: true, name: 'truncated' };
  return plan;
}

/** Removes the fields a forgetting server would lose from a checked body; returns those it claims to have kept. */
export function forgetFields(faults: FaultState, body: Record<string, unknown>): Record<string, unknown> {
  const echo: Record<string, unknown> = {};
  for (const fault of faults.forgets) {
    if (fault.left <= 0 || !(fault.field in body)) continue;
    fault.seen += 1;
    if (fault.seen % fault.everyNth !== 0) continue;
    fault.left -= 1;
    if (fault.echo) echo[fault.field] = body[fault.field];
    delete body[fault.field];
  }
  return echo;
}
