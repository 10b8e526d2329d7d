/** The PSA's own Entra sync needs a signed-in session, not the API key: whether it can be used, and signing in for it. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { ConcordClient } from '../../bridge/bridge.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { Word } from '../../ui/words.ts';

type ServerState = Awaited<ReturnType<ConcordClient['server']['status']>>['state'];

const stateWords: Readonly<Record<ServerState, Word>> = {
  ready: { label: 'Ready', tone: 'good' },
  needsSession: { label: 'Sign-in needed', tone: 'attention' },
  notMounted: { label: 'Not offered', tone: 'neutral' },
  refused: { label: 'Refused', tone: 'bad' },
};

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  hint: { color: tokens.colorNeutralForeground2 },
});

export function PsaSession() {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const ask = useMutation(api.server.status.mutationOptions());
  const signIn = useMutation(
    api.server.signIn.mutationOptions({
      onSuccess: ({ isSignedIn, sentence }) => {
        if (isSignedIn) notify.done('Signed in to the PSA', { detail: sentence });
        ask.mutate({});
      },
    }),
  );
  const isBusy = ask.isPending || signIn.isPending;
  const error = signIn.error ?? ask.error;
  return (
    <Section
      title="The PSA’s own Entra sync"
      actions={
        <div className={styles.actions}>
          <Button disabled={isBusy} onClick={() => ask.mutate({})}>
            {ask.isPending ? 'Asking…' : 'Ask the server'}
          </Button>
          <Button disabled={isBusy} onClick={() => signIn.mutate({})}>
            {signIn.isPending ? 'Waiting for the window…' : 'Sign in to the PSA'}
          </Button>
        </div>
      }
    >
      {error ? <ErrorView error={error} /> : null}
      {signIn.data && !signIn.data.isSignedIn ? <Text>{signIn.data.sentence}</Text> : null}
      {ask.data ? (
        <div className={styles.row}>
          <StateBadge word={stateWords[ask.data.state]} />
          <Text>{ask.data.sentence}</Text>
        </div>
      ) : (
        <Text className={styles.hint}>
          Only needed to let the server apply a plan with its own workflow. Signing in opens a window of its own; the
          session goes to this profile’s vault. Applying from here needs nothing but the API key.
        </Text>
      )}
    </Section>
  );
}
