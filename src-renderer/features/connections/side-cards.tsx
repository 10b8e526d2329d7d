/** The Microsoft side: CIPP or a direct sign-in, how it was made, and how to change or forget it. */
import { Button } from '@fluentui/react-components';
import type { Connections } from '../../../shared/contract/connection-entries.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { formatTime } from '../../ui/format.ts';
import { ConnectionCard, connectionWords } from './connection-card.tsx';

const typeLabels = { direct: 'Microsoft, signed in directly', cipp: 'CIPP' } as const;
const authLabels = {
  token: 'API token',
  clientCredentials: 'API client (id and secret)',
  browser: 'Sign-in in the browser',
  deviceCode: 'Sign-in with a device code',
} as const;

interface CardProps<Side> {
  readonly connection: Side | null;
  /** True while the form of this side is open. */
  readonly isEditing: boolean;
  readonly onEdit: () => void;
  readonly onDisconnect: () => void;
}

export function DirectoryCard({
  connection,
  isEditing,
  onEdit,
  onDisconnect,
}: CardProps<NonNullable<Connections['directory']>>) {
  if (!connection) {
    return (
      <ConnectionCard
        icon="tenants"
        title="Your customers’ directories"
        label="Microsoft directly, or through CIPP. Concord only reads there."
        word={connectionWords.none}
        facts={[]}
        lastError={null}
        actions={
          <Button appearance="primary" disabled={isEditing} onClick={onEdit}>
            Connect
          </Button>
        }
      />
    );
  }
  return (
    <ConnectionCard
      icon="tenants"
      title={typeLabels[connection.connectionType]}
      label={connection.label}
      word={connectionWords[connection.status]}
      lastError={connection.lastError}
      facts={[
        { name: 'Signs in by', value: authLabels[connection.authKind] },
        { name: 'Credentials from', value: connection.credentialSource },
        ...(connection.cloud ? [{ name: 'Cloud', value: connection.cloud }] : []),
        { name: 'Connected', value: formatTime(connection.connectedAt) },
        { name: 'Last checked', value: <AsOf at={connection.lastCheckedAt} prefix="" never="not yet" /> },
      ]}
      actions={
        <>
          <Button disabled={isEditing} onClick={onEdit}>
            Change or reconnect
          </Button>
          <Button appearance="subtle" onClick={onDisconnect}>
            Disconnect
          </Button>
        </>
      }
    />
  );
}

const writeLabels = {
  yes: 'May read and write contacts',
  no: 'Read-only: plans can be made, but not applied',
  unknown: 'Not known yet; run the check',
} as const;

export function PsaCard({ connection, isEditing, onEdit, onDisconnect }: CardProps<NonNullable<Connections['psa']>>) {
  if (!connection) {
    return (
      <ConnectionCard
        icon="plug"
        title="Your PSA"
        label="AlgaPSA: clients and contacts, read and written with an API key."
        word={connectionWords.none}
        facts={[]}
        lastError={null}
        actions={
          <Button appearance="primary" disabled={isEditing} onClick={onEdit}>
            Connect
          </Button>
        }
      />
    );
  }
  return (
    <ConnectionCard
      icon="plug"
      title="AlgaPSA"
      label={connection.baseUrl}
      word={connectionWords[connection.status]}
      lastError={connection.lastError}
      facts={[
        { name: 'API key', value: writeLabels[connection.mayWrite] },
        { name: 'Server’s own sync', value: connection.entraRoutes },
        { name: 'Connected', value: formatTime(connection.connectedAt) },
        { name: 'Last checked', value: <AsOf at={connection.lastCheckedAt} prefix="" never="not yet" /> },
      ]}
      actions={
        <>
          <Button disabled={isEditing} onClick={onEdit}>
            Change the key or address
          </Button>
          <Button appearance="subtle" onClick={onDisconnect}>
            Disconnect
          </Button>
        </>
      }
    />
  );
}
