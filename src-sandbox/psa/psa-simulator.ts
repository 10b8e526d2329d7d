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
import { writeDecision } from './entra-routes/confirm-mappings.ts';
import { recordDiscovery } from './entra-routes/connection-routes.ts';
import type { DirectoryGroupFact, EntraServices, ManagedTenantFact } from './entra-routes/context.ts';
import { handleEntra } from './entra-routes/router.ts';
import { createEntraVerbs } from './entra-verbs.ts';
import { ApiError, errorReply } from './envelope.ts';
import { type ControlVerb, createFaultVerbs } from './fault-verbs.ts';
import { createFaults, type FaultPlan, forgetFields, isWrite, planFaults } from './faults.ts';
import { type FlagServices, handleFlags } from './flags.ts';
import { nextNotFoundPage, type PsaRequest, type Reply, readRequest, sendReply } from './http.ts';
import { createIdSource } from './ids.ts';
import { type ProviderFault, withProviderFaults } from './provider-faults.ts';
import { createRateLimit } from './rate-limit.ts';
import { createSessionSettings, handlePages } from './session.ts';
import { createEmptyStore, createStore, type PsaState, type PsaStore, snapshot } from './state.ts';
import { handleV1 } from './v1-router.ts';
import { createWorker, type Worker } from './workflows/worker.ts';

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

type PsaSimulatorOptions = {
  seed: PsaSeed;
  now: () => number;
  listDirectoryUsers: (entraTenantId: string) => SandboxUser[];
  listManagedTenants: () => ManagedTenantFact[];
  listDirectoryGroups?: (entraTenantId: string) => DirectoryGroupFact[];
  log: (entry: PsaLogEntry) => void;
};

export type PsaSimulator = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  control: Record<string, ControlVerb>;
  state: () => PsaState;
  reset: () => void;
};

/** Everything that a reset throws away and makes anew. */
type Life = { store: PsaStore; masterStore: PsaStore; worker: Worker };

function beginLife(options: PsaSimulatorOptions): Life {
  const { seed, now } = options;
  const store = createStore(seed, now);
  seedMappings(store, seed, options.listManagedTenants);
  const masterStore = createEmptyStore(seed.masterTenantId, now);
  return { store, masterStore, worker: createWorker(createIdSource(`execution:${seed.tenant}`)) };
}

/** Mappings an operator confirmed on the server before the story starts. */
function seedMappings(store: PsaStore, seed: PsaSeed, listManagedTenants: () => ManagedTenantFact[]): void {
  if (seed.confirmedMappings.length === 0) return;
  const wanted = new Map(seed.confirmedMappings.map((row) => [row.entra_tenant_id, row.client_id]));
  recordDiscovery(
    store,
    listManagedTenants().filter((fact) => wanted.has(fact.entraTenantId)),
  );
  for (const managed of store.managedTenants.values()) {
    const decision = {
      managedTenantId: managed.managed_tenant_id,
      clientId: wanted.get(managed.entra_tenant_id) ?? null,
      state: 'mapped' as const,
      confidenceScore: 1,
      portal: {},
    };
    writeDecision(store, decision, seed.operator.userId);
  }
}

export function createPsaSimulator(options: PsaSimulatorOptions): PsaSimulator {
  const { seed, now } = options;
  const access = createAccess(seed);
  const rateLimit = createRateLimit();
  const faults = createFaults();
  const sessionSettings = createSessionSettings();
  const mounted: EntraServices['mounted'] = { mode: 'head' };
  const validation: EntraServices['validation'] = { failure: null };
  const flagBackend: FlagServices['backend'] = { mode: 'ready' };
  const providerFaults: ProviderFault[] = [];
  let life = beginLife(options);

  const directory = withProviderFaults(
    {
      listUsers: options.listDirectoryUsers,
      listManagedTenants: options.listManagedTenants,
      listGroups: options.listDirectoryGroups ?? (() => []),
    },
    providerFaults,
  );

  const sessions = () => ({ seed, store: life.store, settings: sessionSettings, now });

  function entraServices(): EntraServices {
    const { store, worker } = life;
    const isSuspended = () => access.tenantSuspended;
    const workflows = { store, worker, isSuspended, listUsers: directory.listUsers };
    return { store, access, worker, directory, workflows, mounted, validation, now };
  }

  const v1Services = {
    access,
    rateLimit,
    now,
    storeOf: (tenant: string) => (tenant === seed.tenant ? life.store : life.masterStore),
    forgetFields: (body: Record<string, unknown>) => forgetFields(faults, body),
  };

  function route(request: PsaRequest): Reply {
    const refused = edgeMiddleware(request);
    if (refused) return refused;
    const flagServices = {
      access,
      masterTenantId: seed.masterTenantId,
      flags: life.store.flags,
      backend: flagBackend,
      now,
    };
    return (
      handleFlags(flagServices, request) ??
      handleEntra(entraServices(), request) ??
      handlePages(sessions(), request) ??
      (request.path.startsWith('/api/v1/') ? handleV1(v1Services, request) : nextNotFoundPage())
    );
  }

  function answer(request: PsaRequest): Reply {
    try {
      const reply = route(request);
      return { ...reply, headers: { 'access-control-allow-origin': '*', ...reply.headers } };
    } catch {
      return errorReply(new ApiError('INTERNAL_ERROR', 'An unexpected error occurred'));
    }
  }

  return {
    async handle(message, response) {
      const request = await readRequest(message).catch(() => null);
      if (request === null) {
        response.destroy(); // the caller went away in the middle of its own request
        return;
      }
      const plan = planFaults(faults, request, now());
      const log = (status: number | null) => options.log(logEntry(request, { at: now(), status, fault: plan.name }));
      if (plan.dropBefore) {
        log(null);
        response.destroy();
        return;
      }
      const reply = plan.instead ?? answer(request);
      log(plan.dropAfter || plan.truncate ? null : reply.status);
      await deliver(response, reply, plan);
    },

    control: {
      ...createFaultVerbs(faults),
      ...createAccessVerbs(access, rateLimit, now),
      ...createContactVerbs(() => life.store),
      ...createEntraVerbs({ services: entraServices, sessions, providerFaults, flagBackend }),
    },

    state: () => snapshot(life.store),

    reset() {
      life.worker.kill();
      Object.assign(access, createAccess(seed));
      Object.assign(rateLimit, createRateLimit());
      Object.assign(faults, createFaults());
      Object.assign(sessionSettings, createSessionSettings());
      mounted.mode = 'head';
      validation.failure = null;
      flagBackend.mode = 'ready';
      providerFaults.length = 0;
      life = beginLife(options);
    },
  };
}

function logEntry(
  request: PsaRequest,
  outcome: { at: number; status: number | null; fault: string | null },
): PsaLogEntry {
  return {
    at: outcome.at,
    service: 'psa',
    method: request.method,
    path: request.path,
    query: request.query.toString(),
    status: outcome.status,
    write: isWrite(request.method),
    fault: outcome.fault,
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
