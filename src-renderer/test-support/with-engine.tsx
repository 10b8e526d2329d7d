/**
 * For component tests: renders a part of the app over an engine that answers as the test says. The fake stands where the
 * wire would be, so the real client, query helpers and cache are under test. An entry that the test did not foresee fails.
 */
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { HashRouter } from 'react-router';
import type { EngineStatus } from '../../shared/contract/engine-entries.ts';
import type { EngineFailure } from '../../shared/contract/entry.ts';
import type { Bridge, ConcordClient } from '../bridge/bridge.ts';
import { BridgeContext } from '../bridge/bridge-context.ts';
import { createConnectionStatusStore } from '../bridge/connection-status.ts';
import { createConcordQueryClient } from '../bridge/query-client.ts';
import { Notifications } from '../ui/notify.tsx';

/** By entry name such as `rules.save`; given the input and the signal that the caller leaves with. */
export type Answers = Readonly<Record<string, (input: never, signal: AbortSignal | undefined) => unknown>>;

const asHere = { isOnHere: true, platform: 'notRead', platformSentence: null } as const;

export const realStatus: EngineStatus = {
  appVersion: '0.0.0',
  hostKind: 'web',
  profileName: 'test',
  sandbox: null,
  vaultProtection: 'file',
  flags: {
    'entra-integration-ui': true,
    'entra-integration-client-sync-action': true,
    'entra-integration-cipp': true,
    'entra-integration-field-sync': true,
    'entra-integration-ambiguous-queue': true,
  },
  flagSources: {
    'entra-integration-ui': asHere,
    'entra-integration-client-sync-action': asHere,
    'entra-integration-cipp': asHere,
    'entra-integration-field-sync': asHere,
    'entra-integration-ambiguous-queue': asHere,
  },
  platformFlagsAsOf: null,
  activeJobs: 0,
};

export const sandboxStatus: EngineStatus = {
  ...realStatus,
  sandbox: {
    scenario: 'harbor-it',
    cipp: { baseUrl: 'http://127.0.0.1:1/cipp', tenantId: 'tenant-1', clientId: 'client-1' },
    direct: {
      loginHost: 'http://127.0.0.1:1',
      graphHost: 'http://127.0.0.1:2',
      clientId: 'c',
      operator: 'sam@harborit.example',
    },
    psa: { baseUrl: 'http://127.0.0.1:1/psa' },
  },
};

/** A failure as the engine sends it. */
export function engineError(sentence: string): Error & { data: EngineFailure } {
  const data: EngineFailure = {
    code: 'provider.credentialRejected',
    sentence,
    remedy: 'Enter a valid token.',
    supportId: 'T-1',
    details: {},
  };
  return Object.assign(new Error(sentence), { data });
}

export function fakeBridge(answers: Answers): Bridge {
  const status = createConnectionStatusStore();
  const client: ConcordClient = createORPCClient({
    async call(path: readonly string[], input: unknown, options: { signal?: AbortSignal | undefined }) {
      const answer = answers[path.join('.')];
      if (!answer) throw new Error(`The test has no answer for ${path.join('.')}.`);
      return answer(input as never, options.signal);
    },
  });
  const queryClient = createConcordQueryClient(status);
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  return { client, api: createTanstackQueryUtils(client), queryClient, status, onNavigate: () => () => undefined };
}

export function renderWithEngine(children: ReactNode, answers: Answers) {
  const bridge = fakeBridge({ 'engine.status': () => realStatus, ...answers });
  return render(
    <QueryClientProvider client={bridge.queryClient}>
      <BridgeContext.Provider value={bridge}>
        <FluentProvider theme={webLightTheme}>
          <HashRouter useTransitions={false}>{children}</HashRouter>
          <Notifications />
        </FluentProvider>
      </BridgeContext.Provider>
    </QueryClientProvider>,
  );
}
