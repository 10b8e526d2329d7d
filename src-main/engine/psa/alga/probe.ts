/**
 * Finds out what the connected server offers, by asking (design 8). An unusable key or address throws; whatever else fails
 * is an answer in itself. v1 has no way to ask "may I write?": a key has the rights of its owner's roles, and the role is
 * checked before the body (`contracts/psa.md` 1.1). So an *empty* create, which no server can carry out because name and
 * address are demanded, tells 403 from 400. It is sent only when the caller asks for that proof.
 */
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import type { ProbeOptions, PsaCapabilities } from '../port.ts';
import type { ClientRow, ContactRow } from './answers.ts';
import { parseRefusal } from './refusals.ts';
import type { V1Client } from './v1-client.ts';
import { CLIENTS, CONTACTS, type ListRoute } from './v1-routes.ts';

export interface ProbeTools {
  readonly v1: V1Client;
  readonly contacts: ListRoute<ContactRow>;
  readonly clients: ListRoute<ClientRow>;
  readonly now: () => number;
}

export async function probePsa(options: ProbeOptions, tools: ProbeTools): Promise<PsaCapabilities> {
  const { signal } = options;
  const contactCount = await countOrRefused(tools.contacts, signal);
  const clientCount = await countOrRefused(tools.clients, signal);
  const mayWrite = (path: string) => (options.proveWriting === true ? provesWriting(path, signal, tools.v1) : null);
  return {
    mayReadContacts: contactCount !== null,
    mayWriteContacts: contactCount === null ? false : await mayWrite(CONTACTS),
    mayWriteClients: await mayWrite(CLIENTS),
    entraRoutes: await probeEntraRoutes(signal, tools.v1),
    clientCount,
    contactCount,
    checkedAt: tools.now(),
  };
}

/** Every v1 row carries the workspace that the key belongs to; an empty PSA, or one that hides the column, tells nothing. */
export async function findWorkspaceId(tools: ProbeTools, signal: AbortSignal): Promise<string | null> {
  for (const route of [tools.clients, tools.contacts]) {
    const page = await route.page(1, {}, signal).catch((thrown: unknown) => {
      if (isForbidden(thrown)) return null;
      throw thrown;
    });
    const told = page?.rows.find((row) => row.tenant !== null)?.tenant;
    if (told) return told;
  }
  return null;
}

/** Null: this key may not read the list. Everything else that is wrong throws. */
async function countOrRefused(route: ListRoute<unknown>, signal: AbortSignal): Promise<number | null> {
  try {
    return (await route.page(1, {}, signal)).total;
  } catch (thrown) {
    if (isForbidden(thrown)) return null;
    throw thrown;
  }
}

function isForbidden(thrown: unknown): boolean {
  return thrown instanceof EngineError && (thrown.code === 'psa.forbidden' || thrown.code === 'psa.editionMissing');
}

async function provesWriting(path: string, signal: AbortSignal, v1: V1Client): Promise<boolean | null> {
  const response = await v1.write({ method: 'POST', path, body: {} }, signal);
  if (response.status === 403) return false;
  return parseRefusal(response)?.code === 'VALIDATION_ERROR' ? true : null;
}

type EntraRoutes = PsaCapabilities['entraRoutes'];

/**
 * Asks the status route without a session. The header that the edge demands goes along, because its allow-list entry ends
 * with a slash and so misses exactly this route (`contracts/psa.md` 2.2).
 */
async function probeEntraRoutes(signal: AbortSignal, v1: V1Client): Promise<EntraRoutes> {
  try {
    const response = await v1.get('/api/integrations/entra', {}, signal);
    return describeEntraRoutes(response);
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.code === 'cancelled') throw thrown;
    const sentence = thrown instanceof Error ? thrown.message : 'The server did not answer.';
    return { state: 'refused', sentence: `Whether this PSA offers its own Entra integration is unknown: ${sentence}` };
  }
}

function describeEntraRoutes(response: HttpResponse): EntraRoutes {
  const { status } = response;
  const said = parseRefusal(response)?.message ?? '';
  if (status === 404) {
    return { state: 'notMounted', sentence: 'This PSA does not offer the Entra integration over the network.' };
  }
  if (status === 501) {
    const sentence = 'This PSA is a Community Edition; its Entra integration needs the Enterprise Edition.';
    return { state: 'notMounted', sentence };
  }
  if (status === 401) {
    return {
      state: 'needsSession',
      sentence: 'This PSA has the Entra integration. Sign in to the PSA to use it from here.',
    };
  }
  if (status >= 300 && status < 400) {
    return { state: 'needsSession', sentence: 'This PSA asks for a sign-in before its Entra integration answers.' };
  }
  if (status === 403) {
    const sentence = `This PSA has the Entra integration, but refuses it to this workspace or key. ${said}`.trim();
    return { state: 'refused', sentence };
  }
  if (status >= 200 && status < 300 && response.body.kind === 'json') {
    return { state: 'mounted', sentence: 'This PSA offers its own Entra integration.' };
  }
  return {
    state: 'refused',
    sentence: `The Entra integration of this PSA does not answer as expected (${status}). ${said}`.trim(),
  };
}
