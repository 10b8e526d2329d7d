/**
 * The PSA platform's own flags: as last read, read again, created where missing, and released to this workspace. Only a key of the
 * platform's master workspace may; without one the last answer stays on view, with how to store a key.
 */
import { Button, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlatformFlagView } from '../../../shared/contract/server-entries.ts';
import type { ConcordClient } from '../../bridge/bridge.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { Word } from '../../ui/words.ts';
import { EnsureDialog, ForgetDialog, TargetDialog } from './platform-flag-dialogs.tsx';

const verdictWords: Readonly<Record<PlatformFlagView['verdict'], Word>> = {
  on: { label: 'On here', tone: 'good' },
  off: { label: 'Off here', tone: 'attention' },
  cannotTell: { label: 'Cannot be told', tone: 'neutral' },
};

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    padding: '8px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none', paddingTop: 0 },
  },
  text: { flexGrow: 1, flexBasis: '240px', minWidth: 0 },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

type PlatformAnswer = NonNullable<Awaited<ReturnType<ConcordClient['server']['lastFlags']>>['answer']>;

type Open =
  | { readonly kind: 'ensure' | 'forget' }
  | { readonly kind: 'target'; readonly flag: PlatformFlagView }
  | null;

export function PlatformFlags() {
  const styles = useStyles();
  const api = useApi();
  const cache = useQueryClient();
  const notify = useNotify();
  const [open, setOpen] = useState<Open>(null);
  const last = useQuery(api.server.lastFlags.queryOptions({ input: {} }));
  const refresh = () => cache.invalidateQueries({ queryKey: api.server.lastFlags.key() });
  const read = useMutation(
    api.server.flags.mutationOptions({ onSuccess: () => notify.done('The platform was read'), onSettled: refresh }),
  );
  const close = () => {
    setOpen(null);
    void refresh();
  };
  if (last.error) return <ErrorView error={last.error} onRetry={() => void last.refetch()} />;
  if (!last.data) return null;
  const { canAsk, sentence, answer, failure } = last.data;
  return (
    <Section
      title="Flags of the PSA’s platform"
      actions={
        canAsk ? (
          <Button size="small" disabled={read.isPending} onClick={() => read.mutate({})}>
            {read.isPending ? 'Reading…' : 'Read again'}
          </Button>
        ) : null
      }
    >
      <Text size={200} className={styles.quiet}>
        The platform may switch a surface off for this workspace. It is read whenever the PSA is read, and the last
        answer counts while it is out of reach.
      </Text>
      {sentence ? <Text>{sentence}</Text> : null}
      {read.error ? <ErrorView error={read.error} /> : null}
      {failure ? <OldAnswer failure={failure} /> : null}
      {answer ? (
        <AnswerList answer={answer} onTarget={canAsk ? (flag) => setOpen({ kind: 'target', flag }) : null} />
      ) : (
        <Text>It was never read for this PSA, so only the switches of this profile count.</Text>
      )}
      <Actions canAsk={canAsk} hasAnswer={answer !== null} onOpen={setOpen} />
      {open?.kind === 'ensure' ? <EnsureDialog onClose={close} /> : null}
      {open?.kind === 'forget' ? <ForgetDialog onClose={close} /> : null}
      {open?.kind === 'target' && answer?.psaTenantId ? (
        <TargetDialog flag={open.flag} isNamed={open.flag.psaTenantIds.includes(answer.psaTenantId)} onClose={close} />
      ) : null}
    </Section>
  );
}

interface AnswerListProps {
  readonly answer: PlatformAnswer;
  /** Null where the platform cannot be written to from here. */
  readonly onTarget: ((flag: PlatformFlagView) => void) | null;
}

function AnswerList({ answer: { flags, psaTenantId, readAt }, onTarget }: AnswerListProps) {
  const styles = useStyles();
  return (
    <>
      <AsOf at={readAt} />
      {flags.length === 0 ? <Text>The platform has none of Concord’s flags.</Text> : null}
      <ul className={styles.list}>
        {flags.map((flag) => (
          <li key={flag.key} className={styles.row}>
            <div className={styles.text}>
              <div className={styles.name}>{flag.key}</div>
              <Text size={200} className={styles.quiet}>
                {flag.sentence}
              </Text>
            </div>
            <StateBadge word={verdictWords[flag.verdict]} />
            {onTarget && psaTenantId !== null ? (
              <Button size="small" onClick={() => onTarget(flag)}>
                {flag.psaTenantIds.includes(psaTenantId) ? 'Take this workspace out…' : 'Release to this workspace…'}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {psaTenantId ? <IdText label="This workspace" value={psaTenantId} /> : null}
    </>
  );
}

/** Why the answer below is not newer. */
function OldAnswer({ failure }: { failure: { readonly at: number; readonly sentence: string } }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        Reading it again failed <AsOf at={failure.at} prefix="" />: {failure.sentence} The answer below still counts.
      </MessageBarBody>
    </MessageBar>
  );
}

interface ActionsProps {
  readonly canAsk: boolean;
  readonly hasAnswer: boolean;
  readonly onOpen: (open: Open) => void;
}

function Actions({ canAsk, hasAnswer, onOpen }: ActionsProps) {
  const styles = useStyles();
  return (
    <div className={styles.actions}>
      {canAsk ? (
        <Button size="small" onClick={() => onOpen({ kind: 'ensure' })}>
          Create the missing flags…
        </Button>
      ) : null}
      {hasAnswer ? (
        <Button size="small" appearance="subtle" onClick={() => onOpen({ kind: 'forget' })}>
          Forget this answer…
        </Button>
      ) : null}
    </div>
  );
}
