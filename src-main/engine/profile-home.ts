/**
 * Where a profile lives when nobody says otherwise: the place that this operating system keeps for the data of an
 * application. CONCORD_HOME overrides it for every host, so the shell, the web host and the CLI open the same profile.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The absolute folder of the profile. `platform` is `process.platform`. */
export function defaultHome(env: Environment, platform: NodeJS.Platform): string {
  const chosen = env['CONCORD_HOME'];
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Concord');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Concord');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'concord');
}
