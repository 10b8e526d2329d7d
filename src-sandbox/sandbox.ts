/**
 * Composes one simulated world: builds it from a scenario and a seed, puts identity, Graph, CIPP, the PSA and the control
 * API on five loopback ports, and takes it down again. Nothing here ever listens on another address than 127.0.0.1.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCipp } from './cipp/cipp.ts';
import { type CippServices, createCippState } from './cipp/cipp-context.ts';
import type { ControlVerb } from './control/arguments.ts';
import { createControl } from './control/control.ts';
import { createCippVerbs, createGraphVerbs, createIdentityVerbs, createWireVerbs } from './control/service-verbs.ts';
import { createSignInVerbs } from './control/sign-in-verbs.ts';
import { createDirectory, type Directory } from './directory/directory.ts';
import { createPersonVerbs } from './directory/person-verbs.ts';
import { createTenantVerbs } from './directory/tenant-verbs.ts';
import { createGraph } from './graph/graph.ts';
import { createGraphState } from './graph/graph-context.ts';
import { createOneOffQueue } from './http/one-off.ts';
import { answering, createWire, type LoggedRequest, type RawHandler, type Wire } from './http/wire.ts';
import { createIdentity } from './identity/identity.ts';
import { createIdentityState } from './identity/identity-state.ts';
import { createTokenBox } from './identity/tokens.ts';
import { createPsaSimulator } from './psa/psa-simulator.ts';
import { type BuiltWorld, buildWorld, type ScenarioName } from './scenarios/build-world.ts';
import type { PlantedCase } from './scenarios/planted-cases.ts';
import type { World } from './scenarios/world.ts';

export type SandboxOptions = {
  scenario: ScenarioName;
  seed?: number;
  /** First of five consecutive ports; 0 or absent = any free ones. */
  port?: number;
  /** Added to each answer of every service. */
  latencyMs?: number;
  now?: () => number;
};

/** What `src-sandbox/main.ts` prints: every address and credential of this world. */
export type SandboxInfo = {
  scenario: string;
  seed: number;
  identity: {
    url: string;
    partnerTenantId: string;
    clientId: string;
    clientSecret: string;
    operator: { upn: string; password: string };
  };
  graph: { url: string };
  cipp: { url: string; token: string; tenantId: string; clientId: string; clientSecret: string };
  psa: {
    url: string;
    apiKey: string;
    readOnlyApiKey: string;
    masterApiKey: string;
    tenantId: string;
    masterTenantId: string;
    session: { signInUrl: string; email: string; password: string; cookieName: string };
  };
  control: { url: string };
  pid: number;
};

export type Sandbox = {
  info: SandboxInfo;
  /** Calls a control verb in process; throws what the HTTP API would answer as an error. */
  control(verb: string, args?: Record<string, unknown>): Promise<unknown>;
  requests(): LoggedRequest[];
  clearRequests(): void;
  /** The living world, the PSA's truth included. */
  state(): { world: World; psa: unknown };
  plantedCases(): PlantedCase[];
  stop(): Promise<void>;
};

/** One world and its services; replaced as a whole by a reset. */
type Living = {
  built: BuiltWorld;
  directory: Directory;
  handlers: Record<'identity' | 'graph' | 'cipp' | 'psa', RawHandler>;
  verbs: Record<string, ControlVerb>;
  psaState: () => unknown;
};

function bringToLife(options: Required<SandboxOptions>, wire: Wire): Living {
  const { now, scenario, seed } = options;
  const built = buildWorld(scenario, seed);
  const directory = createDirectory(built.world);
  const tokens = createTokenBox(`${scenario}/${seed}`);
  const identityState = createIdentityState(directory, tokens, now);
  const graphState = createGraphState();
  const cippState = createCippState();
  const faults = { graph: createOneOffQueue(), cipp: createOneOffQueue() };
  const graphServices = { directory, tokens, now, state: graphState };
  const cippServices: CippServices = {
    directory,
    tokens,
    now,
    state: cippState,
    askGraph: createGraph(graphServices, createOneOffQueue()),
  };
  const psa = createPsaSimulator({
    seed: built.world.psa,
    now,
    log: () => undefined, // the wire around it keeps the one log
    listDirectoryUsers: (entraTenantId) => directory.findTenant(entraTenantId)?.users ?? [],
    listManagedTenants: () =>
      built.world.tenants.map((tenant) => ({
        entraTenantId: tenant.entraTenantId,
        displayName: tenant.displayName,
        primaryDomain: tenant.defaultDomain,
        sourceUserCount: tenant.users.length,
      })),
  });
  const verbs: Record<string, ControlVerb> = {
    ...createPersonVerbs(directory, now),
    ...createTenantVerbs(directory),
    ...createGraphVerbs(faults.graph, graphState),
    ...createCippVerbs(faults.cipp, cippState),
    ...createIdentityVerbs(identityState),
    ...createSignInVerbs(identityState),
    ...createWireVerbs(wire, faults),
    ...psa.control,
  };
  for (const call of built.startWith) verbs[call.verb]?.(call.args);
  return {
    built,
    directory,
    verbs,
    handlers: {
      identity: answering(createIdentity(identityState)),
      graph: answering(createGraph(graphServices, faults.graph)),
      cipp: answering(createCipp(cippServices, faults.cipp)),
      psa: (message, response) => psa.handle(message, response),
    },
    psaState: () => psa.state(),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port); // a TCP server's address is an AddressInfo
    });
  });
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function describe(world: World, ports: Record<PortName, number>): SandboxInfo {
  const { partner, psa } = world;
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  const operator = partner.operators[0];
  return {
    scenario: world.scenario,
    seed: world.seed,
    identity: {
      url: url(ports.identity),
      partnerTenantId: partner.entraTenantId,
      clientId: partner.appClientId,
      clientSecret: partner.appSecret,
      operator: { upn: operator?.upn ?? '', password: operator?.password ?? '' },
    },
    graph: { url: url(ports.graph) },
    cipp: {
      url: url(ports.cipp),
      token: partner.cipp.token,
      tenantId: partner.entraTenantId,
      clientId: partner.cipp.clientId,
      clientSecret: partner.cipp.clientSecret,
    },
    psa: {
      url: url(ports.psa),
      apiKey: psa.apiKeys.full,
      readOnlyApiKey: psa.apiKeys.readOnly,
      masterApiKey: psa.apiKeys.master,
      tenantId: psa.tenant,
      masterTenantId: psa.masterTenantId,
      session: {
        signInUrl: `${url(ports.psa)}/auth/msp/signin`,
        email: psa.operator.email,
        password: psa.operator.password,
        cookieName: 'authjs.session-token',
      },
    },
    control: { url: url(ports.control) },
    pid: process.pid,
  };
}

