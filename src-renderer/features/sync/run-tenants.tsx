/** The results of a run, tenant by tenant, true while it goes. */
import type { RunTenantView } from '../../../shared/contract/run-entries.ts';
import { formatCount } from '../../ui/format.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { runStatusWords } from '../../ui/words.ts';

const counters = [
  ['created', 'Created'],
  ['linked', 'Linked'],
  ['updated', 'Updated'],
  ['inactivated', 'Inactive'],
  ['ambiguous', 'To decide'],
  ['skipped', 'Skipped'],
] as const;

const columns: readonly Column<RunTenantView>[] = [
  {
    id: 'tenant',
    header: 'Microsoft tenant',
    width: 160,
    grow: 2,
    cell: (row) => row.tenantName,
    sortValue: (row) => row.tenantName,
  },
  {
    id: 'client',
    header: 'Client',
    width: 150,
    grow: 2,
    cell: (row) => row.clientName ?? '—',
    sortValue: (row) => row.clientName ?? '',
  },
  {
    id: 'status',
    header: 'Status',
    width: 150,
    cell: (row) => <StateBadge word={runStatusWords[row.status]} />,
    sortValue: (row) => row.status,
  },
  {
    id: 'done',
    header: 'Changes',
    width: 84,
    align: 'end',
    cell: (row) => `${formatCount(row.doneChanges)}/${formatCount(row.totalChanges)}`,
    sortValue: (row) => row.totalChanges,
  },
  ...counters.map(
    ([id, header]): Column<RunTenantView> => ({
      id,
      header,
      width: 80,
      align: 'end',
      cell: (row) => formatCount(row.counters[id]),
      sortValue: (row) => row.counters[id],
    }),
  ),
  {
    id: 'error',
    header: 'What went wrong',
    width: 160,
    grow: 2,
    cell: (row) => <span title={row.errorMessage ?? ''}>{row.errorMessage ?? ''}</span>,
  },
];

const rowId = (row: RunTenantView) => row.managedTenantId;

export function RunTenants({ tenants, isGoing }: { tenants: readonly RunTenantView[]; isGoing: boolean }) {
  const source = useListSource(tenants);
  return (
    <DataTable
      label="Results by tenant"
      noun="tenant"
      columns={columns}
      source={source}
      rowId={rowId}
      empty={
        isGoing ? (
          <EmptyState icon="sync" title="Starting" detail="Tenants appear here as they are taken up." />
        ) : (
          <EmptyState icon="info" title="No tenant results" detail="This run has no part of its own per tenant." />
        )
      }
    />
  );
}
