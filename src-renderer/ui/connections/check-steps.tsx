/** What a connection check found, layer by layer: glyph, word, sentence, and what to do where something is wrong. */
import { Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { CheckStepView } from '../../../shared/contract/connection-entries.ts';
import { StateBadge } from '../state-badge.tsx';
import { fieldLabel, type Word } from '../words.ts';

const stepWords: Readonly<Record<CheckStepView['status'], Word>> = {
  pass: { label: 'Passed', tone: 'good' },
  warn: { label: 'Look at this', tone: 'attention' },
  fail: { label: 'Failed', tone: 'bad' },
  skip: { label: 'Not tested', tone: 'neutral' },
};

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, fontSize: tokens.fontSizeBase200 },
  step: {
    display: 'grid',
    gridTemplateColumns: '112px minmax(0, 1fr)',
    gap: '2px 12px',
    alignItems: 'start',
    padding: '6px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
  },
  sentence: { lineHeight: tokens.lineHeightBase300, overflowWrap: 'anywhere' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  remedy: { color: tokens.colorNeutralForeground2 },
});

export function CheckSteps({ steps, label }: { steps: readonly CheckStepView[]; label: string }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {steps.map((step) => (
        <li key={`${step.step} ${step.sentence}`} className={styles.step}>
          <span title={fieldLabel(step.step)}>
            <StateBadge word={stepWords[step.status]} />
          </span>
          <div className={styles.sentence}>
            <div className={mergeClasses(step.status === 'fail' && styles.strong)}>{step.sentence}</div>
            {step.remedy ? <div className={styles.remedy}>{step.remedy}</div> : null}
            {step.link ? (
              <Link href={step.link} target="_blank" rel="noreferrer">
                {step.link}
              </Link>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
