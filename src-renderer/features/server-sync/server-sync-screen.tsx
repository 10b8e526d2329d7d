/** Applying there: whether the PSA's own sync can be used, the plan to hand over, who would poison it, and how it went. */
import { Button, makeStyles, Tab, TabList } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { MappingsThere } from './mappings-there.tsx';
import { PoisonList } from './poison-list.tsx';
import { RunThere } from './run-there.tsx';
import { ServerState } from './server-state.tsx';
import { newestRunThere } from './there.ts';
import { TherePlan } from './there-plan.tsx';
import { useMappingsThere } from './use-mappings-there.ts';
import { useServerStatus } from './use-server-status.ts';

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
    gap: '12px',
    flexShrink: 0,
  },
});

const tabs = ['obstacles', 'mappings', 'run'] as const;

export function ServerSyncScreen() {
  const styles = useStyles();
  const api = useApi();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const server = useServerStatus();
  const poison = useQuery(api.server.poison.queryOptions({ input: { managedTenantId: null } }));
  const runs = useQuery(
    api.runs.list.queryOptions({
      input: { types: ['initial', 'all-tenants', 'single-tenant'], offset: 0, limit: 50 },
    }),
  );
  const runId = params.get('run') ?? newestRunThere(runs.data?.rows ?? [])?.runId ?? null;
  const mappings = useMappingsThere();
  const isServerReady = server.status.data?.state === 'ready';
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'obstacles';
  const differences = mappings.shown?.rows.filter((row) => row.difference !== 'none').length;
  const obstacles = poison.data ? ` (${formatCount(poison.data.rows.length)})` : '';
  return (
    <Page
      title="Apply on the PSA’s server"
      context="The PSA’s own Entra sync does the work; Concord prepares it, follows it and reads back what it did."
      actions={
        <Button appearance="subtle" icon={<Icon name="arrowLeft" />} onClick={() => void navigate('/sync')}>
          Sync
        </Button>
      }
      isFilling
    >
      <div className={styles.cards}>
        <ServerState work={server} />
        <TherePlan
          isServerReady={isServerReady}
          poison={poison.data?.rows ?? []}
          onStarted={(started) => setParams({ tab: 'run', run: started })}
        />
      </div>
      <TabList
        size="small"
        selectedValue={tab}
        onTabSelect={(_, data) =>
          setParams(data.value === 'obstacles' ? {} : { tab: String(data.value) }, { replace: true })
        }
      >
        <Tab value="obstacles">Who would make it fail{obstacles}</Tab>
        <Tab value="mappings">
          Mappings on the server{differences === undefined ? '' : ` (${formatCount(differences)} differ)`}
        </Tab>
        <Tab value="run">Last run there</Tab>
      </TabList>
      {tab === 'obstacles' ? <PoisonList poison={poison.data} error={poison.error} /> : null}
      {tab === 'mappings' ? <MappingsThere work={mappings} isServerReady={isServerReady} /> : null}
      {tab === 'run' && runId ? <RunThere key={runId} runId={runId} /> : null}
      {tab === 'run' && !runId ? (
        <EmptyState
          icon="history"
          title="Nothing was applied there yet"
          detail="When the server has applied a plan, what was planned, reported and observed stands here."
        />
      ) : null}
    </Page>
  );
}