const portNames = ['identity', 'graph', 'cipp', 'psa', 'control'] as const;
type PortName = (typeof portNames)[number];

/** Opens all five ports or none. */
async function openPorts(
  first: number,
  handlers: Record<PortName, RawHandler>,
): Promise<{ ports: Record<PortName, number>; servers: Server[] }> {
  const ports = { identity: 0, graph: 0, cipp: 0, psa: 0, control: 0 };
  const servers: Server[] = [];
  try {
    for (const [index, name] of portNames.entries()) {
      const server = createServer((message, response) => {
        // A caller that is killed in the middle of a request must not take the world down with it.
        Promise.resolve(handlers[name](message, response)).catch(() => response.destroy());
      });
      ports[name] = await listen(server, first === 0 ? 0 : first + index);
      servers.push(server);
    }
  } catch (error) {
    await Promise.all(servers.map(stopServer));
    throw error;
  }
  return { ports, servers };
}

/** Starts a world. Rejects with the listening error (`EADDRINUSE` ...) when a port cannot be had; nothing stays open then. */
export async function startSandbox(given: SandboxOptions): Promise<Sandbox> {
  const options: Required<SandboxOptions> = { seed: 1, port: 0, latencyMs: 0, now: Date.now, ...given };
  const wire = createWire(options.now);
  let living = bringToLife(options, wire);
  const calm = (): void => {
    wire.calm();
    wire.setLatency('all', options.latencyMs);
  };
  calm();

  const reset = (): unknown => {
    living = bringToLife(options, wire);
    calm();
    wire.clearRequests();
    return { scenario: options.scenario, seed: options.seed };
  };
  const verbs = (): Record<string, ControlVerb> => ({
    ...living.verbs,
    reset,
    'requests/clear': () => wire.clearRequests(),
  });
  const control = createControl({
    verbs,
    readOuts: {
      requests: () => wire.requests(),
      verbs: () => Object.keys(verbs()).sort((left, right) => left.localeCompare(right)),
      planted: () => living.built.plantedCases,
      state: (query) => readState(living, query),
    },
  });

  const wrapped = (service: keyof Living['handlers']): RawHandler =>
    wire.wrap(service, (message, response) => living.handlers[service](message, response));
  const { ports, servers } = await openPorts(options.port, {
    identity: wrapped('identity'),
    graph: wrapped('graph'),
    cipp: wrapped('cipp'),
    psa: wrapped('psa'),
    control: answering(control),
  });

  return {
    info: describe(living.built.world, ports),
    control: async (verb, args = {}) => {
      const known = verbs()[verb];
      if (known === undefined) throw new Error(`There is no control verb "${verb}".`);
      return known(args);
    },
    requests: () => wire.requests(),
    clearRequests: () => wire.clearRequests(),
    state: () => ({ world: living.built.world, psa: living.psaState() }),
    plantedCases: () => living.built.plantedCases,
    stop: async () => {
      await Promise.all(servers.map(stopServer));
    },
  };
}

/** The whole truth, or with `?tenant=` only one customer's directory, or with `?only=psa` only the PSA. */
function readState(living: Living, query: URLSearchParams): unknown {
  const { world } = living.built;
  const only = query.get('only');
  if (only === 'psa') return { psa: living.psaState() };
  const wanted = query.get('tenant');
  if (wanted !== null) return { tenant: living.directory.findTenant(wanted) };
  const { scenario, seed, partner, tenants } = world;
  const directories = { scenario, seed, partner, tenants };
  return only === 'directory' ? directories : { ...directories, psa: living.psaState() };
}
