/** The connection check of CIPP: each layer by itself, so that the operator learns which one fails. Throws only `cancelled`. */
import { EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { CheckStep } from '../port.ts';
import type { CippClient } from './cipp-client.ts';
import { listTenantRows, toDiscoveredTenant } from './tenants.ts';

export async function checkCippConnection(client: CippClient, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const signIn = await step('cipp.signIn', () => checkSignIn(client, signal));
  if (signIn.status === 'fail') return [signIn, skipped('cipp.tenantList')];
  return [signIn, await step('cipp.tenantList', () => checkTenantList(client, signal))];
}

/** `/api/me` names the caller and its role (`contracts/microsoft.md` 6.2); an older CIPP does not have it. */
async function checkSignIn(client: CippClient, signal: AbortSignal): Promise<Omit<CheckStep, 'step'>> {
  try {
    const answer = await client.ask('me', {}, signal);
    if (answer !== null) return passed(`CIPP accepted the sign-in${roleOf(answer.value)}.`);
  } catch (thrown) {
    // Address, key and network failures are told; an odd body is not: the tenant list decides then.
    if (!(thrown instanceof EngineError) || thrown.code !== 'provider.responseInvalid') throw thrown;
  }
  const sentence = 'CIPP does not tell who is asking; the tenant list shows whether the sign-in works.';
  return { status: 'skip', sentence, remedy: null, link: null };
}

function roleOf(value: unknown): string {
  const principal =
    typeof value === 'object' && value !== null && 'clientPrincipal' in value ? value.clientPrincipal : null;
  const roles =
    typeof principal === 'object' && principal !== null && 'userRoles' in principal ? principal.userRoles : null;
  const names = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
  const own = names.filter((role) => role !== 'anonymous' && role !== 'authenticated');
  return own.length === 0 ? '' : ` with the role ${own.join(', ')}`;
}

async function checkTenantList(client: CippClient, signal: AbortSignal): Promise<Omit<CheckStep, 'step'>> {
  const { customers } = await listTenantRows(client, signal);
  const count = customers.filter((row) => !toDiscoveredTenant(row).isPartner).length;
  if (count > 0) return passed(`CIPP lists ${count} ${count === 1 ? 'customer' : 'customers'}.`);
  return {
    status: 'warn',
    sentence: 'CIPP lists only your own tenant, no customer.',
    remedy: "Check the API client's allowed tenants in CIPP, and that customers were added there.",
    link: null,
  };
}

function passed(sentence: string): Omit<CheckStep, 'step'> {
  return { status: 'pass', sentence, remedy: null, link: null };
}

function skipped(name: string): CheckStep {
  return {
    step: name,
    status: 'skip',
    sentence: 'Not tried, because the step before failed.',
    remedy: null,
    link: null,
  };
}

const remedies: Partial<Record<string, string>> = {
  'provider.credentialRejected': 'Enter the API client again under Connections.',
  'provider.wrongAddress': 'Enter the address of the CIPP function app under Connections.',
  'provider.unreachable': 'Check the network and that the CIPP function app runs.',
  'provider.timeout': 'Try again; a CIPP that was asleep needs a minute to start.',
};

async function step(name: string, check: () => Promise<Omit<CheckStep, 'step'>>): Promise<CheckStep> {
  try {
    return { step: name, ...(await check()) };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'cancelled') throw error;
    return { step: name, status: 'fail', sentence: error.message, remedy: remedies[error.code] ?? null, link: null };
  }
}
