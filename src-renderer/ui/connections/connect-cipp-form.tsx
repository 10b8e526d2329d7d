/** Connects to CIPP by address and a token, or by the client credentials of an API client. */
import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { EngineStatus } from '../../../shared/contract/engine-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../error-view.tsx';
import { DisclosureNote } from './disclosure.tsx';
import { type ConnectionFormProps, FormActions, FormFrame, SandboxOffer, useSandbox } from './form-parts.tsx';

type AuthKind = 'token' | 'clientCredentials';

interface Typed {
  readonly baseUrl: string | null;
  readonly token: string;
  readonly tenantId: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string;
}

const nothingTyped: Typed = { baseUrl: null, token: '', tenantId: null, clientId: null, clientSecret: '' };

interface Shown extends Typed {
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
}

/** What the fields show: what was typed, else what a sandbox profile already knows. */
function shownOf(typed: Typed, sandbox: EngineStatus['sandbox']): Shown {
  return {
    ...typed,
    baseUrl: typed.baseUrl ?? sandbox?.cipp.baseUrl ?? '',
    tenantId: typed.tenantId ?? sandbox?.cipp.tenantId ?? '',
    clientId: typed.clientId ?? sandbox?.cipp.clientId ?? '',
  };
}

/** Null while something is still missing. */
function authOf(kind: AuthKind, shown: Shown, loginHost: string | null) {
  if (kind === 'token') return shown.token === '' ? null : { kind, token: shown.token };
  const [tenantId, clientId] = [shown.tenantId.trim(), shown.clientId.trim()];
  const isComplete = tenantId !== '' && clientId !== '' && shown.clientSecret !== '';
  return isComplete ? { kind, tenantId, clientId, clientSecret: shown.clientSecret, loginHost } : null;
}

interface SecretFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SecretField({ label, hint, value, onChange }: SecretFieldProps) {
  return (
    <Field label={label} required hint={hint}>
      <Input type="password" value={value} autoComplete="off" onChange={(_, data) => onChange(data.value)} />
    </Field>
  );
}

export function ConnectCippForm({ onConnected, onCancel }: ConnectionFormProps) {
  const api = useApi();
  const sandbox = useSandbox();
  const [kind, setKind] = useState<AuthKind>('clientCredentials');
  const [typed, setTyped] = useState<Typed>(nothingTyped);
  const type = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));
  const connect = useMutation(
    api.connections.connectCipp.mutationOptions({
      onSuccess: ({ steps }) => {
        setTyped(nothingTyped);
        onConnected?.(steps);
      },
    }),
  );
  const shown = shownOf(typed, sandbox);
  const baseUrl = shown.baseUrl.trim();
  const auth = authOf(kind, shown, sandbox?.direct.loginHost ?? null);
  const submit = () => {
    if (baseUrl !== '' && auth && !connect.isPending) connect.mutate({ baseUrl, auth });
  };
  return (
    <FormFrame label="Connect to CIPP" onSubmit={submit}>
      <Field label="CIPP API address" required hint="The address of the API (the function app), not of the web portal.">
        <Input
          type="url"
          value={shown.baseUrl}
          autoComplete="off"
          onChange={(_, data) => type({ baseUrl: data.value })}
        />
      </Field>
      <Field label="How Concord proves itself to CIPP">
        <RadioGroup layout="horizontal" value={kind} onChange={(_, data) => setKind(data.value as AuthKind)}>
          <Radio value="clientCredentials" label="API client (recommended)" />
          <Radio value="token" label="Token" />
        </RadioGroup>
      </Field>
      {kind === 'token' ? (
        <SecretField
          label="API token"
          hint="Stored in this profile’s vault as entra_cipp_api_token, never shown again."
          value={typed.token}
          onChange={(token) => type({ token })}
        />
      ) : (
        <>
          <Field label="Tenant id" required hint="Of your own organisation, where CIPP’s API client lives.">
            <Input value={shown.tenantId} onChange={(_, data) => type({ tenantId: data.value })} />
          </Field>
          <Field
            label="Client id"
            required
            hint="From CIPP, Settings, Integrations, CIPP-API. The role “readonly” is enough."
          >
            <Input value={shown.clientId} onChange={(_, data) => type({ clientId: data.value })} />
          </Field>
          <SecretField
            label="Client secret"
            hint="Stored in this profile’s vault, never shown again."
            value={typed.clientSecret}
            onChange={(clientSecret) => type({ clientSecret })}
          />
        </>
      )}
      {sandbox ? (
        <SandboxOffer
          isBusy={connect.isPending}
          onUse={() => connect.mutate({ baseUrl: sandbox.cipp.baseUrl, auth: { kind: 'sandbox' } })}
          hint="The sandbox printed its secrets as cipp.token and cipp.clientSecret when it started."
        />
      ) : null}
      <DisclosureNote connectionType="cipp" />
      {connect.error ? <ErrorView error={connect.error} /> : null}
      <FormActions note="Connecting lists your customers once as proof. A connection you have now stays until this one is proven.">
        <Button appearance="primary" type="submit" disabled={baseUrl === '' || !auth || connect.isPending}>
          {connect.isPending ? 'Proving…' : 'Connect to CIPP'}
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
