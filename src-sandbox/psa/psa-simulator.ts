/**
 * The simulated AlgaPSA: one object that answers HTTP as contracts/psa.md says the real one does, misbehaves when the control
 * API asks for it, and shows its whole state to tests. It imports nothing of the product: a witness must not share the
 * mistakes of the accused.
 * Invariant: the effect of a request and the fate of its answer are separate, so "written, but the answer was lost" is real.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PsaSeed, SandboxUser } from '../scenarios/world.ts';
import { createAccess, edgeMiddleware } from './access.ts';
import { createAccessVerbs } from './access-verbs.ts';
import { createContactVerbs } from './contact-verbs.ts';
import { ApiError, errorReply } from './envelope.ts';
import { type ControlVerb, createFaultVerbs } from './fault-verbs.ts';
import { createFaults, type FaultPlan, forgetFields, isWrite, planFaults } from './faults.ts';
import { nextNotFoundPage, type PsaRequest, type Reply, readRequest, sendReply } from './http.ts';
import { createRateLimit } from './rate-limit.ts';
import { createEmptyStore, createStore, type PsaState, type PsaStore, snapshot } from './state.ts';
import { handleV1 } from './v1-router.ts';

/** What the PSA's own directory connection would discover; the sandbox's directory side supplies it. */
export type ManagedTenantFact = {
  entraTenantId: string;
  displayName: string;
  primaryDomain: string | null;
  sourceUserCount: number;
};

/** One line of the request log. `status` is null when the connection was dropped instead of answered. */
export type PsaLogEntry = {
  at: number;
  service: 'psa';
  method: string;
  path: string;
  query: string;
  status: number | null;
  write: boolean;
  fault: string | null;
};

export type PsaSimulatorOptions = {
  seed: PsaSeed;
  now: () => number;
  listDirectoryUsers: (entraTenantId: string) => SandboxUser[];
  listManagedTenants: () => ManagedTenantFact[];
  log: (entry: PsaLogEntry) => void;
};

export type PsaSimulator = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  control: Record<string, ControlVerb>;
  state: () => PsaState;
  reset: () => void;
};

export function createPsaSimulator(options: PsaSimulatorOptions): PsaSimulator {
  const { seed, now } = options;
  const access = createAccess(seed);
  const rateLimit = createRateLimit();
  const faults = createFaults();
  let store = createStore(seed, now);
  let masterStore = createEmptyStore(seed.masterTenantId, now);
  const storeOf = (tenant: string): PsaStore => (tenant === seed.tenant ? store : masterStore);

  const services = {
    access,
    rateLimit,
    now,
    storeOf,
    forgetFields: (body: Record<string, unknown>) => forgetFields(faults, body),
  };

  async function route(request: PsaRequest): Promise<Reply> {
    const refused = edgeMiddleware(request);
    if (refused) return refused;
    if (request.path.startsWith('/api/v1/')) return handleV1(services, request);
    return nextNotFoundPage();
  }

  async function answer(request: PsaRequest): Promise<Reply> {
    try {
      const reply = await route(request);
      return { ...reply, headers: { 'access-control-allow-origin': '*', ...reply.headers } };
    } catch {
      return errorReply(new ApiError('INTERNAL_ERROR', 'An unexpected error occurred'));
    }
  }

  return {
    async handle(message, response) {
      const request = await readRequest(message);
      const plan = planFaults(faults, request, now());
      const log = (status: number | null) =>
        options.log({
          at: now(),
          service: 'psa',
          method: request.method,
          path: request.path,
          query: request.query.toString(),
          status,
          write: isWrite(request.method),
          fault: plan.name,
        });
      if (plan.dropBefore) {
        log(null);
        response.destroy();
        return;
      }
      const reply = plan.instead ?? (await answer(request));
      log(plan.dropAfter || plan.truncate ? null : reply.status);
      await deliver(response, reply, plan);
    },

    control: {
      ...createFaultVerbs(faults),
      ...createAccessVerbs(access, rateLimit, now),
      ...createContactVerbs(() => store),
    },

    state: () => snapshot(store),

    reset() {
      Object.assign(access, createAccess(seed));
      Object.assign(rateLimit, createRateLimit());
      Object.assign(faults, createFaults());
      store = createStore(seed, now);
      masterStore = createEmptyStore(seed.masterTenantId, now);
    },
  };
}

async function deliver(response: ServerResponse, reply: Reply, plan: FaultPlan): Promise<void> {
  if (plan.delayMs > 0) await sleep(plan.delayMs);
  if (plan.dropAfter) {
    response.destroy();
    return;
  }
  if (plan.truncate) {
    response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
    response.write(reply.body.slice(0, Math.floor(reply.body.length / 2)), () => response.destroy());
    return;
  }
  sendReply(response, reply);
}
