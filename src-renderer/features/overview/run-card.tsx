/** The last run and the next one. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import type { Overview } from '../../../shared/contract/engine-entries.ts';
import { Age } from '../../ui/as-of.tsx';
import { formatTime } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { runStatusWords, runTypeLabels } from '../../ui/words.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '4px 10px', alignItems: 'center' },
  soft: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  next: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 10px',
    alignItems: 'center',
    paddingTop: '10px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  grow: { flexGrow: 1 },
});

export function RunCard({ lastRun, nextRunAt }: Pick<Overview, 'lastRun' | 'nextRunAt'>) {
  const styles = useStyles();
  const navigate = useNavigate();
  return (
    <Section title="Runs">
      {lastRun ? (
        <>
          <div className={styles.row}>
            <StateBadge word={runStatusWords[lastRun.status]} />
            <Text weight="semibold">{runTypeLabels[lastRun.runType]}</Text>
            <span className={styles.soft}>{lastRun.finishedAt ? <Age at={lastRun.finishedAt} /> : 'not finished'}</span>
            <span className={styles.grow} />
            <Button size="small" onClick={() => void navigate(`/sync/runs/${lastRun.runId}`)}>
              Open its story
            </Button>
          </div>
          <Text>{lastRun.sentence}</Text>
        </>
      ) : (
        <Text className={styles.soft}>No run yet. A preflight under Sync shows what the first one would do.</Text>
      )}
      <div className={styles.next}>
        <Text weight="semibold">Next</Text>
        <span className={styles.soft}>
          {nextRunAt ? (
            <>
              <Age at={nextRunAt} />, {formatTime(nextRunAt)}
            </>
          ) : (
            'Not scheduled; syncs start when you start them.'
          )}
        </span>
        <span className={styles.grow} />
        <Button size="small" appearance="subtle" onClick={() => void navigate('/rules?tab=schedule')}>
          Change the schedule
        </Button>
      </div>
    </Section>
  );
}
