/** One connection: what it is, its state, its facts, and what can be done with it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { Word } from '../../ui/words.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    padding: '16px',
    minWidth: 0,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  disc: {
    display: 'grid',
    placeItems: 'center',
    width: '36px',
    height: '36px',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  titles: { flexGrow: 1, minWidth: '160px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  label: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  error: {
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: 'auto' },
});

export const connectionWords: Readonly<Record<'connected' | 'failed' | 'none', Word>> = {
  connected: { label: 'Connected', tone: 'good' },
  failed: { label: 'Failing', tone: 'bad' },
  none: { label: 'Not connected', tone: 'neutral' },
};

interface ConnectionCardProps {
  readonly icon: IconName;
  readonly title: string;
  readonly label: string;
  readonly word: Word;
  readonly facts: readonly Fact[];
  readonly lastError: string | null;
  readonly actions: ReactNode;
  readonly children?: ReactNode;
}

export function ConnectionCard({ icon, title, label, word, facts, lastError, actions, children }: ConnectionCardProps) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <span className={styles.disc}>
          <Icon name={icon} />
        </span>
        <div className={styles.titles}>
          <h2 className={styles.title}>{title}</h2>
          <div className={styles.label}>{label}</div>
        </div>
        <StateBadge word={word} />
      </div>
      {lastError ? <div className={styles.error}>✕ {lastError}</div> : null}
      {facts.length > 0 ? <Facts facts={facts} /> : null}
      {children}
      <div className={styles.actions}>{actions}</div>
    </section>
  );
}
