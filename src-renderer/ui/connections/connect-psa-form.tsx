/** Connects to the PSA by address and API key. The engine proves both by reading before it stores them. */
import { Button, Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../error-view.tsx';
import { type ConnectionFormProps, FormActions, FormFrame, SandboxOffer, useSandbox } from './form-parts.tsx';

export function ConnectPsaForm({ onConnected, onCancel }: ConnectionFormProps) {
  const api = useApi();
  const sandbox = useSandbox();
  const [typedUrl, setBaseUrl] = useState<string | null>(null);
  const [apiKey, setApiKey] = useState('');
  const connect = useMutation(
    api.connections.connectPsa.mutationOptions({
      onSuccess: ({ steps }) => {
        setApiKey('');
        onConnected?.(steps);
      },
    }),
  );
  const baseUrl = typedUrl ?? sandbox?.psa.baseUrl ?? '';
  const isReady = baseUrl.trim() !== '' && apiKey !== '' && !connect.isPending;
  return (
    <FormFrame
      label="Connect to the PSA"
      onSubmit={() => {
        if (isReady) connect.mutate({ baseUrl, apiKey });
      }}
    >
      <Field label="PSA address" required hint="The base address, without a path: https://psa.example.com">
        <Input type="url" value={baseUrl} onChange={(_, data) => setBaseUrl(data.value)} autoComplete="off" />
      </Field>
      <Field
        label="API key"
        required
        hint="A key of an internal user. A read-only key can plan, but not apply. Stored in this profile’s vault, never shown again."
      >
        <Input type="password" value={apiKey} onChange={(_, data) => setApiKey(data.value)} autoComplete="off" />
      </Field>
      {sandbox ? (
        <SandboxOffer
          isBusy={connect.isPending}
          onUse={() => connect.mutate({ baseUrl: sandbox.psa.baseUrl, apiKey: null })}
          hint="The sandbox printed its keys as psa.apiKey when it started."
        />
      ) : null}
      {connect.error ? <ErrorView error={connect.error} /> : null}
      <FormActions note="Connecting reads a few clients and contacts to prove the key. It writes nothing in the PSA.">
        <Button appearance="primary" type="submit" disabled={!isReady}>
          {connect.isPending ? 'Proving…' : 'Connect to the PSA'}
        </Button>
        {onCancel ? (
          <Button disabled={connect.isPending} onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
      </FormActions>
    </FormFrame>
  );
}
