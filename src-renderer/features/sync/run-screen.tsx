/** One run: live while it goes, and its story afterwards. A finished preflight leads on to the plan it made. */
import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { RunTenantView, RunView } from '../../../shared/contract/run-entries.ts';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { Page } from '../../ui/page.tsx';
import { RunWindow } from '../../ui/run-window.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { hasEnded, useFollowedRun } from '../../ui/use-followed-run.ts';
import { runStatusWords, runTypeLabels } from '../../ui/words.ts';
import { RunActions } from './run-actions.tsx';
import { RunJournal } from './run-journal.tsx';
import { RunOutcomeThere } from './run-outcome-there.tsx';
import { RunTenants } from './run-tenants.tsx';

const useStyles = makeStyles({
  summary: { display: 'flex', flexWrap: 'wrap', gap: '8px', flexShrink: 0 },
  tile: {
    flexGrow: 1,
    flexBasis: '68px',
    padding: '6px 10px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  number: {
    display: 'block',
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  progress: { flexShrink: 0 },
});

export function RunScreen() {
  const { runId = '' } = useParams();
  const run = useFollowedRun(runId);
  usePlanWhenReady(run.data?.run);
  if (run.isPending) return <LoadingState label="Opening the run…" />;
  if (run.error) {
    return (
      <Page title="Run">
        <ErrorView error={run.error} onRetry={() => void run.refetch()} />
      </Page>
    );
  }
  return <Run run={run.data.run} tenants={run.data.tenants} />;
}

/** Who watched a preflight end wants its plan; who opens an old one stays on its story. */
function usePlanWhenReady(run: RunView | undefined) {
  const navigate = useNavigate();
  const wasGoing = useRef(false);
  useEffect(() => {
    if (!run) return;
    const justEnded = wasGoing.current && hasEnded(run.status);
    wasGoing.current = !hasEnded(run.status);
    const isGood = run.status === 'completed' || run.status === 'partial';
    if (justEnded && isGood && run.runType === 'preflight' && run.planId) {
      void navigate(`/sync/plans/${run.planId}`, { replace: true });
    }
  }, [run, navigate]);
}

function Run({ run, tenants }: { run: RunView; tenants: readonly RunTenantView[] }) {
  const navigate = useNavigate();
  const isThere = run.place === 'there';
  return (
    <Page
      title={`${runTypeLabels[run.runType]}: ${run.scope}`}
      context={
        <>
          <StateBadge word={runStatusWords[run.status]} /> {isThere ? 'on the PSA’s server, ' : ''}
          {run.trigger === 'schedule' ? 'by schedule' : `by ${run.startedBy}`}
          {run.startedAt === null ? null : (
            <>
              , started <Age at={run.startedAt} />
            </>
          )}
          {run.startedAt !== null && run.finishedAt !== null
            ? `, took ${formatDuration(run.finishedAt - run.startedAt)}`
            : ''}
        </>
      }
      asOf={<IdText label="Workflow id" value={run.workflowId} />}
      actions={
        <>
          <Button
            appearance="subtle"
            icon={<Icon name="arrowLeft" />}
            onClick={() => void navigate('/sync?tab=history')}
          >
            History
          </Button>
          {isThere ? (
            <Button onClick={() => void navigate(`/server?tab=run&run=${run.runId}`)}>Open on the server screen</Button>
          ) : null}
          {run.planId ? (
            <Button onClick={() => void navigate(`/sync/plans/${run.planId}`)}>Open its plan</Button>
          ) : null}
          <RunActions run={run} />
        </>
      }
      isFilling
    >
      {run.window ? <RunWindow run={run} /> : <RunProgress run={run} />}
      {run.errorMessage ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{run.errorMessage}</MessageBarBody>
        </MessageBar>
      ) : null}
      <RunBody run={run} tenants={tenants} />
    </Page>
  );
}

/** What a run did: our own numbers and journal, or for one on the server what it planned, reported and showed. */
function RunBody({ run, tenants }: { run: RunView; tenants: readonly RunTenantView[] }) {
  const [params, setParams] = useSearchParams();
  const isGoing = !hasEnded(run.status);
  const byTenant = <RunTenants tenants={tenants} isGoing={isGoing} />;
  if (run.place === 'there') return isGoing ? byTenant : <RunOutcomeThere runId={run.runId} />;
  if (run.runType === 'discovery' || run.runType === 'preflight') return byTenant;
  const tab = params.get('tab') === 'journal' ? 'journal' : 'tenants';
  return (
    <>
      <RunNumbers run={run} />
      <TabList
        size="small"
        selectedValue={tab}
        onTabSelect={(_, data) => setParams(data.value === 'journal' ? { tab: 'journal' } : {}, { replace: true })}
      >
        <Tab value="tenants">By tenant</Tab>
        <Tab value="journal">Journal: planned and observed</Tab>
      </TabList>
      {tab === 'journal' ? <RunJournal run={run} /> : byTenant}
    </>
  );
}

function RunProgress({ run }: { run: RunView }) {
  const styles = useStyles();
  const isGoing = !hasEnded(run.status);
  return (
    <div className={styles.progress}>
      <output aria-live="polite">
        <Text>{run.sentence}</Text>
      </output>
      {isGoing ? (
        <ProgressBar
          aria-label="Progress"
          {...(run.totalTenants > 0 ? { value: run.processedTenants / run.totalTenants } : {})}
        />
      ) : null}
    </div>
  );
}

function RunNumbers({ run }: { run: RunView }) {
  const styles = useStyles();
  const { counters } = run;
  const tiles: readonly (readonly [string, number])[] = [
    ['Created', counters.created],
    ['Linked', counters.linked],
    ['Updated', counters.updated],
    ['Inactivated', counters.inactivated],
    ['To decide', counters.ambiguous],
    ['Skipped', counters.skipped],
    ['Stale', run.stale],
    ['Failed', run.failures],
    ['Read back', run.verified.compared],
    ['Mismatches', run.verified.mismatches],
  ];
  return (
    <div className={styles.summary}>
      {tiles.map(([label, number]) => (
        <div key={label} className={styles.tile}>
          <span className={styles.number}>{formatCount(number)}</span>
          <span className={styles.label}>{label}</span>
        </div>
      ))}
    </div>
  );
}
