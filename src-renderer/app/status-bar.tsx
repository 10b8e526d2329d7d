/** The line at the bottom: which world this is, whether the engine answers, what waits to be pushed, how fresh facts are. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { EngineStatus } from '../../shared/contract/engine-entries.ts';
import { useApi, useBridge } from '../bridge/bridge-context.ts';
import { type ConnectionStatus, useConnectionStatus } from '../bridge/connection-status.ts';
import { AsOf } from '../ui/as-of.tsx';
import { plural } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 12px',
    minHeight: '28px',
    padding: '0 12px',
    flexShrink: 0,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  item: { display: 'inline-flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap' },
  sandbox: {
    padding: '0 8px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorPaletteMarigoldBackground2,
    color: tokens.colorPaletteMarigoldForeground2,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'normal',
  },
  spacer: { flexGrow: 1 },
});

const engineWords: Readonly<Record<ConnectionStatus['state'], string>> = {
  connecting: '… Connecting to the engine',
  open: '● Engine running',
  reconnecting: '○ Engine restarting',
  refused: '✕ Not accepted by the host',
};

const vaultWords: Readonly<Record<EngineStatus['vaultProtection'], string>> = {
  os: 'Secrets guarded by the system keyring',
  passphrase: 'Secrets guarded by a passphrase',
  file: 'Secrets guarded by a key file',
  session: 'Secrets kept for this session only',
};

export function StatusBar({ onHelp, onPalette }: { onHelp: () => void; onPalette: () => void }) {
  const styles = useStyles();
  const connection = useConnectionStatus(useBridge().status);
  const api = useApi();
  const status = useQuery(api.engine.status.queryOptions({ input: {} })).data;
  const overview = useQuery(api.engine.overview.queryOptions({ input: {} })).data;
  const times = (overview?.freshness ?? []).map((source) => source.asOf).filter((at) => at !== null);
  return (
    <footer className={styles.bar}>
      {status?.sandbox ? (
        <span className={mergeClasses(styles.item, styles.sandbox)}>
          <Icon name="flask" size={14} /> Sandbox: {status.sandbox.scenario}, nothing here is real
        </span>
      ) : null}
      <output className={styles.item}>{engineWords[connection.state]}</output>
      {status && status.activeJobs > 0 ? (
        <span className={styles.item}>
          <Icon name="sync" size={14} /> {plural(status.activeJobs, 'job')} under way
        </span>
      ) : null}
      <PendingPushes />
      {overview ? (
        <AsOf at={times.length > 0 ? Math.min(...times) : null} prefix="Facts as of" never="Nothing read yet" />
      ) : null}
      <span className={styles.spacer} />
      {status ? (
        <>
          <span className={styles.item}>Profile {status.profileName}</span>
          <span className={styles.item}>
            <Icon name="shield" size={14} /> {vaultWords[status.vaultProtection]}
          </span>
        </>
      ) : null}
      <Button size="small" appearance="transparent" onClick={onPalette}>
        Commands Ctrl+K
      </Button>
      <Button size="small" appearance="transparent" icon={<Icon name="keyboard" size={16} />} onClick={onHelp}>
        Keys
      </Button>
    </footer>
  );
}

/** Decisions that are on disk and wait to reach the PSA. */
function PendingPushes() {
  const styles = useStyles();
  const api = useApi();
  const { data } = useQuery(api.queue.pushes.queryOptions({ input: {} }));
  const { waiting = 0, conflicts = 0, failed = 0 } = data ?? {};
  if (waiting + conflicts + failed === 0) return null;
  return (
    <span className={styles.item}>
      {waiting > 0 ? `↑ ${plural(waiting, 'decision')} to push` : null}
      {conflicts > 0 ? ` ! ${plural(conflicts, 'decision')} came back` : null}
      {failed > 0 ? ` ✕ ${plural(failed, 'push', 'pushes')} failed` : null}
    </span>
  );
}
