/** A list with its evidence beside it. On narrow windows (200 % zoom) the pane comes below the list. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { CSSProperties, ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, var(--list-share, 3fr)) minmax(0, var(--pane-share, 2fr))',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: '12px',
    flexGrow: 1,
    minHeight: 0,
    '@media (max-width: 960px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: 'minmax(300px, 1fr) minmax(300px, 1fr)',
      overflow: 'auto',
    },
  },
  list: { display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0 },
  pane: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    padding: '14px 16px',
    minHeight: 0,
    minWidth: 0,
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
});

interface SplitPaneProps {
  readonly list: ReactNode;
  readonly pane: ReactNode;
  readonly paneLabel: string;
  /** Shares of the width, list first. */
  readonly shares?: readonly [number, number];
}

export function SplitPane({ list, pane, paneLabel, shares = [3, 2] }: SplitPaneProps) {
  const styles = useStyles();
  const variables = { '--list-share': `${shares[0]}fr`, '--pane-share': `${shares[1]}fr` };
  // The pane scrolls, so it has to be reachable by keyboard even when nothing inside it is.
  const scrollable = { tabIndex: 0 };
  return (
    <div className={styles.root} style={variables as CSSProperties}>
      <div className={styles.list}>{list}</div>
      <section className={styles.pane} aria-label={paneLabel} {...scrollable}>
        {pane}
      </section>
    </div>
  );
}
