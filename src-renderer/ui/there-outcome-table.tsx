/** Planned, reported by the server, and observed by reading back, per tenant. Where they differ, it says so. */
import type { ThereTenant } from '../../shared/contract/server-entries.ts';
import { formatCount } from './format.ts';
import { StateBadge, ToneBadge } from './state-badge.tsx';
import { EmptyState } from './states.tsx';
import { DataTable } from './table/data-table.tsx';
import { useListSource } from './table/row-source.ts';
import type { Column } from './table/table-model.ts';
import { differs, hasDifference, serverResultWord } from './there-outcome.ts';

const parts = [
  ['created', 'Created'],
  ['linked', 'Linked'],
  ['inactivated', 'Made inactive'],
] as const;

function ThreeNumbers({ numbers }: { numbers: ThereTenant['created'] }) {
  const { planned, reported, observed } = numbers;
  const words = `${formatCount(planned)} / ${reported === null ? '—' : formatCount(reported)} / ${formatCount(observed)}`;
  return (
    <span
      title={`${formatCount(planned)} planned, ${reported ?? 'none'} reported by the server, ${formatCount(observed)} observed`}
    >
      {differs(numbers) ? <strong>{words}</strong> : words}
    </span>
  );
}

const columns: readonly Column<ThereTenant>[] = [
  {
    id: 'tenant',
    header: 'Microsoft tenant',
    width: 160,
    grow: 2,
    cell: (row) => row.tenantName,
    sortValue: (row) => row.tenantName,
  },
  {
    id: 'status',
    header: 'The server says',
    width: 124,
    cell: (row) => <StateBadge word={serverResultWord(row.status)} />,
    sortValue: (row) => row.status,
  },
  {
    id: 'observed',
    header: 'Reading back',
    width: 130,
    cell: (row) =>
      hasDifference(row) ? (
        <ToneBadge tone="attention">Differs</ToneBadge>
      ) : (
        <ToneBadge tone="good">As planned</ToneBadge>
      ),
    sortValue: (row) => (hasDifference(row) ? 0 : 1),
  },
  ...parts.map(
    ([id, header]): Column<ThereTenant> => ({
      id,
      header,
      width: 118,
      align: 'end',
      cell: (row) => <ThreeNumbers numbers={row[id]} />,
      sortValue: (row) => row[id].observed,
    }),
  ),
  {
    id: 'error',
    header: 'What went wrong',
    width: 160,
    grow: 3,
    cell: (row) => <span title={row.errorMessage ?? ''}>{row.errorMessage ?? ''}</span>,
  },
];

const rowId = (row: ThereTenant) => row.managedTenantId;

export function ThereOutcomeTable({ tenants, error }: { tenants: readonly ThereTenant[] | undefined; error: unknown }) {
  const source = useListSource(tenants, error);
  return (
    <DataTable
      label="Planned, reported and observed by tenant"
      noun="tenant"
      columns={columns}
      source={source}
      rowId={rowId}
      footer="Numbers are: planned / reported by the server / observed by reading the contacts back."
      empty={
        <EmptyState
          icon="info"
          title="The server gave no results"
          detail="The run ended before there was anything to compare. The sentence above says why."
        />
      }
    />
  );
}
