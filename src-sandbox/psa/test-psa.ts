/**
 * Starts a simulated PSA on a real loopback port for the tests of this folder: a small world, a clock the test owns and
 * a JSON caller. Tests speak HTTP only; the control verbs and `state()` are what a tester outside would have too.
 */
import { createServer, type Server } from 'node:http';
import type { PsaContactSeed, PsaSeed, SandboxUser } from '../scenarios/world.ts';
import type { ControlArgs } from './control-args.ts';
import type { ManagedTenantFact } from './entra-routes/context.ts';
import { createPsaSimulator, type PsaLogEntry, type PsaSimulator } from './psa-simulator.ts';

export const CLIENT_A = '00000000-0000-4000-8000-00000000000a';
export const CLIENT_B = '00000000-0000-4000-8000-00000000000b';
export const PSA_TENANT = '00000000-0000-4000-8000-0000000000ff';
export const MASTER_TENANT = '00000000-0000-4000-8000-0000000000fe';

export function contactSeed(
  changes: Partial<PsaContactSeed> & { contact_name_id: string; email: string },
): PsaContactSeed {
  return {
    client_id: CLIENT_A,
    full_name: changes.email.split('@')[0] ?? 'Somebody',
    additional_email_addresses: [],
    phone_numbers: [],
    role: null,
    is_inactive: false,
    notes: null,
    entra_object_id: null,
    entra_sync_source: null,
    entra_user_principal_name: null,
    entra_account_enabled: null,
    entra_sync_status: null,
    entra_sync_status_reason: null,
    last_entra_sync_at: null,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function contactId(number: number): string {
  return `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function clientSeed(id: string, name: string, url: string | null): PsaSeed['clients'][number] {
  return {
    client_id: id,
    client_name: name,
    url,
    website: null,
    billing_email: null,
    inboundEmailDomains: [],
    is_inactive: false,
    entra_tenant_id: null,
    entra_primary_domain: null,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  };
}

export function psaSeed(contacts: PsaContactSeed[]): PsaSeed {
  return {
    tenant: PSA_TENANT,
    tenantName: 'Northwind MSP',
    clients: [clientSeed(CLIENT_A, 'Alder Ltd', 'https://alder.example'), clientSeed(CLIENT_B, 'Birch Ltd', null)],
    contacts,
    links: [],
    confirmedMappings: [],
    apiKeys: { full: 'key-full', readOnly: 'key-read', master: 'key-master' },
    masterTenantId: MASTER_TENANT,
    operator: {
      email: 'dana@northwind.example',
      password: 'correct horse',
      userId: contactId(900),
      displayName: 'Dana',
    },
  };
}

/** Whatever `JSON.parse` gives: a test may walk it freely, and a missing step is a failed test. */
type ParsedJson = ReturnType<typeof JSON.parse>;

export type Answer = { status: number; headers: Headers; body: ParsedJson; text: string };

export type TestPsa = {
  origin: string;
  psa: PsaSimulator;
  log: PsaLogEntry[];
  clock: { now: number };
  users: Map<string, SandboxUser[]>;
  managed: ManagedTenantFact[];
  call: (
    line: string,
    options?: { body?: unknown; key?: string | null; headers?: Record<string, string> },
  ) => Promise<Answer>;
  control: (verb: string, args?: ControlArgs) => unknown;
  close: () => Promise<void>;
};

export async function startTestPsa(seed: PsaSeed): Promise<TestPsa> {
  const clock = { now: Date.parse('2026-09-01T08:01:00.000Z') };
  const users = new Map<string, SandboxUser[]>();
  const managed: ManagedTenantFact[] = [];
  const log: PsaLogEntry[] = [];
  const psa = createPsaSimulator({
    seed,
    now: () => clock.now,
    listDirectoryUsers: (entraTenantId) => users.get(entraTenantId) ?? [],
    listManagedTenants: () => managed,
    log: (entry) => log.push(entry),
  });
  const server: Server = createServer((request, response) => {
    psa.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    psa,
    log,
    clock,
    users,
    managed,
    async call(line, options = {}) {
      const [method = 'GET', path = '/'] = line.split(' ');
      const key = options.key === undefined ? 'key-full' : options.key;
      const response = await fetch(origin + path, {
        method,
        redirect: 'manual',
        headers: { ...(key === null ? {} : { 'x-api-key': key }), ...options.headers },
        ...(options.body === undefined
          ? {}
          : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
      });
      const text = await response.text();
      const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
    },
    control(verb, args = {}) {
      const run = psa.control[verb];
      if (!run) throw new Error(`no verb ${verb}`);
      return run(args);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
