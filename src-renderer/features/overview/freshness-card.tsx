/** How old each source's facts are, because every decision rests on them. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { Overview } from '../../../shared/contract/engine-entries.ts';
import { AsOf, useNow } from '../../ui/as-of.tsx';
import { Section } from '../../ui/page.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';

const DAY_MS = 24 * 3_600_000;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '88px minmax(0, 1fr) max-content',
    gap: '2px 12px',
    alignItems: 'center',
    padding: '7px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none', paddingTop: 0 },
  },
  sentence: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

function FreshBadge({ asOf, now }: { asOf: number | null; now: number }) {
  if (asOf === null) return <ToneBadge tone="attention">Not read</ToneBadge>;
  return now - asOf > DAY_MS ? <ToneBadge tone="attention">Old</ToneBadge> : <ToneBadge tone="good">Fresh</ToneBadge>;
}

export function FreshnessCard({ sources }: { sources: Overview['freshness'] }) {
  const styles = useStyles();
  const now = useNow();
  return (
    <Section title="Freshness">
      <ul className={styles.list}>
        {sources.map((source) => (
          <li key={source.source} className={styles.row}>
            <span>
              <FreshBadge asOf={source.asOf} now={now} />
            </span>
            <div>
              <div>{source.label}</div>
              <div className={styles.sentence}>{source.sentence}</div>
            </div>
            {source.asOf === null ? null : <AsOf at={source.asOf} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
