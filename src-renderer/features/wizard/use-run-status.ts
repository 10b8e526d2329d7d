/** How a run that the wizard started stands; asked again while it goes. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../bridge/bridge-context.ts';

const ASK_AGAIN_MS = 700;
const ended = new Set(['completed', 'partial', 'failed', 'held', 'cancelled']);

export function useRunStatus(runId: string | null) {
  const api = useApi();
  const run = useQuery({
    ...api.runs.get.queryOptions({ input: { runId: runId ?? '' } }),
    enabled: runId !== null,
    refetchInterval: (query) => (query.state.data && ended.has(query.state.data.run.status) ? false : ASK_AGAIN_MS),
  });
  const status = run.data?.run.status;
  return { run: run.data?.run ?? null, error: run.error, hasEnded: status !== undefined && ended.has(status) };
}
