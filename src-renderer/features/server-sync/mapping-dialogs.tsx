/** The deliberate acts on the server's mappings. Each says what will be written there, and what stays. */
import { MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ClientPicker } from '../../ui/client-picker.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Facts } from '../../ui/facts.tsx';
import { plural } from '../../ui/format.ts';
import { hereText, shownOf, thereText } from './mapping-words.ts';
import type { MappingsWork } from './use-mappings-there.ts';

interface DialogProps {
  readonly work: MappingsWork;
  readonly onClose: () => void;
}

const LISTED = 12;

/** Links and contacts that the server's sync made under an earlier client are not moved by any of these. */
function WhatStays({ hasEarlierClient }: { hasEarlierClient: boolean }) {
  return (
    <Text size={200}>
      Nothing is synced by this, and the mapping here stays as it is.
      {hasEarlierClient
        ? ' Contacts and links of the earlier client stay where they are, and that client keeps its Entra fields; only its next sync follows the new mapping.'
        : ''}
    </Text>
  );
}

export function HoldDialog({ rows, work, onClose }: DialogProps & { readonly rows: readonly MappingThere[] }) {
  const api = useApi();
  const hold = useMutation(
    api.server.confirmMappings.mutationOptions({
      onSuccess: (written) => {
        onClose();
        work.take(written);
      },
    }),
  );
  const hidden = rows.length - LISTED;
  return (
    <ConfirmDialog
      title="Make the server hold ours"
      confirmLabel={`Write ${plural(rows.length, 'mapping')} there`}
      isBusy={hold.isPending}
      isWide
      onCancel={onClose}
      onConfirm={() => hold.mutate({ mappings: rows.map(shownOf) })}
    >
      <Text>This is written to the server, and read back:</Text>
      <Facts
        facts={rows.slice(0, LISTED).map((row) => ({
          name: row.tenantName,
          value:
            row.hereState === 'skipped'
              ? `skipped there (now: ${thereText(row)})`
              : `${hereText(row)} (now: ${thereText(row)})`,
        }))}
      />
      {hidden > 0 ? <Text size={200}>and {plural(hidden, 'more tenant')}.</Text> : null}
      <WhatStays hasEarlierClient={rows.some((row) => row.thereClient !== null)} />
      {hold.error ? <ErrorView error={hold.error} /> : null}
    </ConfirmDialog>
  );
}

type RowDialogProps = DialogProps & { readonly row: MappingThere };

export function RemapDialog({ row, work, onClose }: RowDialogProps) {
  const api = useApi();
  const [target, setTarget] = useState<{ clientId: string; name: string } | null>(row.hereClient);
  const remap = useMutation(
    api.server.remap.mutationOptions({
      onSuccess: (written) => {
        onClose();
        work.take(written);
      },
    }),
  );
  const isAsNow = target !== null && target.clientId === row.thereClient?.clientId;
  return (
    <ConfirmDialog
      title={`Remap ${row.tenantName} there`}
      confirmLabel="Remap on the server"
      isBusy={remap.isPending}
      isConfirmable={target !== null && !isAsNow}
      onCancel={onClose}
      onConfirm={() => target && remap.mutate({ ...shownOf(row), clientId: target.clientId })}
    >
      <Facts
        facts={[
          { name: 'On the server now', value: thereText(row) },
          { name: 'Will be', value: target === null ? 'Choose a client' : target.name },
          { name: 'Here', value: hereText(row) },
        ]}
      />
      <ClientPicker onPick={setTarget} />
      {target !== null && row.hereClient !== null && target.clientId !== row.hereClient.clientId ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            Here this tenant is mapped to {row.hereClient.name}. The two will differ, and its sync writes to{' '}
            {target.name}.
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <WhatStays hasEarlierClient={row.thereClient !== null} />
      {remap.error ? <ErrorView error={remap.error} /> : null}
    </ConfirmDialog>
  );
}

export function UnmapDialog({ row, work, onClose }: RowDialogProps) {
  const api = useApi();
  const unmap = useMutation(
    api.server.unmap.mutationOptions({
      onSuccess: (written) => {
        onClose();
        work.take(written);
      },
    }),
  );
  const client = row.thereClient?.name ?? 'the client';
  return (
    <ConfirmDialog
      title={`Unmap ${row.tenantName} there`}
      confirmLabel="Unmap on the server"
      isBusy={unmap.isPending}
      onCancel={onClose}
      onConfirm={() => unmap.mutate(shownOf(row))}
    >
      <Text>
        The server forgets the mapping to {client} with its portal settings, and clears that client’s Entra fields. Its
        sync leaves this tenant out from then on. Contacts and links stay.
      </Text>
      {row.sharesClientWith.length > 0 ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {row.sharesClientWith.join(', ')} {row.sharesClientWith.length === 1 ? 'is' : 'are'} mapped there to the
            same client, which loses its Entra fields for them too. Confirm them again afterwards.
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <WhatStays hasEarlierClient={false} />
      {unmap.error ? <ErrorView error={unmap.error} /> : null}
    </ConfirmDialog>
  );
}
