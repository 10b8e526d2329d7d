/** The run on the server: live while it goes, then planned, reported and observed side by side. */
import { Button, MessageBar, MessageBarBody, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { RunWindow } from '../../ui/run-window.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { outcomeSentence } from '../../ui/there-outcome.ts';
import { ThereOutcomeTable } from '../../ui/there-outcome-table.tsx';
import { useFollowedRun } from '../../ui/use-followed-run.ts';
import { runStatusWords } from '../../ui/words.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px', flexShrink: 0 },
  sentence: { flexGrow: 1 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export function RunThere({ runId }: { runId: string }) {
  const styles = useStyles();
  const api = useApi();
  const navigate = useNavigate();
  const followed = useFollowedRun(runId);
  const run = followed.data?.run;
  const isOver = run !== undefined && !followed.isGoing;
  const outcome = useQuery(api.server.outcome.queryOptions({ input: { runId }, enabled: isOver }));
  if (followed.error) return <ErrorView error={followed.error} onRetry={() => void followed.refetch()} />;
  if (!run) return <LoadingState label="Opening the run…" />;
  return (
    <>
      <div className={styles.head}>
        <StateBadge word={runStatusWords[run.status]} />
        <Text className={styles.sentence} role="status">
          {outcome.data && outcome.data.tenants.length > 0 ? outcomeSentence(outcome.data.tenants) : run.sentence}
        </Text>
        {run.startedAt === null ? null : (
          <Text size={200} className={styles.quiet}>
            {run.startedBy}, <Age at={run.startedAt} />
          </Text>
        )}
        {outcome.data?.serverWorkflowId ? (
          <IdText label="Server’s workflow" value={outcome.data.serverWorkflowId} />
        ) : null}
        <Button size="small" onClick={() => void navigate(`/sync/runs/${runId}`)}>
          {isOver ? 'Open its run' : 'Pause or cancel…'}
        </Button>
      </div>
      <RunWindow run={run} />
      {isOver || run.window ? null : <ProgressBar aria-label="The server is working" />}
      {run.errorMessage ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{run.errorMessage}</MessageBarBody>
        </MessageBar>
      ) : null}
      {isOver ? <ThereOutcomeTable tenants={outcome.data?.tenants} error={outcome.error} /> : null}
    </>
  );
}
