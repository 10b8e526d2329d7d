/** Pause, go on, cancel, undo. Cancel and undo say first what stays and what is tried. */
import { Button, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { OneWayNotice } from './one-way-notice.tsx';
import { UndoPreview } from './undo-preview.tsx';

export function RunActions({ run }: { run: RunView }) {
  const api = useApi();
  const notify = useNotify();
  const [open, setOpen] = useState<'cancel' | 'undo' | null>(null);
  const pause = useMutation(api.runs.pause.mutationOptions({ onError: notify.failed }));
  const resume = useMutation(api.runs.resume.mutationOptions({ onError: notify.failed }));
  const { runId } = run;
  return (
    <>
      {run.status === 'paused' ? (
        <Button
          appearance="primary"
          icon={<Icon name="play" />}
          disabled={resume.isPending}
          onClick={() => resume.mutate({ runId })}
        >
          Go on
        </Button>
      ) : null}
      {run.canPause && run.status !== 'paused' ? (
        <Button icon={<Icon name="pause" />} disabled={pause.isPending} onClick={() => pause.mutate({ runId })}>
          Pause
        </Button>
      ) : null}
      {run.canCancel && run.window === null ? (
        <Button icon={<Icon name="stop" />} onClick={() => setOpen('cancel')}>
          Cancel
        </Button>
      ) : null}
      {run.canUndo ? (
        <Button icon={<Icon name="undo" />} onClick={() => setOpen('undo')}>
          Undo this run…
        </Button>
      ) : null}
      {open === 'cancel' ? <CancelDialog runId={runId} onClose={() => setOpen(null)} /> : null}
      {open === 'undo' ? <UndoDialog runId={runId} operationId={null} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function CancelDialog({ runId, onClose }: { runId: string; onClose: () => void }) {
  const api = useApi();
  const cancel = useMutation(api.runs.cancel.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmDialog
      title="Cancel this run"
      confirmLabel="Cancel the run"
      cancelLabel="Let it go on"
      isBusy={cancel.isPending}
      onCancel={onClose}
      onConfirm={() => cancel.mutate({ runId })}
    >
      <Text>It stops after the request in flight. What was done stays done and is listed in the journal.</Text>
      {cancel.error ? <ErrorView error={cancel.error} /> : null}
    </ConfirmDialog>
  );
}

interface UndoDialogProps {
  readonly runId: string;
  /** Null undoes everything of the run that can be undone. */
  readonly operationId: string | null;
  readonly onClose: () => void;
}

export function UndoDialog({ runId, operationId, onClose }: UndoDialogProps) {
  const api = useApi();
  const navigate = useNavigate();
  const preview = useQuery(api.runs.previewUndo.queryOptions({ input: { runId, operationId }, staleTime: 0 }));
  const undo = useMutation(
    api.runs.undo.mutationOptions({
      onSuccess: (answer) => {
        onClose();
        void navigate(`/sync/runs/${answer.runId}`);
      },
    }),
  );
  return (
    <ConfirmDialog
      title={operationId === null ? 'Undo this run' : 'Undo this change'}
      confirmLabel="Undo"
      isBusy={undo.isPending}
      isConfirmable={preview.data !== undefined && preview.data.reversible + preview.data.oneWay > 0}
      onCancel={onClose}
      onConfirm={() => undo.mutate({ runId, operationId })}
    >
      {preview.error ? (
        <ErrorView error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <UndoPreview preview={preview.data} />
      )}
      <Text>
        Concord looks at each contact first and reverses only what is still as it left it. Fields get their earlier
        values back, links are removed, and contacts it created are made inactive, because contacts are never deleted.
        What somebody changed since is left alone and named.
      </Text>
      <OneWayNotice changes={preview.data?.oneWayChanges ?? []} />
      {undo.error ? <ErrorView error={undo.error} /> : null}
    </ConfirmDialog>
  );
}
