/**
 * Creates one client at most once: look by name (case-folded, the server's own uniqueness is case-sensitive), create with
 * what v1 demands, read back. A client body drops unknown keys in silence, so only keys that v1 stores are sent, and never
 * `phone_no`, `email` or `address` (`contracts/psa.md` 1.6).
 */
import { sleep } from '../../http/sleep.ts';
import type { CreateClientIntent, EnsureClientOutcome } from '../port.ts';
import { type ClientRow, createdClient } from './answers.ts';
import { toClient } from './map-rows.ts';
import { sendWrite, type WriteResult, type WriteTools } from './send-write.ts';
import { CLIENTS, type ListRoute, listAll } from './v1-routes.ts';

export interface EnsureClientTools extends WriteTools {
  readonly clients: ListRoute<ClientRow>;
  readonly lookAgainAfterMs: number;
}

const MAX_URL = 255;

export async function ensureClientCreated(
  intent: CreateClientIntent,
  tools: EnsureClientTools,
): Promise<EnsureClientOutcome> {
  const name = intent.name.trim();
  if (name === '') return { kind: 'rejected', sentence: 'A client needs a name.' };
  const look = () => findByName(name, tools);
  const before = await look();
  if (before !== null) return { kind: 'adopted', client: toClient(before) };
  const write = { method: 'POST', path: CLIENTS, body: createBody(name, intent.website) } as const;
  const result = await sendWrite(write, createdClient, tools);
  switch (result.kind) {
    case 'accepted':
      return readBack(result.answer.data.client_id, name, tools);
    case 'refused': {
      const owner = result.refusal.status === 409 ? await look() : null;
      if (owner !== null) return { kind: 'adopted', client: toClient(owner) };
      return { kind: 'rejected', sentence: `The PSA did not create ${name}: ${result.refusal.message}` };
    }
    case 'unknown':
      return afterLostAnswer(result, { name, look, tools });
  }
}

/** `billing_cycle` is demanded; `monthly` is the usual one and can be changed in the PSA. */
function createBody(name: string, website: string | null): Record<string, unknown> {
  const site = (website ?? '').trim();
  const url = site === '' || /^https?:\/\//i.test(site) ? site : `https://${site}`;
  if (url === '' || url.length > MAX_URL) return { client_name: name, billing_cycle: 'monthly' };
  return { client_name: name, billing_cycle: 'monthly', url, properties: { website: url } };
}

async function findByName(name: string, tools: EnsureClientTools): Promise<ClientRow | null> {
  // The filter is ILIKE: a backslash would escape what follows it, an underscore stands for any character.
  const rows = await listAll(tools.clients, { client_name: name.replaceAll('\\', '_') }, tools.signal);
  const same = rows.filter((row) => row.client_name.trim().toLowerCase() === name.toLowerCase());
  return same.find((row) => row.client_name === name) ?? same[0] ?? null;
}

async function readBack(clientId: string, name: string, tools: EnsureClientTools): Promise<EnsureClientOutcome> {
  const row = await tools.clients.find(clientId, tools.signal);
  if (row === null) return { kind: 'rejected', sentence: `The PSA accepted ${name}, but the client is not there.` };
  if (row.client_name.trim() !== name) {
    return {
      kind: 'rejected',
      sentence: `The PSA stored "${row.client_name}" instead of "${name}". Check the client.`,
    };
  }
  return { kind: 'created', client: toClient(row) };
}

async function afterLostAnswer(
  result: Extract<WriteResult<unknown>, { kind: 'unknown' }>,
  facts: { name: string; look: () => Promise<ClientRow | null>; tools: EnsureClientTools },
): Promise<EnsureClientOutcome> {
  for (const waitMs of [0, facts.tools.lookAgainAfterMs]) {
    if (waitMs > 0) await sleep(waitMs, facts.tools.signal);
    const row = await facts.look();
    if (row !== null) return { kind: 'created', client: toClient(row) };
  }
  if (result.refusal?.code != null) {
    return { kind: 'rejected', sentence: `The PSA failed on ${facts.name}: ${result.refusal.message}` };
  }
  throw result.failure;
}
