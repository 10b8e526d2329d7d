/**
 * Opens Concord on a profile: in Electron where that is possible, else in the browser through the web host. Used by
 * `npm start` and `npm run demo`. Whatever it starts ends with it: on Ctrl+C, when the window is closed, and when this
 * process dies.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronFlags, findElectron, hasDisplay } from './find-electron.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An Electron that ends sooner than this with an error could not open its window. */
const WINDOW_FAILURE_MS = 4_000;
const END_GRACE_MS = 10_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** Starts a child that ends with us. @param {import('node:child_process').SpawnOptions} options */
export function startChild(command, args, options) {
  const child = spawn(command, args, { cwd: root, ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

/** Ends every child: politely, then for good. */
export async function endChildren() {
  const ending = [...children];
  for (const child of ending) child.kill('SIGTERM');
  const timer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, END_GRACE_MS);
  await Promise.all(ending.map((child) => ended(child)));
  clearTimeout(timer);
}

/** Resolves to the exit code; a child that could not be started counts as 1. */
export function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 0);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 0));
    child.once('error', () => resolve(1));
  });
}

/**
 * Shows Concord and stays until the operator leaves it.
 * @param {{ env: NodeJS.ProcessEnv, args: string[], notice: (place: string) => string }} options
 *   `args`: what the operator passed (`--web`, and flags of the web host); `notice` makes the line that is printed.
 * @returns {Promise<number>} the exit code
 */
export async function showConcord({ env, args, notice }) {
  const electron = args.includes('--web') ? null : findElectron(root);
  let reason = args.includes('--web') ? '' : 'Electron is not on this machine ("npx install-electron" gets it)';
  if (electron !== null && hasDisplay()) {
    console.log(notice('its window. Close the window or press Ctrl+C to leave.'));
    const shown = await showWindow(electron, env);
    if (shown !== null) return shown;
    reason = 'Electron could not open a window here (its message is above)';
  } else if (electron !== null) {
    reason = 'there is no display for a window';
  }
  console.log(notice(`your browser${reason ? `: ${reason}` : ''}.`));
  return showInBrowser(
    env,
    args.filter((argument) => argument !== '--web'),
  );
}

/** Null when the window never came. */
async function showWindow(electron, env) {
  const startedAt = Date.now();
  const engineNode = electron.runsEngine ? {} : { CONCORD_ENGINE_NODE: env.CONCORD_ENGINE_NODE ?? process.execPath };
  const child = startChild(electron.path, [...electronFlags(), root], {
    env: { ...env, ...engineNode },
    stdio: 'inherit',
  });
  const code = await ended(child);
  return code !== 0 && Date.now() - startedAt < WINDOW_FAILURE_MS ? null : code;
}

/** The web host prints its address itself, and a new one on Enter. */
function showInBrowser(env, args) {
  const child = startChild(process.execPath, [join(root, 'out', 'main', 'web-host.cjs'), '--open', ...args], {
    env,
    // The channel ends the host when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  return ended(child);
}

/** Runs `work`, ends the children whatever happens, and leaves with its exit code. */
export async function runToTheEnd(work) {
  let isLeaving = false;
  const leave = async (code) => {
    if (isLeaving) return;
    isLeaving = true;
    await endChildren();
    process.exitCode = code;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(0));
  try {
    await leave(await work());
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    await leave(1);
  }
}
