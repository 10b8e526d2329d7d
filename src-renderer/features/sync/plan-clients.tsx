/** What a plan would do per client; opening one shows its rows. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ActionCountsView } from '../../../shared/contract/plan-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { formatCount } from '../../ui/format.ts';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { actionWords } from '../../ui/words.ts';
import { writesOf } from './plan-counts.ts';

interface ClientRow {
  readonly clientId: string;
  readonly clientName: string;
  readonly counts: ActionCountsView;
  readonly isHeld: boolean;
}

const shown = ['create', 'link', 'update', 'inactivate', 'queue', 'skip', 'noChange'] as const;

const columns: readonly Column<ClientRow>[] = [
  {
    id: 'client',
    header: 'Client',
    width: 200,
    grow: 3,
    cell: (row) => row.clientName,
    sortValue: (row) => row.clientName,
  },
  {
    id: 'held',
    header: 'State',
    width: 110,
    cell: (row) =>
      row.isHeld ? <ToneBadge tone="attention">Held</ToneBadge> : <ToneBadge tone="good">Goes on</ToneBadge>,
    sortValue: (row) => (row.isHeld ? 0 : 1),
  },
  {
    id: 'writes',
    header: 'Writes',
    width: 84,
    align: 'end',
    cell: (row) => formatCount(writesOf(row.counts)),
    sortValue: (row) => writesOf(row.counts),
  },
  ...shown.map(
    (action): Column<ClientRow> => ({
      id: action,
      header: actionWords[action].label,
      width: 104,
      align: 'end',
      cell: (row) => formatCount(row.counts[action]),
      sortValue: (row) => row.counts[action],
    }),
  ),
];

const rowId = (row: ClientRow) => row.clientId;

export function PlanClients({ planId }: { planId: string }) {
  const api = useApi();
  const [, setParams] = useSearchParams();
  const [activeId, setActiveId] = useState<string | null>(null);
  const clients = useQuery(api.plans.clients.queryOptions({ input: { planId } }));
  const source = useListSource(clients.data?.rows, clients.error);
  return (
    <DataTable
      label="Clients of this plan"
      noun="client"
      columns={columns}
      source={source}
      rowId={rowId}
      activeId={activeId}
      onActivate={(row) => setActiveId(row.clientId)}
      onOpen={(row) => setParams({ client: row.clientId })}
      footer="Enter or double click shows a client’s changes"
      empty={
        <EmptyState
          icon="tenants"
          title="No client in this plan"
          detail="Map tenants to clients first, then run a preflight."
        />
      }
    />
  );
}
