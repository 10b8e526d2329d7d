/** One remedy, said before it is written. It is journaled as a run of its own and can be undone there. */
import { Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useNotify } from '../../ui/notify.tsx';

export function RemedyDialog({ row, onClose }: { row: PoisonRow; onClose: () => void }) {
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const remedy = useMutation(
    api.server.applyRemedy.mutationOptions({
      onSuccess: () => {
        onClose();
        notify.done(`${row.displayName} no longer stands in the way`, {
          detail: 'Journaled; undo it on the Sync screen.',
        });
      },
      onSettled: () => cache.invalidateQueries({ queryKey: api.server.poison.key() }),
    }),
  );
  const { managedTenantId, entraObjectId } = row;
  return (
    <ConfirmDialog
      title="Apply this remedy"
      confirmLabel="Apply remedy"
      isBusy={remedy.isPending}
      onCancel={onClose}
      onConfirm={() => remedy.mutate({ managedTenantId, entraObjectId })}
    >
      <Facts
        facts={[
          { name: 'Person', value: row.displayName },
          { name: 'Client', value: row.clientName },
          { name: 'Address', value: row.address },
          { name: 'Why', value: row.sentence },
          { name: 'Remedy', value: row.remedySentence },
        ]}
      />
      <Text>
        One contact is changed in the PSA, with your API key: looked up first, written, read back and journaled. It can
        be undone from its run.
      </Text>
      {remedy.error ? <ErrorView error={remedy.error} /> : null}
    </ConfirmDialog>
  );
}
