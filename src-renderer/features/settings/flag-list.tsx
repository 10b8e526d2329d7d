/**
 * The feature flags: this profile's switch, and what the PSA's platform says where it was read. What is off there cannot be
 * switched on here. Each hides its surface at once and deletes nothing.
 */
import { makeStyles, Switch, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { EngineStatus, FlagSource } from '../../../shared/contract/engine-entries.ts';
import { type FeatureFlag, featureFlags } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { useNotify } from '../../ui/notify.tsx';

const flagWords: Readonly<Record<FeatureFlag, readonly [title: string, detail: string]>> = {
  'entra-integration-ui': ['The Entra integration', 'Off leaves only Connections and Settings.'],
  'entra-integration-client-sync-action': ['Sync of a single client', 'The sync button of one client or one tenant.'],
  'entra-integration-cipp': ['CIPP', 'Offers CIPP beside the direct sign-in to Microsoft.'],
  'entra-integration-field-sync': ['Field rules', 'Lets fields of linked contacts follow the directory.'],
  'entra-integration-ambiguous-queue': ['Review queue', 'The screen for people a machine would have to guess about.'],
};

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '8px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none', paddingTop: 0 },
  },
  text: { flexGrow: 1, minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  name: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

type FlagListProps = Pick<EngineStatus, 'flagSources' | 'platformFlagsAsOf'>;

export function FlagList({ flagSources, platformFlagsAsOf }: FlagListProps) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const setFlag = useMutation(api.engine.setFlag.mutationOptions({ onError: notify.failed }));
  return (
    <ul className={styles.list}>
      {featureFlags.map((flag) => {
        const [title, detail] = flagWords[flag];
        const { isOnHere, platform } = flagSources[flag];
        const isOffThere = platform === 'off';
        const isChanging = setFlag.isPending && setFlag.variables.flag === flag;
        return (
          <li key={flag} className={styles.row}>
            <div className={styles.text}>
              <div className={styles.title}>{title}</div>
              <div className={styles.detail}>
                {detail}
                <div className={styles.name}>{flag}</div>
                <PlatformLine source={flagSources[flag]} asOf={platformFlagsAsOf} />
              </div>
            </div>
            <Switch
              aria-label={title}
              label={isOnHere && !isOffThere ? 'On' : 'Off'}
              labelPosition="before"
              checked={isChanging ? setFlag.variables.isOn : isOnHere && !isOffThere}
              disabled={isChanging || isOffThere}
              onChange={(_, data) => setFlag.mutate({ flag, isOn: data.checked })}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** What the platform says, in words; nothing where it was never read or has no such flag. */
function PlatformLine({ source, asOf }: { source: FlagSource; asOf: number | null }) {
  const { platform, platformSentence, isOnHere } = source;
  if (platform === 'notRead' || platform === 'absent') return null;
  const words = {
    on: 'Also on on the PSA’s platform',
    off: `Off on the PSA’s platform${isOnHere ? '' : ', and in this profile'}`,
    cannotTell: 'Not decided by the PSA’s platform',
  }[platform];
  return (
    <div>
      {words}, <AsOf at={asOf} />. {platform === 'on' ? null : platformSentence}
    </div>
  );
}
