/** How Concord looks and behaves for this profile, and which of its surfaces are switched on. */
import { Field, makeStyles, Radio, RadioGroup, Switch } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { EngineStatus, Settings } from '../../../shared/contract/engine-entries.ts';
import { oneWayWindowChoices } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FlagList } from './flag-list.tsx';
import { OperatorForm } from './operator-form.tsx';
import { PlatformFlags } from './platform-flags.tsx';
import { useSaveSettings } from './use-save-settings.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(380px, 1fr))',
    gap: '12px',
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
});

const themeLabels: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  highContrast: 'High contrast',
};

const hostLabels: Readonly<Record<EngineStatus['hostKind'], string>> = {
  electron: 'Desktop app',
  web: 'Web page on this machine',
  cli: 'Command line',
};

const vaultSentences: Readonly<Record<EngineStatus['vaultProtection'], string>> = {
  os: 'Guarded by this system’s keyring.',
  passphrase: 'Guarded by your passphrase.',
  file: 'Guarded by a key file beside the profile. Whoever can read that folder can read the secrets.',
  session: 'Kept in memory only, because this system has no keyring. They are gone when Concord closes.',
};

/** Shows a changed setting at once and puts the old one back when saving fails. */
export function SettingsScreen() {
  const styles = useStyles();
  const api = useApi();
  const settings = useQuery(api.engine.getSettings.queryOptions({ input: {} }));
  const status = useQuery(api.engine.status.queryOptions({ input: {} }));
  const error = settings.error ?? status.error;
  const retry = () => {
    void settings.refetch();
    void status.refetch();
  };
  return (
    <Page title="Settings" context="For this profile on this machine.">
      {error ? <ErrorView error={error} onRetry={retry} /> : null}
      {!error && !(settings.data && status.data) ? <LoadingState /> : null}
      {settings.data && status.data ? (
        <div className={styles.columns}>
          <div className={styles.column}>
            <PersonalSettings settings={settings.data} />
            <ProfileFacts status={status.data} />
          </div>
          <div className={styles.column}>
            <Section title="Feature flags">
              <FlagList flagSources={status.data.flagSources} platformFlagsAsOf={status.data.platformFlagsAsOf} />
            </Section>
            <PlatformFlags />
          </div>
        </div>
      ) : null}
    </Page>
  );
}

function PersonalSettings({ settings: saved }: { settings: Settings }) {
  const { shown: settings, isSaving, save } = useSaveSettings(saved);
  return (
    <>
      <Section title="Look">
        <Field label="Theme">
          <RadioGroup value={settings.theme} onChange={(_, data) => save({ theme: data.value as Settings['theme'] })}>
            {Object.entries(themeLabels).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </RadioGroup>
        </Field>
      </Section>
      <Section title="Second thoughts">
        <Field
          label="Cancel window for what cannot be taken back"
          hint="A new contact, and undoing one, waits this long before it is sent and can be cancelled until then. Scheduled syncs and scripts do not wait: nobody is there to cancel."
        >
          <RadioGroup
            layout="horizontal"
            value={String(settings.oneWayWindowSeconds)}
            onChange={(_, data) => {
              const chosen = oneWayWindowChoices.find((seconds) => String(seconds) === data.value);
              if (chosen !== undefined) save({ oneWayWindowSeconds: chosen });
            }}
          >
            {oneWayWindowChoices.map((seconds) => (
              <Radio key={seconds} value={String(seconds)} label={seconds === 0 ? 'None' : `${seconds} s`} />
            ))}
          </RadioGroup>
        </Field>
      </Section>
      <Section title="You">
        <OperatorForm
          key={saved.operatorName}
          name={saved.operatorName}
          isSaving={isSaving}
          onSave={(operatorName) => save({ operatorName })}
        />
        <Field hint="Off: J, K, N and the other letters do nothing. For dictation, and for hands that slip.">
          <Switch
            label="Single-letter keys"
            checked={settings.singleLetterKeys}
            onChange={(_, data) => save({ singleLetterKeys: data.checked })}
          />
        </Field>
        <Field hint="When a run ends, is held, or people wait for a decision.">
          <Switch
            label="Notifications of the system"
            checked={settings.notifications}
            onChange={(_, data) => save({ notifications: data.checked })}
          />
        </Field>
      </Section>
    </>
  );
}

function ProfileFacts({ status }: { status: EngineStatus }) {
  return (
    <Section title="Profile">
      <Facts
        facts={[
          { name: 'Profile', value: status.profileName },
          {
            name: 'World',
            value: status.sandbox ? `Sandbox “${status.sandbox.scenario}”; nothing here is real` : 'Real services',
          },
          { name: 'Secrets', value: vaultSentences[status.vaultProtection] },
          { name: 'Runs as', value: hostLabels[status.hostKind] },
          { name: 'Version', value: `Concord ${status.appVersion}` },
        ]}
      />
    </Section>
  );
}
