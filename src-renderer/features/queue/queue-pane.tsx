/** One person to decide: side by side with every candidate, the ledger of the chosen one, and the four answers. */
import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { QueueItem } from '../../../shared/contract/queue-entries.ts';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { EvidenceLedger } from '../../ui/evidence-ledger.tsx';
import { formatScore } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { PersonCompare } from '../../ui/person-compare.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { reasonLabels } from '../../ui/words.ts';
import type { QueueWork } from './use-queue-work.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  answers: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    position: 'sticky',
    bottom: '-14px',
    padding: '10px 0',
    marginBottom: '-14px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  muted: { color: tokens.colorNeutralForeground2 },
});

export function QueuePane({ work }: { work: QueueWork }) {
  if (work.currentId === null) {
    return work.list.source.isLoading ? (
      <LoadingState />
    ) : (
      <EmptyState
        icon="check"
        title="Nothing to decide"
        detail="Answered people are on the other tab; failed pushes come back there."
      />
    );
  }
  if (work.item.error) return <ErrorView error={work.item.error} onRetry={() => void work.item.refetch()} />;
  if (!work.shown) return <LoadingState />;
  return <Person item={work.shown} work={work} />;
}

function Person({ item, work }: { item: QueueItem; work: QueueWork }) {
  const styles = useStyles();
  const chosen = item.candidates[work.state.candidate] ?? null;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{item.displayName}</h2>
        <ToneBadge tone="attention">{reasonLabels[item.reason]}</ToneBadge>
        <Text size={200} className={styles.muted}>
          {item.tenantName} → {item.clientName}, asked <Age at={item.openedAt} />
        </Text>
      </div>
      <Text>{item.because}</Text>
      {item.history.map((event) => (
        <Text key={`${event.at}-${event.sentence}`} size={200} className={styles.muted}>
          Before: {event.sentence} ({event.by}, <Age at={event.at} />)
        </Text>
      ))}
      <Comparison item={item} work={work} />
      {chosen && work.state.isEvidenceShown ? (
        <EvidenceLedger ledger={chosen.evidence} leftLabel="Directory" rightLabel="Contact" />
      ) : null}
      <Answers item={item} work={work} />
      <IdText label="Entra object id" value={item.entraObjectId} />
    </>
  );
}

function Comparison({ item, work }: { item: QueueItem; work: QueueWork }) {
  const styles = useStyles();
  const contacts = item.candidates.map((candidate) => candidate.contact);
  const user = item.user ?? emptyUser(item);
  return (
    <RadioGroup
      aria-label="Candidate"
      value={String(work.state.candidate)}
      onChange={(_, data) => work.choose(Number(data.value))}
    >
      <PersonCompare
        user={user}
        clientName={item.clientName}
        contacts={contacts}
        chosenId={contacts[work.state.candidate]?.contactId ?? null}
        renderHead={(contact, index) => {
          const candidate = item.candidates[index];
          return (
            <>
              <Radio value={String(index)} label={`${index + 1}. ${contact.fullName}`} />
              <Text size={200} block className={styles.muted}>
                Score {formatScore(candidate?.evidence.score ?? 0)}
                {candidate?.choosable === false ? `. ${candidate.obstacle ?? 'Cannot be chosen.'}` : ''}
              </Text>
            </>
          );
        }}
      />
    </RadioGroup>
  );
}

/** Where the directory user is no longer stored, what the queue item remembers stands in. */
function emptyUser(item: QueueItem): NonNullable<QueueItem['user']> {
  return {
    entraTenantId: '',
    entraObjectId: item.entraObjectId,
    displayName: item.person.displayName,
    givenName: null,
    surname: null,
    mail: item.person.address,
    userPrincipalName: null,
    aliases: [],
    jobTitle: item.person.jobTitle,
    department: null,
    phones: item.person.phones.map((phone) => phone.number),
    accountEnabled: null,
    userType: null,
    licenseCount: null,
    mailboxKind: null,
    presence: 'gone',
    asOf: null,
  };
}

function Answers({ item, work }: { item: QueueItem; work: QueueWork }) {
  const styles = useStyles();
  const chosen = item.candidates[work.state.candidate] ?? null;
  const oneWay = item.oneWayAnswers.find(({ answer }) => answer === 'createNew');
  return (
    <>
      {item.createObstacle ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>A new contact is not possible: {item.createObstacle}</MessageBarBody>
        </MessageBar>
      ) : null}
      <div className={styles.answers}>
        <Button
          size="small"
          appearance="primary"
          icon={<Icon name="check" />}
          disabled={!chosen?.choosable}
          onClick={work.accept}
        >
          Link to {chosen ? chosen.contact.fullName : 'nobody'} (Enter)
        </Button>
        <Button
          size="small"
          icon={<Icon name="add" />}
          disabled={item.createObstacle !== null}
          {...(oneWay ? { title: oneWay.sentence } : {})}
          onClick={work.createNew}
        >
          New contact{oneWay ? ', one-way' : ''} (N)
        </Button>
        <Button
          size="small"
          icon={<Icon name="dismiss" />}
          title="Stays dismissed until the evidence changes; find it under Answered to bring it back."
          onClick={work.dismiss}
        >
          Dismiss (I)
        </Button>
        <Button size="small" appearance="subtle" onClick={work.putOff}>
          Unsure (U)
        </Button>
        <Button
          size="small"
          appearance="subtle"
          aria-pressed={work.state.isEvidenceShown}
          onClick={work.toggleEvidence}
        >
          Evidence (Space)
        </Button>
      </div>
    </>
  );
}
