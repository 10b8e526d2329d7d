/**
 * Electron's main process: one instance, one window, one engine process. Owns the window, the menu, the keyring and the
 * notifications; knows nothing of tenants or contacts. Runs in the current Electron and, for tests, in an old one.
 */
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, session, shell } from 'electron';
import { defaultHome } from '../engine/profile-home.ts';
import { createHostCallAnswerer } from './answer-host-call.ts';
import { declareAppScheme, PAGE_ADDRESS, PAGE_ORIGIN, PROBLEM_ADDRESS, serveAppScheme } from './app-protocol.ts';
import { forkEngine } from './engine-child.ts';
import { createEngineSupervisor, type EngineState } from './engine-supervisor.ts';
import { denyPermissions, guardAllContents } from './guard.ts';
import { createMainWindow } from './main-window.ts';
import { installMenu } from './menu.ts';
import { acceptPageConnections } from './page-connections.ts';
import { type ProblemAction, problemActionOf } from './problem-page.ts';
import { startUtilityEngine } from './utility-engine.ts';

/** First, second, … restart in a row. */
const RESTART_PAUSES_MS = [200, 1_000, 3_000, 6_000];

function main(): void {
  const home = defaultHome(process.env, process.platform);
  // Window state and Chromium's files belong to the profile, and so does the single-instance lock.
  app.setPath('userData', join(home, 'window'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Concord is already open on this profile; its window was brought to the front.\n');
    return app.exit(0);
  }
  declareAppScheme();
  const devAddress = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
  guardAllContents(devAddress === null ? null : new URL(devAddress).origin);
  app
    .whenReady()
    .then(() => openApp(home, devAddress))
    .catch((error: unknown) => {
      dialog.showErrorBox('Concord cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}

function openApp(home: string, devAddress: string | null): void {
  let window: BrowserWindow | null = null;
  let problem = '';
  const currentWindow = () => (window?.isDestroyed() ? null : window);
  const showPage = loadOneByOne(currentWindow, () => (problem ? PROBLEM_ADDRESS : (devAddress ?? PAGE_ADDRESS)));
  const engineFile = join(import.meta.dirname, 'engine.cjs');
  const enginePath = process.env['CONCORD_ENGINE_NODE'];
  let navigate: (route: string) => void = () => undefined;

  const supervisor = createEngineSupervisor({
    home,
    appVersion: app.getVersion(),
    startChild: () => (enginePath ? forkEngine(engineFile, enginePath) : startUtilityEngine(engineFile)),
    answerHostCall: createHostCallAnswerer({ window: currentWindow, navigate: (route) => navigate(route) }),
    onState: (state: EngineState) => {
      const next = state.name === 'failed' ? state.message : '';
      if (next === problem) return;
      problem = next;
      showPage();
    },
    restartPauseMs: (restart) => RESTART_PAUSES_MS[restart - 1] ?? 6_000,
  });

  const act = (action: ProblemAction) => {
    if (action === 'quit') return app.quit();
    if (action === 'openFolder') return void shell.openPath(home);
    supervisor.start();
  };
  const openWindow = () => {
    window = createMainWindow({
      preloadFile: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      memoryFile: join(home, 'window', 'bounds.json'),
      allowsDevTools: !app.isPackaged,
    });
    window.webContents.on('will-navigate', (_event, url) => {
      const action = problemActionOf(url, PAGE_ORIGIN);
      if (action !== null) act(action);
    });
    showPage();
  };

  denyPermissions(session.defaultSession);
  serveAppScheme(devAddress === null ? join(import.meta.dirname, '..', 'renderer') : null, () => problem);
  const devOrigin = devAddress === null ? null : new URL(devAddress).origin;
  ({ navigate } = acceptPageConnections({ supervisor, window: currentWindow, devOrigin }));
  installMenu({ navigate, openProfileFolder: () => void shell.openPath(home) }, !app.isPackaged);
  supervisor.start();
  openWindow();

  app.on('second-instance', () => {
    const shown = currentWindow();
    if (shown?.isMinimized()) shown.restore();
    shown?.show();
    shown?.focus();
  });
  app.on('activate', () => void (currentWindow() ?? openWindow()));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    // The windows are closed by now; asking to quit again from inside this event would be ignored.
    void supervisor.stop().finally(() => {
      isStopped = true;
      app.exit(0);
    });
  });
}

/**
 * Shows whatever the address is when its turn comes. One load at a time: an engine that fails at once asks for the problem
 * page while the first page is still loading, and two loads that overlap can leave the window with neither.
 */
function loadOneByOne(window: () => BrowserWindow | null, address: () => string): () => void {
  let loading: Promise<unknown> = Promise.resolve();
  return () => {
    // A page that failed to load shows Chromium's own message; the next one is loaded all the same.
    loading = loading.then(() => window()?.loadURL(address())).catch(() => undefined);
  };
}

main();
