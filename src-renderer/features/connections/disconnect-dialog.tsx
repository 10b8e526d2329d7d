/** Says what is forgotten and what is kept before a connection is dropped. */
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useNotify } from '../../ui/notify.tsx';

export type Side = 'directory' | 'psa';

const words = {
  directory: {
    title: 'Disconnect from the customers’ directories?',
    forgotten:
      'The token, or the client id and secret, is deleted from this profile’s vault. Nothing changes at Microsoft or in CIPP.',
    done: 'Disconnected from the directories',
  },
  psa: {
    title: 'Disconnect from the PSA?',
    forgotten:
      'The API key is deleted from this profile’s vault. Nothing changes in the PSA, and the key itself stays valid there.',
    done: 'Disconnected from the PSA',
  },
} as const;

export function DisconnectDialog({ side, onClose }: { side: Side; onClose: () => void }) {
  const api = useApi();
  const notify = useNotify();
  const after = {
    onSuccess: () => {
      notify.done(words[side].done, { detail: 'Mappings, links and history were kept.' });
      onClose();
    },
    onError: notify.failed,
  };
  const forgetDirectory = useMutation(api.connections.disconnectDirectory.mutationOptions(after));
  const forgetPsa = useMutation(api.connections.disconnectPsa.mutationOptions(after));
  const forget = side === 'directory' ? forgetDirectory : forgetPsa;
  return (
    <ConfirmDialog
      title={words[side].title}
      confirmLabel="Disconnect"
      isBusy={forget.isPending}
      onCancel={onClose}
      onConfirm={() => forget.mutate({})}
    >
      <div>
        <strong>Forgotten:</strong> {words[side].forgotten}
      </div>
      <div>
        <strong>Kept:</strong> mappings, links, review answers, plans, history and everything read so far. Scheduled
        syncs wait until you connect again.
      </div>
    </ConfirmDialog>
  );
}
