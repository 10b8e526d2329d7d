/**
 * The engine's log: JSON lines in the profile's `logs` folder. Facts are ids, names, counts and times; known secret fields
 * are removed by path as a second net, the first being that adapters never hand secrets over (`http/redact.ts`).
 */
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';

export type EngineLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const rotateAboveBytes = 5 * 1024 * 1024;
const secretFields = [
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'clientSecret',
  'password',
  'authorization',
  'cookie',
  'code',
];

/** Opens `logs/concord.log` under `home`; the log before it is kept once as `concord.1.log`. Logging never fails work. */
export function openLog(home: string): { readonly log: EngineLog; close(): Promise<void> } {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'concord.log');
  if (existsSync(file) && statSync(file).size > rotateAboveBytes) renameSync(file, join(folder, 'concord.1.log'));
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined);
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `details.${field}`]);
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[removed]' } },
    stream,
  );
  return { log, close: () => new Promise((resolve) => stream.end(() => resolve())) };
}
