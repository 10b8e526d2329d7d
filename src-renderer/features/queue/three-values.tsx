/** Field by field: what was seen when it was decided, what was chosen, and what is there now. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConflictView } from '../../../shared/contract/queue-entries.ts';
import { fieldLabel } from '../../ui/words.ts';

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200, tableLayout: 'fixed' },
  th: {
    textAlign: 'start',
    padding: '3px 8px',
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
  },
  td: {
    padding: '4px 8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
    verticalAlign: 'top',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
  },
  now: { fontWeight: tokens.fontWeightSemibold },
});

export function ThreeValues({ fields }: Pick<ConflictView, 'fields'>) {
  const styles = useStyles();
  return (
    <table className={styles.table} aria-label="Three values of each field">
      <thead>
        <tr>
          <th className={styles.th} scope="col">
            Field
          </th>
          <th className={styles.th} scope="col">
            What you saw
          </th>
          <th className={styles.th} scope="col">
            What you chose
          </th>
          <th className={styles.th} scope="col">
            What is there now
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, base, intended, current }) => (
          <tr key={field}>
            <th className={styles.td} scope="row">
              {fieldLabel(field)}
            </th>
            <td className={styles.td}>{base ?? '—'}</td>
            <td className={styles.td}>{intended === base ? 'As you saw it' : (intended ?? '—')}</td>
            <td className={styles.td}>
              {current === base ? (current ?? '—') : <span className={styles.now}>{current ?? '— (gone)'}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
