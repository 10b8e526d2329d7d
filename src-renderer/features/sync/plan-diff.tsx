/** Who joined, left, was renamed or moved since an earlier plan. */
import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import type { Word } from '../../ui/words.ts';
import { useToolStyles } from './tool-styles.ts';

const kinds = {
  joined: { label: 'Joined', tone: 'good' },
  left: { label: 'Left', tone: 'bad' },
  renamed: { label: 'Renamed', tone: 'info' },
  moved: { label: 'Moved client', tone: 'attention' },
  enabled: { label: 'Enabled', tone: 'good' },
  disabled: { label: 'Disabled', tone: 'neutral' },
  answerLooksWrong: { label: 'Answer looks wrong', tone: 'attention' },
} as const satisfies Record<string, Word>;
type Kind = keyof typeof kinds;

interface DiffRow {
  readonly id: string;
  readonly kind: Kind;
  readonly clientName: string;
  readonly displayName: string;
  readonly sentence: string;
}

const columns: readonly Column<DiffRow>[] = [
  {
    id: 'kind',
    header: 'What',
    width: 160,
    cell: (row) => <StateBadge word={kinds[row.kind]} />,
    sortValue: (row) => row.kind,
  },
  {
    id: 'person',
    header: 'Person',
    width: 170,
    grow: 1,
    cell: (row) => row.displayName,
    sortValue: (row) => row.displayName,
  },
  {
    id: 'client',
    header: 'Client',
    width: 160,
    grow: 1,
    cell: (row) => row.clientName,
    sortValue: (row) => row.clientName,
  },
  {
    id: 'sentence',
    header: 'In words',
    width: 260,
    grow: 3,
    cell: (row) => <span title={row.sentence}>{row.sentence}</span>,
  },
];

const rowId = (row: DiffRow) => row.id;

export function PlanDiff({ planId }: { planId: string }) {
  const styles = useToolStyles();
  const api = useApi();
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const diff = useQuery(api.plans.diff.queryOptions({ input: { planId } }));
  const all = useMemo(() => diff.data?.changes.map((change, index) => ({ ...change, id: String(index) })), [diff.data]);
  const rows = useMemo(() => all?.filter((row) => kind === 'all' || row.kind === kind), [all, kind]);
  const source = useListSource(rows, diff.error);
  if (diff.isPending) return <LoadingState />;
  if (diff.error) return <ErrorView error={diff.error} onRetry={() => void diff.refetch()} />;
  if (diff.data.sinceMadeAt === null) {
    return (
      <EmptyState
        icon="history"
        title="Nothing to compare with"
        detail="This is the first plan of its scope. The next one will say who joined, left or changed."
      />
    );
  }
  const count = (one: Kind) => all?.filter((row) => row.kind === one).length ?? 0;
  return (
    <>
      <div className={styles.tools}>
        <FilterChips
          label="Show"
          value={kind}
          onChange={setKind}
          chips={[
            { value: 'all', label: 'All', count: all?.length ?? 0 },
            ...(Object.keys(kinds) as Kind[]).map((one) => ({
              value: one,
              label: kinds[one].label,
              count: count(one),
            })),
          ]}
        />
        <Text>
          Since the plan made <Age at={diff.data.sinceMadeAt} />.
        </Text>
      </div>
      <DataTable
        label="Since last time"
        noun="difference"
        columns={columns}
        source={source}
        rowId={rowId}
        empty={
          <EmptyState icon="check" title="Nothing changed" detail="Everybody is as they were at the plan before." />
        }
      />
    </>
  );
}
