/** The frame of a screen: title, one line of context, as-of stamp, actions; a tool row; and a body that fills the rest. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';

const LOW = '@media (max-height: 560px)';

const useStyles = makeStyles({
  // On low windows (200 % zoom) the whole screen scrolls, so that no table is squeezed to one row.
  page: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    minWidth: 0,
    [LOW]: { overflow: 'auto' },
  },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: '8px 16px',
    padding: '16px 24px 12px',
  },
  titles: { flexGrow: 1, flexShrink: 1, flexBasis: '320px', minWidth: '240px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  context: { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center', padding: '0 24px 12px' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    padding: '0 24px 16px',
    gap: '12px',
    overflow: 'auto',
  },
  filling: { overflow: 'hidden', [LOW]: { overflow: 'visible', minHeight: '520px', flexShrink: 0 } },
});

interface PageProps {
  readonly title: string;
  readonly context?: ReactNode;
  readonly asOf?: ReactNode;
  readonly actions?: ReactNode;
  readonly tools?: ReactNode;
  /** True when the body scrolls inside itself (tables); false scrolls the whole body. */
  readonly isFilling?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, context, asOf, actions, tools, isFilling = false, children }: PageProps) {
  const styles = useStyles();
  useEffect(() => {
    document.title = `${title} · Concord`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{title}</h1>
          <div className={styles.context}>
            {context ? <Text size={300}>{context}</Text> : null}
            {asOf}
          </div>
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {tools ? <div className={styles.tools}>{tools}</div> : null}
      <div className={mergeClasses(styles.body, isFilling && styles.filling)}>{children}</div>
    </div>
  );
}

const useSectionStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: '16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    flexShrink: 0,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  title: {
    margin: 0,
    flexGrow: 1,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** A titled card inside a page. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const styles = useSectionStyles();
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
