/** Whether the PSA offers its own sync to this session, in words, and the sign-in where that is what is missing. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type ServerStatus, serverStateWords } from './there.ts';
import type { ServerStatusWork } from './use-server-status.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export function ServerState({ work }: { work: ServerStatusWork }) {
  const styles = useStyles();
  const { status, signIn } = work;
  const isBusy = status.isPending || signIn.isPending;
  const error = signIn.error ?? status.error;
  return (
    <Section
      title="The PSA’s own sync"
      actions={
        <>
          <Button size="small" icon={<Icon name="refresh" size={16} />} disabled={isBusy} onClick={work.ask}>
            {status.isPending ? 'Asking…' : 'Ask again'}
          </Button>
          {status.data?.state === 'needsSession' ? (
            <Button size="small" appearance="primary" disabled={isBusy} onClick={() => signIn.mutate({})}>
              {signIn.isPending ? 'Waiting for the window…' : 'Sign in to the PSA'}
            </Button>
          ) : null}
        </>
      }
    >
      {error ? <ErrorView error={error} /> : null}
      {status.data ? (
        <div className={styles.row}>
          <StateBadge word={serverStateWords[status.data.state]} />
          <Text>{status.data.sentence}</Text>
        </div>
      ) : null}
      {status.isPending && !status.data ? <Text className={styles.quiet}>Asking the server…</Text> : null}
      {signIn.data && !signIn.data.isSignedIn ? <Text role="status">{signIn.data.sentence}</Text> : null}
      {status.data ? <Advice status={status.data} /> : null}
    </Section>
  );
}

function Advice({ status }: { status: ServerStatus }) {
  const styles = useStyles();
  switch (status.state) {
    case 'ready':
      return (
        <Text size={200} className={styles.quiet}>
          {status.connection === null
            ? 'Its Microsoft connection is unknown'
            : `Its Microsoft connection: ${status.connection}`}
          {status.mappedCount === null ? '' : `, ${plural(status.mappedCount, 'mapping')} there`}
          {status.lastDiscoveryAt === null ? null : (
            <>
              , discovered <Age at={status.lastDiscoveryAt} />
            </>
          )}
          .
        </Text>
      );
    case 'needsSession':
      return (
        <Text size={200} className={styles.quiet}>
          Its routes ask for a signed-in session besides the API key. The sign-in opens a window of its own; the session
          goes to this profile’s vault.
        </Text>
      );
    case 'notMounted':
      return (
        <Text size={200} className={styles.quiet}>
          Apply plans from here instead: that needs nothing but the API key.
        </Text>
      );
    case 'refused':
      return (
        <Text size={200} className={styles.quiet}>
          Ask the PSA’s administrator for the permission or edition, or apply plans from here.
        </Text>
      );
  }
}
