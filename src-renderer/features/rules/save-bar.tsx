/** Save or put back: one deliberate act, separate from changing. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ErrorView } from '../../ui/error-view.tsx';

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    bottom: '-16px',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '10px 0 16px',
    backgroundColor: tokens.colorNeutralBackground2,
    zIndex: 1,
    // At 200 % zoom a bar that stays would cover half of the form.
    '@media (max-height: 560px)': { position: 'static' },
    flexShrink: 0,
  },
  text: { color: tokens.colorNeutralForeground2 },
  error: { flexBasis: '100%' },
});

interface SaveBarProps {
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Why it cannot be saved; null when it can. */
  readonly obstacle?: string | null;
  readonly error: unknown;
  readonly onSave: () => void;
  readonly onReset: () => void;
}

export function SaveBar({ isChanged, isSaving, obstacle = null, error, onSave, onReset }: SaveBarProps) {
  const styles = useStyles();
  const words =
    obstacle ?? (isChanged ? 'Changed, not saved yet.' : 'Saved. The next preflight plans with these rules.');
  return (
    <div className={styles.bar}>
      {error ? (
        <div className={styles.error}>
          <ErrorView error={error} />
        </div>
      ) : null}
      <Button appearance="primary" disabled={!isChanged || isSaving || obstacle !== null} onClick={onSave}>
        {isSaving ? 'Saving…' : 'Save'}
      </Button>
      <Button disabled={!isChanged || isSaving} onClick={onReset}>
        Put back
      </Button>
      <output className={styles.text}>{words}</output>
    </div>
  );
}
