/** Whether the audit log is still as it was written: every event carries the hash of the one before. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';

/** Verifying is asked for, never cached: an old verdict proves nothing. */
export function useChainCheck() {
  const { client } = useBridge();
  const notify = useNotify();
  return useMutation({ mutationFn: () => client.activity.verify({}), onError: notify.failed });
}

export function ChainVerdict({ check }: { check: ReturnType<typeof useChainCheck> }) {
  const verdict = check.data;
  if (!verdict) return null;
  return (
    <MessageBar intent={verdict.isIntact ? 'success' : 'error'} layout={verdict.isIntact ? 'singleline' : 'multiline'}>
      <MessageBarBody>
        <MessageBarTitle>
          {verdict.isIntact ? 'The log is unchanged.' : `The log was changed at event ${verdict.brokenAtSeq}.`}
        </MessageBarTitle>{' '}
        {verdict.sentence}
        {verdict.isIntact ? null : ' Export it now and compare it with an earlier export.'}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={check.reset}>
          Close
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
