/** Where a day begins: what needs you, how big the estate is, how fresh the facts are, and the last and next run. */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Overview } from '../../../shared/contract/engine-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { AttentionList } from './attention-list.tsx';
import { CountTiles } from './count-tiles.tsx';
import { FreshnessCard } from './freshness-card.tsx';
import { RunCard } from './run-card.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
    gap: '12px',
    alignItems: 'start',
    flexShrink: 0,
  },
  tiles: { flexShrink: 0 },
});

const stepNames = { 1: 'Connect', 2: 'Discover', 3: 'Map', 4: 'Initial sync' } as const;

export function OverviewScreen() {
  const styles = useStyles();
  const api = useApi();
  const overview = useQuery(api.engine.overview.queryOptions({ input: {} }));
  const flags = useQuery(api.engine.status.queryOptions({ input: {} })).data?.flags;
  const { data, error } = overview;
  return (
    <Page title="Overview" context={data ? summaryOf(data) : null} actions={<PreflightButton overview={data} />}>
      {error ? <ErrorView error={error} onRetry={() => void overview.refetch()} /> : null}
      {!data && !error ? <LoadingState /> : null}
      {data ? (
        <>
          {data.wizardStep ? <WizardBar step={data.wizardStep} /> : null}
          <Section title="What needs you">
            <AttentionList items={data.attention} />
          </Section>
          <div className={styles.tiles}>
            <CountTiles counts={data.counts} isQueueShown={flags?.['entra-integration-ambiguous-queue'] ?? true} />
          </div>
          <div className={styles.columns}>
            <FreshnessCard sources={data.freshness} />
            <RunCard lastRun={data.lastRun} nextRunAt={data.nextRunAt} />
          </div>
        </>
      ) : null}
    </Page>
  );
}

function summaryOf({ attention, counts }: Overview): string {
  const urgent = attention.filter((item) => item.severity !== 'info').length;
  const estate = `${counts.mapped} of ${plural(counts.managedTenants, 'managed tenant')} mapped`;
  return urgent === 0 ? `${estate}; nothing urgent.` : `${estate}; ${plural(urgent, 'thing')} to look at.`;
}

/** Asks what a sync would do; leads to the run that is asking. */
function PreflightButton({ overview }: { overview: Overview | undefined }) {
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({
      onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`),
      onError: notify.failed,
    }),
  );
  if (!overview || overview.counts.mapped === 0) return null;
  return (
    <Button
      icon={<Icon name="document" />}
      disabled={preflight.isPending}
      title="Reads the PSA and every mapped directory, then makes a plan. Writes nothing there."
      onClick={() => preflight.mutate({ scope: { kind: 'estate' } })}
    >
      Preflight the whole estate
    </Button>
  );
}

function WizardBar({ step }: { step: 1 | 2 | 3 | 4 }) {
  const navigate = useNavigate();
  return (
    <MessageBar intent="info">
      <MessageBarBody>
        <MessageBarTitle>The first run is not finished.</MessageBarTitle> Next is step {step} of 4: {stepNames[step]}.
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => void navigate('/wizard')}>
          Go on
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
