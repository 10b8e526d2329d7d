/** The columns of the list of open people. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { formatScore } from '../../ui/format.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { reasonLabels } from '../../ui/words.ts';

const useStyles = makeStyles({
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  first: { overflow: 'hidden', textOverflow: 'ellipsis' },
  second: { overflow: 'hidden', textOverflow: 'ellipsis', color: tokens.colorNeutralForeground3 },
});

function TwoLines({ first, second }: { first: string; second: string }) {
  const styles = useStyles();
  return (
    <span className={styles.lines} title={`${first}\n${second}`}>
      <span className={styles.first}>{first}</span>
      <span className={styles.second}>{second}</span>
    </span>
  );
}

export const queueColumns: readonly Column<QueueRow>[] = [
  {
    id: 'person',
    header: 'Person',
    width: 150,
    grow: 1,
    cell: (row) => <TwoLines first={row.displayName} second={row.address ?? 'no address'} />,
  },
  {
    id: 'why',
    header: 'Why asked',
    width: 150,
    grow: 1,
    cell: (row) => (
      <TwoLines
        first={reasonLabels[row.reason]}
        second={row.isPutOff ? `${row.clientName}, put off` : row.clientName}
      />
    ),
  },
  {
    id: 'score',
    header: 'Best',
    width: 62,
    align: 'end',
    cell: (row) => (row.bestScore === null ? '—' : formatScore(row.bestScore)),
  },
];
