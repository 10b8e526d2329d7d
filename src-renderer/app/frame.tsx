/** The frame around every screen: rail on the left, screen, status bar; palette and help above them. */
import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import { useBridge } from '../bridge/bridge-context.ts';
import { useConnectionStatus } from '../bridge/connection-status.ts';
import { WizardScreen } from '../features/wizard/wizard-screen.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { LoadingState } from '../ui/states.tsx';
import { CommandPalette } from './command-palette.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { Rail } from './rail.tsx';
import { type Screen, screens } from './screens.tsx';
import { Start } from './start.tsx';
import { StatusBar } from './status-bar.tsx';
import { useVisibleScreens } from './use-visible-screens.ts';

const useStyles = makeStyles({
  columns: { display: 'flex', flexGrow: 1, minHeight: 0 },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  banner: { padding: '8px 24px 0' },
  skip: {
    position: 'absolute',
    left: '-999px',
    top: 0,
    zIndex: 10,
    ':focus': { left: '8px', top: '8px', padding: '8px', backgroundColor: tokens.colorNeutralBackground1 },
  },
});

export function Frame() {
  const styles = useStyles();
  const [layer, setLayer] = useState<'palette' | 'help' | null>(null);
  const { shown, isKnown, isUiOff } = useVisibleScreens();
  useShellRoutes();
  useHotkeys({ 'mod+k': () => setLayer('palette'), '?': () => setLayer('help') });
  return (
    <>
      <button type="button" className={styles.skip} onClick={focusMain}>
        Skip to the screen
      </button>
      <div className={styles.columns}>
        <Rail screens={shown.filter((screen) => screen.isInRail)} />
        <main id="main" className={styles.main} tabIndex={-1}>
          <ConnectionBanner />
          {isUiOff ? <UiOffBanner /> : null}
          {isKnown ? (
            <ScreenRoutes shown={shown} isUiOff={isUiOff} />
          ) : (
            <LoadingState label="Connecting to the engine…" />
          )}
        </main>
      </div>
      <StatusBar onHelp={() => setLayer('help')} onPalette={() => setLayer('palette')} />
      {layer === 'palette' ? (
        <CommandPalette screens={shown} onClose={() => setLayer(null)} onHelp={() => setLayer('help')} />
      ) : null}
      {layer === 'help' ? <KeyboardHelp onClose={() => setLayer(null)} /> : null}
    </>
  );
}

function focusMain() {
  document.getElementById('main')?.focus();
}

function ScreenRoutes({ shown, isUiOff }: { shown: readonly Screen[]; isUiOff: boolean }) {
  const home = isUiOff ? '/connections' : '/overview';
  const hidden = screens.filter((screen) => !shown.includes(screen));
  return (
    <Routes>
      {shown.map(({ path, Component }) => (
        <Route key={path} path={`${path}/*`} element={<Component />} />
      ))}
      {hidden.map(({ path }) => (
        <Route key={path} path={`${path}/*`} element={<Navigate to={home} replace />} />
      ))}
      {isUiOff ? null : <Route path="/wizard/*" element={<WizardScreen />} />}
      <Route path="/" element={isUiOff ? <Navigate to={home} replace /> : <Start />} />
      <Route path="*" element={<Navigate to={home} replace />} />
    </Routes>
  );
}

/** Notifications and the menu of the shell lead to screens. */
function useShellRoutes() {
  const bridge = useBridge();
  const navigate = useNavigate();
  useEffect(() => bridge.onNavigate((route) => void navigate(route)), [bridge, navigate]);
}

function ConnectionBanner() {
  const styles = useStyles();
  const status = useConnectionStatus(useBridge().status);
  if (status.state === 'refused') {
    return (
      <div className={styles.banner}>
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>This browser is no longer accepted.</MessageBarTitle> Open the address that Concord printed
            when it started; it carries a new one-time token. Nothing stored is lost.
          </MessageBarBody>
        </MessageBar>
      </div>
    );
  }
  if (status.state !== 'reconnecting' || status.attempt < 1) return null;
  return (
    <div className={styles.banner}>
      <MessageBar intent="warning">
        <MessageBarBody>
          <MessageBarTitle>The engine is restarting.</MessageBarTitle> What is on screen stays readable; work goes on by
          itself when it is back.
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}

function UiOffBanner() {
  const styles = useStyles();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <div className={styles.banner}>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>The Entra integration is switched off</MessageBarTitle> by the flag “entra-integration-ui”;
          Settings says whether here or on the PSA’s platform. Connections, mappings and history are kept; its screens
          come back when the flag is on.{' '}
          {pathname.startsWith('/settings') ? null : (
            <Button size="small" appearance="transparent" onClick={() => void navigate('/settings')}>
              Open Settings
            </Button>
          )}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
