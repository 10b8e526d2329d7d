/** Everyone who would make the server's own sync fail a whole client: why, what to do, and the remedy that works from here. */
import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { RemedyDialog } from './remedy-dialog.tsx';
import { clientsOf, countByKind, type PoisonKind, poisonId, poisonLabels } from './there.ts';

const ROW_HEIGHT = 60;

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center', flexShrink: 0 },
  wrapped: { display: 'block', whiteSpace: 'normal', maxHeight: '48px', overflow: 'hidden' },
  line: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
});

interface PoisonListProps {
  /** Undefined while it is read. */
  readonly poison: { readonly rows: readonly PoisonRow[]; readonly considered: number } | undefined;
  readonly error: unknown;
}

export function PoisonList({ poison, error }: PoisonListProps) {
  const styles = useStyles();
  const [kind, setKind] = useState<PoisonKind | 'all'>('all');
  const [activeId, setActiveId] = useState<string | null>(null);
  const [remedyOf, setRemedyOf] = useState<PoisonRow | null>(null);
  const rows = poison?.rows;
  const shown = useMemo(() => (kind === 'all' ? rows : rows?.filter((row) => row.kind === kind)), [rows, kind]);
  const source = useListSource(shown, error);
  const columns = useColumns(styles, setRemedyOf);
  const kinds = rows ? countByKind(rows) : [];
  return (
    <>
      {rows && rows.length > 0 ? (
        <div className={styles.tools}>
          <Text weight="semibold">
            {plural(rows.length, 'person', 'people')} would make it fail for {plural(clientsOf(rows), 'client')}.
          </Text>
          <FilterChips
            label="Why it would fail"
            value={kind}
            onChange={setKind}
            chips={[
              { value: 'all', label: 'All', count: rows.length },
              ...kinds.map((one) => ({ value: one.kind, label: poisonLabels[one.kind], count: one.count })),
            ]}
          />
        </div>
      ) : null}
      <DataTable
        label="People who would make the server’s sync fail"
        noun="obstacle"
        columns={columns}
        source={source}
        rowId={poisonId}
        rowHeight={ROW_HEIGHT}
        activeId={activeId}
        onActivate={(row) => setActiveId(poisonId(row))}
        onOpen={(row) => (row.canApply ? setRemedyOf(row) : undefined)}
        footer={poison ? `of ${formatCount(poison.considered)} people in mapped tenants` : null}
        empty={<NobodyHere poison={poison} />}
      />
      {remedyOf ? <RemedyDialog row={remedyOf} onClose={() => setRemedyOf(null)} /> : null}
    </>
  );
}

function NobodyHere({ poison }: Pick<PoisonListProps, 'poison'>) {
  if (poison === undefined || poison.considered === 0)
    return (
      <EmptyState
        title="Nobody was read yet"
        detail="Map tenants and make a preflight; then this list knows who would make the server fail."
      />
    );
  if (poison.rows.length > 0)
    return <EmptyState icon="check" title="None of this kind" detail="Choose another chip." />;
  return (
    <EmptyState
      icon="check"
      title="Nobody stands in the way"
      detail={`None of the ${formatCount(poison.considered)} people in mapped tenants would make the server’s own sync fail.`}
    />
  );
}

type CellStyles = Readonly<Record<'wrapped' | 'line', string>>;

function useColumns({ wrapped, line }: CellStyles, onRemedy: (row: PoisonRow) => void): readonly Column<PoisonRow>[] {
  return useMemo(
    () => [
      {
        id: 'person',
        header: 'Person',
        width: 170,
        grow: 2,
        cell: (row) => (
          <span title={row.address}>
            <span className={line}>{row.displayName}</span>
            <span className={line}>{row.address}</span>
          </span>
        ),
        sortValue: (row) => row.displayName,
      },
      {
        id: 'client',
        header: 'Client',
        width: 130,
        grow: 1,
        cell: (row) => (
          <span className={wrapped} title={row.clientName}>
            {row.clientName}
          </span>
        ),
        sortValue: (row) => row.clientName,
      },
      {
        id: 'why',
        header: 'Why it would fail',
        width: 230,
        grow: 3,
        cell: (row) => (
          <span className={wrapped} title={row.sentence}>
            {row.sentence}
          </span>
        ),
        sortValue: (row) => poisonLabels[row.kind],
      },
      {
        id: 'remedy',
        header: 'Remedy',
        width: 230,
        grow: 3,
        cell: (row) => (
          <span className={wrapped} title={row.remedySentence}>
            {row.remedySentence}
          </span>
        ),
      },
      {
        id: 'act',
        header: 'From here (Enter)',
        width: 136,
        // The grid is one tab stop: Enter on the row does what the button does.
        cell: (row) =>
          row.canApply ? (
            <Button size="small" tabIndex={-1} onClick={() => onRemedy(row)}>
              Apply remedy
            </Button>
          ) : (
            'By hand'
          ),
        sortValue: (row) => (row.canApply ? 0 : 1),
      },
    ],
    [wrapped, line, onRemedy],
  );
}
