/** The doctor: tests every layer of both connections and names the cause of what fails. */
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../bridge/bridge-context.ts';
import { CheckSteps } from '../../ui/connections/check-steps.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
    gap: '16px 32px',
  },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** The run of the check lives in the screen, so that both the page header and this card can start it. */
export function useDoctor() {
  const api = useApi();
  return useMutation(api.connections.check.mutationOptions());
}

export function Doctor({ doctor }: { doctor: ReturnType<typeof useDoctor> }) {
  const styles = useStyles();
  const { data } = doctor;
  return (
    <Section
      title="Connection check"
      actions={
        <Button icon={<Icon name="activity" />} disabled={doctor.isPending} onClick={() => doctor.mutate({})}>
          {doctor.isPending ? 'Checking…' : data ? 'Check again' : 'Check now'}
        </Button>
      }
    >
      {doctor.error ? <ErrorView error={doctor.error} onRetry={() => doctor.mutate({})} /> : null}
      {doctor.isPending && !data ? (
        <Spinner size="tiny" label="Testing every layer, from the network to one real read…" labelPosition="after" />
      ) : null}
      {data ? (
        <div className={styles.columns}>
          <div>
            <h3 className={styles.heading}>Directories</h3>
            <CheckSteps label="Check of the directories" steps={data.directory} />
          </div>
          <div>
            <h3 className={styles.heading}>PSA</h3>
            <CheckSteps label="Check of the PSA" steps={data.psa} />
          </div>
        </div>
      ) : doctor.isPending || doctor.error ? null : (
        <Text className={styles.hint}>
          Tests address, credentials, permissions and one real read on both sides, and says who can fix what fails. It
          changes nothing.
        </Text>
      )}
    </Section>
  );
}
