/** What needs the operator, worst first, each with the button that leads to its cure. The engine decides the order. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import type { Overview } from '../../../shared/contract/engine-entries.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { toneBorder } from '../../ui/tone.ts';
import type { Word } from '../../ui/words.ts';

type Attention = Overview['attention'][number];

const severityWords: Readonly<Record<Attention['severity'], Word>> = {
  critical: { label: 'Blocks you', tone: 'bad' },
  warning: { label: 'Needs you', tone: 'attention' },
  info: { label: 'Next step', tone: 'info' },
};

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '6px 14px',
    padding: '10px 14px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderLeftWidth: '4px',
  },
  critical: { borderLeftColor: toneBorder.bad },
  warning: { borderLeftColor: toneBorder.attention },
  info: { borderLeftColor: toneBorder.info },
  state: { width: '104px', flexShrink: 0 },
  text: { flexGrow: 1, flexBasis: '260px', minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  detail: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
  },
});

export function AttentionList({ items }: { items: readonly Attention[] }) {
  const styles = useStyles();
  const navigate = useNavigate();
  if (items.length === 0) {
    return (
      <EmptyState icon="check" title="Nothing needs you" detail="Everything that could be done by rule is done." />
    );
  }
  const worst = items.findIndex((item) => item.severity !== 'info');
  return (
    <ul className={styles.list}>
      {items.map((item, index) => (
        <li key={item.id} className={mergeClasses(styles.item, styles[item.severity])}>
          <span className={styles.state}>
            <StateBadge word={severityWords[item.severity]} />
          </span>
          <div className={styles.text}>
            <div className={styles.title}>{item.title}</div>
            <div className={styles.detail}>{item.detail}</div>
          </div>
          <Button
            appearance={index === Math.max(0, worst) ? 'primary' : 'secondary'}
            onClick={() => void navigate(item.route)}
          >
            {item.actionLabel}
          </Button>
        </li>
      ))}
    </ul>
  );
}
