/** What is written to the platform, said before it is written: for every MSP on it, or for this workspace alone. */
import { Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { PlatformFlagView } from '../../../shared/contract/server-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { useNotify } from '../../ui/notify.tsx';

export function EnsureDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const notify = useNotify();
  const ensure = useMutation(
    api.server.ensureFlags.mutationOptions({
      onSuccess: ({ created, missing }) => {
        onClose();
        const detail =
          missing.length > 0
            ? `The platform claims, but does not list: ${missing.join(', ')}.`
            : 'They are released to nobody yet; release them to this workspace to switch them on here.';
        notify.done(created.length === 0 ? 'Nothing was missing' : `Created: ${created.join(', ')}`, { detail });
      },
    }),
  );
  return (
    <ConfirmDialog
      title="Create the missing flags"
      confirmLabel="Create them on the platform"
      isBusy={ensure.isPending}
      onCancel={onClose}
      onConfirm={() => ensure.mutate({})}
    >
      <Text>
        The platform gets the flags for CIPP and for syncing single clients where it lacks them. They start released to
        nobody, so both surfaces go off here until the flags are released to this workspace.
      </Text>
      {ensure.error ? <ErrorView error={ensure.error} /> : null}
    </ConfirmDialog>
  );
}

interface TargetDialogProps {
  readonly flag: PlatformFlagView;
  /** True when a release group names this workspace now. */
  readonly isNamed: boolean;
  readonly onClose: () => void;
}

export function TargetDialog({ flag, isNamed, onClose }: TargetDialogProps) {
  const api = useApi();
  const notify = useNotify();
  const target = useMutation(
    api.server.targetFlag.mutationOptions({
      onSuccess: (after) => {
        onClose();
        notify.done(`${after.key}: read back`, { detail: after.sentence });
      },
    }),
  );
  return (
    <ConfirmDialog
      title={isNamed ? 'Take this workspace out' : 'Release to this workspace'}
      confirmLabel={isNamed ? 'Take it out' : 'Release it'}
      isBusy={target.isPending}
      onCancel={onClose}
      onConfirm={() => target.mutate({ key: flag.key, isOn: !isNamed })}
    >
      <Text>
        {isNamed
          ? `The release group of ${flag.key} that names this workspace is taken away on the platform, for everybody who works in it.`
          : `${flag.key} gets a release group on the platform that names this workspace, for everybody who works in it.`}{' '}
        It is read back, and noted in the activity log.
      </Text>
      <Text>Now: {flag.sentence}</Text>
      {target.error ? <ErrorView error={target.error} /> : null}
    </ConfirmDialog>
  );
}

export function ForgetDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const forget = useMutation(api.server.forgetFlags.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmDialog
      title="Forget the platform’s answer"
      confirmLabel="Forget it"
      isBusy={forget.isPending}
      onCancel={onClose}
      onConfirm={() => forget.mutate({})}
    >
      <Text>
        The switches of this profile decide alone, until the platform is read again: at the next read of the PSA where a
        master key is stored. Nothing changes on the platform.
      </Text>
      {forget.error ? <ErrorView error={forget.error} /> : null}
    </ConfirmDialog>
  );
}
