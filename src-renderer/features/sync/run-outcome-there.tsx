/** A run on the server has no journal here: what was planned, what the server reports, and what reading back showed. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../bridge/bridge-context.ts';
import { ThereOutcomeTable } from '../../ui/there-outcome-table.tsx';

export function RunOutcomeThere({ runId }: { runId: string }) {
  const api = useApi();
  const outcome = useQuery(api.server.outcome.queryOptions({ input: { runId } }));
  return <ThereOutcomeTable tenants={outcome.data?.tenants} error={outcome.error} />;
}
