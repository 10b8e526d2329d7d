/**
 * Makes a fresh clone ready: the right Node, the packages of the lockfile, and (with --build) the built app.
 * Runs before other npm scripts, so it uses Node's built-ins only and has to run on the Node that happens to be on PATH.
 *
 *   node resources/launch/set-up.mjs [--build]
 *
 * Does nothing, quickly and silently, when nothing is stale; says what it does on standard error.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wantsBuild = process.argv.includes('--build');
const isWindows = process.platform === 'win32';

/** Everything goes to standard error: standard output belongs to the command that follows. */
function say(line) {
  process.stderr.write(`${line}\n`);
}

function run(command, args) {
  // A command that follows may own standard output (JSON), so a child writes to standard error.
  const needsShell = isWindows && command === 'npm';
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: needsShell });
  if (done.status === 0) return;
  say(`Concord set-up: "${command} ${args.join(' ')}" failed${done.error ? ` (${done.error.message})` : ''}.`);
  process.exit(1);
}

/** The hash of what the installed packages are meant to be. */
function lockStamp() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

function installPackages() {
  const stampFile = join(root, 'node_modules', '.concord-lock-stamp');
  const wanted = lockStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  if (isInstalledAlready()) {
    writeFileSync(stampFile, wanted);
    return;
  }
  say('Concord set-up: installing the packages of package-lock.json (npm ci); the first time takes about a minute.');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  writeFileSync(stampFile, wanted);
}

/** npm keeps its own copy of the lockfile; when it says the same versions, `npm ci` would change nothing. */
function isInstalledAlready() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

/** On Linux x64 the right Node comes with the packages; elsewhere the operator has to have it. */
function checkNode() {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_NODE) return;
  say(
    `Concord needs Node ${NEEDED_NODE} or newer and this is Node ${process.versions.node}: install it from https://nodejs.org and run the same command again.`,
  );
  process.exit(1);
}

/** Newest change below `folder`, in epoch ms; tests do not count, because they are not built. */
function newestChange(folder) {
  if (!existsSync(folder)) return 0;
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestChange(path));
    else if (!/[.]test[.]tsx?$/.test(entry.name)) newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

function build() {
  const stampFile = join(root, 'out', '.built-at');
  const builtAt = existsSync(stampFile) ? statSync(stampFile).mtimeMs : 0;
  const folders = ['src-main', 'src-preload', 'src-renderer', 'shared'].map((name) => join(root, name));
  const files = ['package-lock.json', 'electron.vite.config.ts'].map((name) => statSync(join(root, name)).mtimeMs);
  if (Math.max(...folders.map(newestChange), ...files) < builtAt) return;
  say('Concord set-up: building the app.');
  const startedAt = new Date();
  rmSync(join(root, 'out'), { recursive: true, force: true });
  run(process.execPath, [
    join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--logLevel',
    'warn',
  ]);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stampFile, `${startedAt.toISOString()}\n`);
}

checkNode();
installPackages();
if (wantsBuild) build();
