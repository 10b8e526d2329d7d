/**
 * Secrets that come from outside the profile, read-only: a folder with one file a key (container secrets), the environment,
 * and one record of a HashiCorp Vault KV version 2. Names are the guide's, in lower or upper case.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../domain/engine-error.ts';
import { createHttp } from '../http/http-client.ts';
import type { HttpClient } from '../http/http-types.ts';
import type { Log } from '../http/log.ts';
import { readRetryPolicy } from '../http/retry-policy.ts';
import type { SecretKey } from './port.ts';
import { readPrivateFile } from './private-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface OutsideSource {
  find(key: SecretKey): Promise<string | null>;
}

const nothing: OutsideSource = { find: async () => null };

/** Docker and Kubernetes end such files with a newline that is not part of the secret. */
export function folderSource(folder: string | null): OutsideSource {
  if (folder === null) return nothing;
  return {
    async find(key) {
      const text =
        (await readPrivateFile(join(folder, key))) ?? (await readPrivateFile(join(folder, key.toUpperCase())));
      return emptyToNull(text?.replace(/\r?\n$/, '') ?? null);
    },
  };
}

export function environmentSource(env: Environment): OutsideSource {
  return { find: async (key) => emptyToNull(env[key.toUpperCase()] ?? null) };
}

const KV_TTL_MS = 60_000;
const kvAnswer = z.object({ data: z.object({ data: z.record(z.string(), z.unknown()).nullable() }) });

/**
 * Configured by VAULT_ADDR, VAULT_TOKEN and CONCORD_VAULT_PATH (`secret/concord`: mount, then path); VAULT_NAMESPACE too.
 * The record is read once a minute at most. A Vault that does not answer is an error, not an absent secret: else a secret
 * from another place would quietly take its place.
 */
export function hashicorpSource(env: Environment, log: Log): OutsideSource {
  const address = env['VAULT_ADDR'];
  const token = env['VAULT_TOKEN'];
  const path = env['CONCORD_VAULT_PATH'];
  if (!address || !token || !path) return nothing;
  const http = vaultHttp(address, env, log);
  let read: { readonly at: number; readonly record: Promise<Readonly<Record<string, unknown>>> } | null = null;
  return {
    async find(key) {
      if (read === null || Date.now() - read.at > KV_TTL_MS) {
        read = { at: Date.now(), record: readRecord(http, { path, token, namespace: env['VAULT_NAMESPACE'] ?? null }) };
        read.record.catch(() => {
          read = null;
        });
      }
      const record = await read.record;
      const value = record[key] ?? record[key.toUpperCase()];
      return typeof value === 'string' ? emptyToNull(value) : null;
    },
  };
}

function vaultHttp(address: string, env: Environment, log: Log): HttpClient {
  if (!URL.canParse(address)) {
    throw new EngineError('input.invalid', 'VAULT_ADDR is not a web address. Correct it, or unset it.');
  }
  const service = {
    name: 'HashiCorp Vault',
    unreachable: 'secrets.unavailable',
    timeout: 'secrets.unavailable',
    wrongAddress: 'secrets.unavailable',
    responseInvalid: 'secrets.unavailable',
  } as const;
  return createHttp({
    service,
    baseUrl: address,
    timeoutMs: 10_000,
    allowedHosts: [new URL(address).host],
    plainHttp: 'loopbackOnly',
    userAgent: 'Concord',
    proxyEnv: env,
    customCaFile: env['VAULT_CACERT'] ?? null,
    retry: { ...readRetryPolicy, maxAttempts: 2 },
    log,
  });
}

async function readRecord(
  http: HttpClient,
  where: { readonly path: string; readonly token: string; readonly namespace: string | null },
): Promise<Readonly<Record<string, unknown>>> {
  const [mount = '', ...rest] = where.path.split('/').filter((part) => part !== '');
  const response = await http.send({
    method: 'GET',
    url: ['v1', mount, 'data', ...rest].map(encodeURIComponent).join('/'),
    headers: {
      'X-Vault-Token': where.token,
      ...(where.namespace === null ? {} : { 'X-Vault-Namespace': where.namespace }),
    },
    signal: new AbortController().signal,
  });
  // 404: no such record (or its newest version is deleted): no secret there, which is an answer.
  if (response.status === 404) return {};
  const parsed =
    response.status === 200 && response.body.kind === 'json' ? kvAnswer.safeParse(response.body.value) : null;
  if (parsed?.success) return parsed.data.data.data ?? {};
  const reason =
    response.status === 403
      ? 'HashiCorp Vault refused the token in VAULT_TOKEN, or the token may not read CONCORD_VAULT_PATH.'
      : `HashiCorp Vault answered unexpectedly (status ${response.status}). Check VAULT_ADDR, that it is unsealed, and CONCORD_VAULT_PATH (mount/path of a KV version 2 record).`;
  throw new EngineError('secrets.unavailable', reason, { details: { status: response.status } });
}

function emptyToNull(value: string | null): string | null {
  return value === null || value === '' ? null : value;
}
