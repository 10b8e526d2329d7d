/** Step 2: read the list of managed tenants. */
import { Button, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { useRunStatus } from './use-run-status.ts';

export function DiscoverStep({ onNext }: { onNext: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const discover = useMutation(api.tenants.discover.mutationOptions());
  const { run, error, hasEnded } = useRunStatus(discover.data?.runId ?? null);
  const tenants = useQuery(api.tenants.list.queryOptions({ input: { limit: 1 } }));
  const found = tenants.data?.counts.all ?? 0;
  const hasStarted = discover.data !== undefined;
  const isBusy = discover.isPending || (hasStarted && !hasEnded && !error);
  const failure = discover.error ?? error;
  useEffect(() => {
    if (hasEnded) void cache.invalidateQueries();
  }, [hasEnded, cache]);
  return (
    <Section title="Discover your managed tenants">
      <Text>
        Concord asks your connection which customer tenants it can reach, and reads the clients and contacts of the PSA
        to compare.
      </Text>
      <div>
        <Button appearance={found > 0 ? 'secondary' : 'primary'} disabled={isBusy} onClick={() => discover.mutate({})}>
          {found > 0 ? 'Discover again' : 'Discover tenants'}
        </Button>
      </div>
      {isBusy ? <Spinner size="tiny" label={run?.sentence ?? 'Discovery is starting…'} /> : null}
      {failure ? <ErrorView error={failure} /> : null}
      {run && hasEnded ? <Result run={run} /> : null}
      {found > 0 && !isBusy ? (
        <>
          <Text>{plural(found, 'managed tenant')} known.</Text>
          <div>
            <Button appearance="primary" onClick={onNext}>
              Next: map them to clients
            </Button>
          </div>
        </>
      ) : null}
    </Section>
  );
}

function Result({ run }: { run: RunView }) {
  return (
    <MessageBar intent={run.status === 'completed' ? 'success' : 'warning'} layout="multiline">
      <MessageBarBody>{run.sentence}</MessageBarBody>
    </MessageBar>
  );
}
