/**
 * MSAL's way to the network, over our HTTP client: a time limit (MSAL has none), a host list, proxy and certificates, and the
 * sandbox's address. MSAL flattens whatever goes wrong here to `network_error` and keeps Retry-After to itself, so both are
 * noted for the classifier, for each piece of work by itself: several redemptions run at once.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import { createHttp } from '../http/http-client.ts';
import type { HttpMethod, HttpResponse } from '../http/http-types.ts';
import type { Log } from '../http/log.ts';
import { noRetry } from '../http/retry-policy.ts';
import { toRealLoginUrl } from './clouds.ts';

const TIMEOUT_MS = 30_000;

export interface NetworkSettings {
  readonly cloud: MicrosoftCloud;
  readonly userAgent: string;
  readonly proxyEnv: Readonly<Record<string, string | undefined>> | null;
  readonly customCaFile: string | null;
  readonly log: Log;
}

/** What the network saw during one piece of work. */
export interface NetworkFacts {
  /** The failure behind MSAL's `network_error`. */
  failure: EngineError | null;
  /** When the last answer asked us to come back, epoch ms. */
  retryAt: number | null;
}

export interface LoginNetwork {
  readonly msal: INetworkModule;
  /** Runs `work` and notes what its calls met. */
  watch<T>(facts: NetworkFacts, work: () => Promise<T>): Promise<T>;
  close(): void;
}

export function createLoginNetwork(settings: NetworkSettings): LoginNetwork {
  const loginHost = new URL(settings.cloud.loginHost).host;
  const http = createHttp({
    service: {
      name: 'Microsoft sign-in',
      unreachable: 'provider.unreachable',
      timeout: 'provider.timeout',
      wrongAddress: 'provider.wrongAddress',
      responseInvalid: 'provider.responseInvalid',
    },
    baseUrl: null,
    timeoutMs: TIMEOUT_MS,
    allowedHosts: [loginHost],
    plainHttp: 'loopbackOnly',
    userAgent: settings.userAgent,
    proxyEnv: settings.proxyEnv,
    customCaFile: settings.customCaFile,
    retry: noRetry,
    log: settings.log,
  });
  const watched = new AsyncLocalStorage<NetworkFacts>();

  async function call<T>(
    method: HttpMethod,
    url: string,
    options: NetworkRequestOptions | undefined,
  ): Promise<NetworkResponse<T>> {
    const facts = watched.getStore() ?? { failure: null, retryAt: null };
    facts.failure = null;
    facts.retryAt = null;
    try {
      const response = await http.send({
        method,
        url: toRealLoginUrl(settings.cloud, url),
        headers: options?.headers ?? {},
        body: options?.body ?? null,
        signal: new AbortController().signal,
      });
      facts.retryAt = response.retryAt;
      // MSAL's own types promise any T from the network; its response validators look at the fields they need.
      return { status: response.status, headers: { ...response.headers }, body: jsonBody(response) as T };
    } catch (thrown) {
      facts.failure = toEngineError(thrown);
      throw facts.failure;
    }
  }

  return {
    msal: {
      sendGetRequestAsync: (url, options) => call('GET', url, options),
      sendPostRequestAsync: (url, options) => call('POST', url, options),
    },
    watch: (facts, work) => watched.run(facts, work),
    close: () => http.close(),
  };
}

/** The login service speaks JSON objects only; a gateway's page or a cut-off body is not an answer of it. */
function jsonBody(response: HttpResponse): object {
  const { body } = response;
  if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null) return body.value;
  if (response.status === 429 || response.status >= 500) {
    return { error: 'temporarily_unavailable', error_description: `status ${response.status}` };
  }
  const what = body.kind === 'html' ? 'a web page' : 'something unreadable';
  throw new EngineError(
    'provider.responseInvalid',
    `Microsoft sign-in answered with ${what} (status ${response.status}). A proxy or a portal may stand in between; check the network.`,
    { details: { status: response.status } },
  );
}
