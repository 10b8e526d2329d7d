/**
 * What the engine may know of a sandbox: the line that the simulated world prints at its start, by CONCORD_SANDBOX (a file, or
 * the JSON itself). Only loopback addresses are believed. Its credentials stay in the engine like any other secret; screens
 * learn addresses only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { EngineStatus } from '../../shared/contract/engine-entries.ts';
import { EngineError } from './domain/engine-error.ts';
import { isLoopbackAddress } from './domain/loopback.ts';

const loopbackUrl = z.string().refine(isLoopbackAddress, 'must be on this machine');

const sandboxLine = z.object({
  scenario: z.string(),
  identity: z.object({
    url: loopbackUrl,
    partnerTenantId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    operator: z.object({ upn: z.string() }),
  }),
  graph: z.object({ url: loopbackUrl }),
  cipp: z.object({
    url: loopbackUrl,
    token: z.string(),
    tenantId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
  }),
  psa: z.object({ url: loopbackUrl, apiKey: z.string() }),
});
export type SandboxFacts = z.infer<typeof sandboxLine>;

/** Null without a sandbox. Throws `input.invalid` when CONCORD_SANDBOX is set but not a sandbox's line. */
export function readSandboxFacts(env: Readonly<Record<string, string | undefined>>): SandboxFacts | null {
  const given = env['CONCORD_SANDBOX'];
  if (!given) return null;
  const line = sandboxLine.safeParse(parseJson(existsSync(given) ? readFileSync(given, 'utf8') : given));
  if (line.success) return line.data;
  throw new EngineError(
    'input.invalid',
    'CONCORD_SANDBOX is set, but it is neither the line that `concord sandbox` prints nor a file that holds it. Unset it, or start a sandbox.',
    { cause: line.error },
  );
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What screens may show of it. */
export function sandboxHints(facts: SandboxFacts | null): EngineStatus['sandbox'] {
  if (!facts) return null;
  const { identity, cipp, graph, psa } = facts;
  return {
    scenario: facts.scenario,
    cipp: { baseUrl: cipp.url, tenantId: cipp.tenantId, clientId: cipp.clientId },
    direct: {
      loginHost: identity.url,
      graphHost: graph.url,
      clientId: identity.clientId,
      operator: identity.operator.upn,
    },
    psa: { baseUrl: psa.url },
  };
}
