/** A run in its cancel window: nothing was sent yet, Cancel leaves everything as it was, and who is sure begins at once. */
import { Button } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { RunView } from '../../shared/contract/run-entries.ts';
import { useApi } from '../bridge/bridge-context.ts';
import { Icon } from './icons.tsx';
import { useNotify } from './notify.tsx';
import { OneWayBar } from './one-way-bar.tsx';

export function RunWindow({ run }: { run: RunView }) {
  const api = useApi();
  const notify = useNotify();
  const cancel = useMutation(api.runs.cancel.mutationOptions({ onError: notify.failed }));
  const begin = useMutation(api.runs.resume.mutationOptions({ onError: notify.failed }));
  const { runId, window } = run;
  if (!window) return null;
  const isBusy = cancel.isPending || begin.isPending;
  return (
    <OneWayBar
      label="Cancel window"
      what="begins"
      endsAt={window.endsAt}
      buttons={
        <>
          <Button
            size="small"
            appearance="primary"
            icon={<Icon name="stop" />}
            disabled={isBusy}
            onClick={() => cancel.mutate({ runId })}
          >
            Cancel
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => begin.mutate({ runId })}>
            Begin now
          </Button>
        </>
      }
    >
      {window.oneWay.map((changes) => changes.sentence).join(' ')} Nothing has been sent yet.
    </OneWayBar>
  );
}
