/** Step 1: both sides. The directory and the PSA can be connected in any order. */
import { Button, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CheckStepView } from '../../../shared/contract/connection-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { CheckSteps } from '../../ui/connections/check-steps.tsx';
import { ConnectDirectory } from '../../ui/connections/connect-directory.tsx';
import { ConnectPsaForm } from '../../ui/connections/connect-psa-form.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Section } from '../../ui/page.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';

export function ConnectStep({ onNext }: { onNext: () => void }) {
  const api = useApi();
  const connections = useQuery(api.connections.get.queryOptions({ input: {} }));
  if (connections.error) return <ErrorView error={connections.error} onRetry={() => void connections.refetch()} />;
  if (!connections.data) return <LoadingState />;
  const { directory, psa } = connections.data;
  return (
    <>
      <Side title="Microsoft side" connected={directory?.label ?? null}>
        {(done) => <ConnectDirectory initialType={directory?.connectionType ?? 'direct'} onConnected={done} />}
      </Side>
      <Side title="PSA side" connected={psa?.baseUrl ?? null}>
        {(done) => <ConnectPsaForm onConnected={done} />}
      </Side>
      {directory && psa ? (
        <div>
          <Button appearance="primary" onClick={onNext}>
            Next: discover tenants
          </Button>
        </div>
      ) : null}
    </>
  );
}

interface SideProps {
  readonly title: string;
  /** What this side is connected to, in words; null while it is not. */
  readonly connected: string | null;
  readonly children: (done: (steps: readonly CheckStepView[]) => void) => ReactNode;
}

function Side({ title, connected, children }: SideProps) {
  const [proof, setProof] = useState<readonly CheckStepView[] | null>(null);
  const [isChanging, setChanging] = useState(false);
  const done = (steps: readonly CheckStepView[]) => {
    setProof(steps);
    setChanging(false);
  };
  const showsForm = connected === null || isChanging;
  return (
    <Section
      title={title}
      actions={
        connected ? (
          <>
            <ToneBadge tone="good">Connected</ToneBadge>
            <Button size="small" onClick={() => setChanging(!isChanging)}>
              {isChanging ? 'Keep it' : 'Change'}
            </Button>
          </>
        ) : null
      }
    >
      {connected ? <Text>{connected}</Text> : null}
      {showsForm ? children(done) : null}
      {proof ? <CheckSteps label={`Proof of ${title}`} steps={proof} /> : null}
    </Section>
  );
}
