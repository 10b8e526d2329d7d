/** The keys of Concord, by place. Letters can be switched off in Settings. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl/Cmd + K', 'Commands and screens'],
      ['?', 'This help'],
    ],
  },
  {
    title: 'In a table',
    keys: [
      ['↑ ↓ ← →', 'Move by row and column'],
      ['Home, End', 'First or last column; with Ctrl the first or last row'],
      ['Space', 'Select; with Shift and an arrow the selection grows'],
      ['Ctrl/Cmd + A', 'Select all loaded rows'],
      ['Enter', 'Open'],
    ],
  },
  {
    title: 'In the review queue',
    keys: [
      ['J, K', 'Next, previous person'],
      ['1 – 9', 'Choose a candidate'],
      ['Enter', 'Link to the chosen candidate'],
      ['N', 'Create a new contact'],
      ['I', 'Dismiss'],
      ['U', 'Unsure: leave it and go on'],
      ['Z', 'Take the last answer back'],
      ['Space', 'Show or hide the evidence'],
      ['/', 'Filter'],
    ],
  },
] as const;

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', marginBottom: '12px' },
  key: {
    width: '140px',
    textAlign: 'start',
    padding: '3px 12px 3px 0',
    fontFamily: tokens.fontFamilyMonospace,
    fontWeight: tokens.fontWeightRegular,
  },
  what: { padding: '3px 0' },
});

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Keyboard</DialogTitle>
          <DialogContent>
            {groups.map((group) => (
              <section key={group.title}>
                <Text weight="semibold">{group.title}</Text>
                <table className={styles.table}>
                  <tbody>
                    {group.keys.map(([key, what]) => (
                      <tr key={key}>
                        <th scope="row" className={styles.key}>
                          {key}
                        </th>
                        <td className={styles.what}>{what}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            ))}
            <Text size={200}>Single-letter keys can be switched off in Settings.</Text>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
