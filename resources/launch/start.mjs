/** `npm start`: Concord on the operator's own profile (CONCORD_HOME, or --home DIR). `--web` opens it in the browser. */
import { runToTheEnd, showConcord } from './launch.mjs';

const args = process.argv.slice(2);
const homeAt = args.indexOf('--home');
const home = homeAt >= 0 ? { CONCORD_HOME: args[homeAt + 1] ?? '' } : {};

await runToTheEnd(() =>
  showConcord({
    env: { ...process.env, ...home },
    args,
    notice: (place) => `Concord opens in ${place}`,
  }),
);
