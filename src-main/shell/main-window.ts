/** The one window of the app: made sandboxed and isolated, remembered between starts, shown when it has something to show. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { DEFAULT_SIZE, fitToScreens, readWindowMemory, SMALLEST, saveWindowMemory } from './window-bounds.ts';

export interface MainWindowOptions {
  readonly preloadFile: string;
  readonly memoryFile: string;
  readonly allowsDevTools: boolean;
}

export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const memory = fitToScreens(readWindowMemory(options.memoryFile), screens);
  const window = new BrowserWindow({
    ...(memory?.bounds ?? DEFAULT_SIZE),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Concord',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#fafafa',
    webPreferences: {
      preload: options.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: options.allowsDevTools,
    },
  });
  if (memory?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    saveWindowMemory(options.memoryFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  return window;
}
