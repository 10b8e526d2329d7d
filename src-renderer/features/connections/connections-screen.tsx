/** Microsoft or CIPP on one side, the PSA on the other: connect, change, check, disconnect. Secrets go in and never come out. */
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckStepView, Connections } from '../../../shared/contract/connection-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { CheckSteps } from '../../ui/connections/check-steps.tsx';
import { ConnectDirectory } from '../../ui/connections/connect-directory.tsx';
import { ConnectPsaForm } from '../../ui/connections/connect-psa-form.tsx';
import type { ConnectionFormProps } from '../../ui/connections/form-parts.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { DisconnectDialog, type Side } from './disconnect-dialog.tsx';
import { Doctor, useDoctor } from './doctor.tsx';
import { PsaSession } from './psa-session.tsx';
import { DirectoryCard, PsaCard } from './side-cards.tsx';

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(340px, 1fr))',
    gap: '12px',
    flexShrink: 0,
  },
});

interface Proof {
  readonly side: Side;
  readonly steps: readonly CheckStepView[];
}

export function ConnectionsScreen() {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const connections = useQuery(api.connections.get.queryOptions({ input: {} }));
  const doctor = useDoctor();
  const [editing, setEditing] = useState<Side | null>(null);
  const [disconnecting, setDisconnecting] = useState<Side | null>(null);
  const [proof, setProof] = useState<Proof | null>(null);

  const edit = (side: Side) => {
    setProof(null);
    setEditing(side);
  };
  const connected = (side: Side) => (steps: readonly CheckStepView[]) => {
    setEditing(null);
    setProof({ side, steps });
    notify.done(side === 'psa' ? 'Connected to the PSA' : 'Connected to your customers’ directories');
  };
  const stop = () => setEditing(null);
  const { data, error } = connections;
  return (
    <Page title="Connections" context="Where people come from, and where contacts are kept.">
      {error ? <ErrorView error={error} onRetry={() => void connections.refetch()} /> : null}
      {!data && !error ? <LoadingState /> : null}
      {data ? (
        <>
          <div className={styles.cards}>
            <DirectoryCard
              connection={data.directory}
              isEditing={editing === 'directory'}
              onEdit={() => edit('directory')}
              onDisconnect={() => setDisconnecting('directory')}
            />
            <PsaCard
              connection={data.psa}
              isEditing={editing === 'psa'}
              onEdit={() => edit('psa')}
              onDisconnect={() => setDisconnecting('psa')}
            />
          </div>
          {editing ? (
            <EditSection side={editing} connections={data} onConnected={connected(editing)} onCancel={stop} />
          ) : null}
          {proof ? (
            <Section title={proof.side === 'psa' ? 'What the PSA proved' : 'What the directories proved'}>
              <CheckSteps label="Proof of the new connection" steps={proof.steps} />
            </Section>
          ) : null}
          <Doctor doctor={doctor} />
          {data.psa ? <PsaSession /> : null}
        </>
      ) : null}
      {disconnecting ? <DisconnectDialog side={disconnecting} onClose={() => setDisconnecting(null)} /> : null}
    </Page>
  );
}

interface EditSectionProps extends Required<ConnectionFormProps> {
  readonly side: Side;
  readonly connections: Connections;
}

function EditSection({ side, connections, ...form }: EditSectionProps) {
  const { directory, psa } = connections;
  if (side === 'psa') {
    return (
      <Section title={psa ? 'Change the connection to the PSA' : 'Connect to the PSA'}>
        <ConnectPsaForm {...form} />
      </Section>
    );
  }
  return (
    <Section title={directory ? 'Change how your customers are reached' : 'Connect to your customers’ directories'}>
      {directory ? <SwitchNote /> : null}
      <ConnectDirectory initialType={directory?.connectionType ?? 'direct'} {...form} />
    </Section>
  );
}

function SwitchNote() {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>The present connection stays in use</MessageBarTitle> until the new one is proven. Switching
        between Microsoft and CIPP then deletes the old one’s secrets; mappings, links and history stay.
      </MessageBarBody>
    </MessageBar>
  );
}
