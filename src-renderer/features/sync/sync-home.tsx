/** The start of Sync: the preflight buttons, the plans and the history of runs. */
import { Button, Tab, TabList } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { planStatusWords, runStatusWords, runTypeLabels } from '../../ui/words.ts';
import { OneClientDialog } from './one-client-dialog.tsx';
import { usePreflight } from './use-preflight.ts';

const planColumns: readonly Column<PlanHeader>[] = [
  { id: 'made', header: 'Made', width: 110, cell: (plan) => <Age at={plan.madeAt} /> },
  { id: 'scope', header: 'Scope', width: 180, grow: 2, cell: (plan) => plan.scope },
  { id: 'status', header: 'Status', width: 170, cell: (plan) => <StateBadge word={planStatusWords[plan.status]} /> },
  { id: 'create', header: 'Create', width: 70, align: 'end', cell: (plan) => formatCount(plan.counts.create) },
  { id: 'link', header: 'Link', width: 64, align: 'end', cell: (plan) => formatCount(plan.counts.link) },
  { id: 'update', header: 'Update', width: 72, align: 'end', cell: (plan) => formatCount(plan.counts.update) },
  {
    id: 'inactivate',
    header: 'Inactive',
    width: 78,
    align: 'end',
    cell: (plan) => formatCount(plan.counts.inactivate),
  },
  { id: 'queue', header: 'To decide', width: 84, align: 'end', cell: (plan) => formatCount(plan.counts.queue) },
  { id: 'holds', header: 'Holds', width: 64, align: 'end', cell: (plan) => formatCount(plan.holds.length) },
  { id: 'problems', header: 'Problems', width: 82, align: 'end', cell: (plan) => formatCount(plan.problems.length) },
];

const runColumns: readonly Column<RunView>[] = [
  {
    id: 'started',
    header: 'Started',
    width: 110,
    cell: (run) => (run.startedAt === null ? 'not yet' : <Age at={run.startedAt} />),
  },
  { id: 'type', header: 'What', width: 140, cell: (run) => runTypeLabels[run.runType] },
  { id: 'status', header: 'Status', width: 150, cell: (run) => <StateBadge word={runStatusWords[run.status]} /> },
  {
    id: 'sentence',
    header: 'Result',
    width: 260,
    grow: 3,
    cell: (run) => <span title={run.sentence}>{run.sentence}</span>,
  },
  {
    id: 'tenants',
    header: 'Tenants',
    width: 84,
    align: 'end',
    cell: (run) => `${run.processedTenants}/${run.totalTenants}`,
  },
  { id: 'by', header: 'By', width: 120, cell: (run) => (run.trigger === 'schedule' ? 'Schedule' : run.startedBy) },
];

export function SyncHome() {
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'history' ? 'history' : 'plans';
  const [isChoosing, setChoosing] = useState(false);
  const preflight = usePreflight();
  const flags = useQuery(api.engine.status.queryOptions({ input: {} })).data?.flags;
  return (
    <Page
      title="Sync"
      context="A preflight reads and makes a plan. Nothing is written to the PSA before you approve and apply it."
      actions={
        <>
          {flags?.['entra-integration-client-sync-action'] ? (
            <Button disabled={preflight.isPending} onClick={() => setChoosing(true)}>
              Preflight one client
            </Button>
          ) : null}
          <Button
            appearance="primary"
            icon={<Icon name="document" />}
            disabled={preflight.isPending}
            onClick={() => preflight.start({ kind: 'estate' })}
          >
            Preflight the whole estate
          </Button>
        </>
      }
      tools={
        <TabList
          size="small"
          selectedValue={tab}
          onTabSelect={(_, data) => setParams(data.value === 'history' ? { tab: 'history' } : {}, { replace: true })}
        >
          <Tab value="plans">Plans</Tab>
          <Tab value="history">History</Tab>
        </TabList>
      }
      isFilling
    >
      {tab === 'plans' ? <PlanList onPreflight={() => preflight.start({ kind: 'estate' })} /> : <RunList />}
      {isChoosing ? <OneClientDialog onClose={() => setChoosing(false)} /> : null}
    </Page>
  );
}

function PlanList({ onPreflight }: { onPreflight: () => void }) {
  const api = useApi();
  const navigate = useNavigate();
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = usePagedSource((offset, limit) => api.plans.list.queryOptions({ input: { offset, limit } }));
  const open = (plan: PlanHeader) => void navigate(`/sync/plans/${plan.planId}`);
  return (
    <DataTable
      label="Plans"
      noun="plan"
      columns={planColumns}
      source={source}
      rowId={(plan) => plan.planId}
      activeId={activeId}
      onActivate={(plan) => setActiveId(plan.planId)}
      onOpen={open}
      footer="Enter or double click opens a plan"
      empty={
        <EmptyState
          icon="document"
          title="No plan yet"
          detail="A preflight reads the PSA and the mapped directories, then lists every change it would make."
        >
          <Button appearance="primary" onClick={onPreflight}>
            Preflight the whole estate
          </Button>
        </EmptyState>
      }
    />
  );
}

function RunList() {
  const api = useApi();
  const navigate = useNavigate();
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = usePagedSource((offset, limit) => api.runs.list.queryOptions({ input: { offset, limit } }));
  return (
    <DataTable
      label="Runs"
      noun="run"
      columns={runColumns}
      source={source}
      rowId={(run) => run.runId}
      activeId={activeId}
      onActivate={(run) => setActiveId(run.runId)}
      onOpen={(run) => void navigate(`/sync/runs/${run.runId}`)}
      footer="Enter or double click opens a run’s story"
      empty={
        <EmptyState
          icon="history"
          title="No run yet"
          detail="Discovery, preflights, syncs and undos are kept here with what they did."
        />
      }
    />
  );
}
