/** One audit event in full: what the operator saw, what they chose, and what the other side answered. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { AuditEventView } from '../../../shared/contract/activity-entries.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatFullTime } from '../../ui/format.ts';
import { IdText } from '../../ui/id-text.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { actionWord, factLines, subjectOf } from './event-words.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  part: { display: 'flex', flexDirection: 'column', gap: '2px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  line: { overflowWrap: 'anywhere', lineHeight: tokens.lineHeightBase300 },
  none: { color: tokens.colorNeutralForeground3 },
  ids: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
});

function Part({ title, stored }: { title: string; stored: string | null }) {
  const styles = useStyles();
  const lines = factLines(stored);
  return (
    <div className={styles.part}>
      <h3 className={styles.title}>{title}</h3>
      {lines.length === 0 ? <span className={styles.none}>Nothing recorded</span> : null}
      {lines.map((line) => (
        <span key={line} className={styles.line}>
          {line}
        </span>
      ))}
    </div>
  );
}

export function EventDetail({ event }: { event: AuditEventView }) {
  const styles = useStyles();
  const subject = subjectOf(event.subject);
  return (
    <>
      <div className={styles.head}>
        <StateBadge word={actionWord(event.action)} />
        <Text weight="semibold">Event {event.seq}</Text>
      </div>
      <Facts
        facts={[
          { name: 'When', value: formatFullTime(event.at) },
          { name: 'Who', value: event.operator },
          { name: 'About', value: subject.kind },
        ]}
      />
      <Part title="What was shown" stored={event.shown} />
      <Part title="What was chosen" stored={event.chosen} />
      <Part title="What was answered" stored={event.answered} />
      <div className={styles.ids}>
        {subject.id === '' ? null : <IdText label={`${subject.kind} id`} value={subject.id} />}
        <IdText label="Chain hash" value={event.hash} />
      </div>
    </>
  );
}
