/** Entry of `npm run bench`; `-- --json` for an array, `-- --only NAME` for some of the files. */
import { join } from 'node:path';
import { runBenchmarks } from './run.ts';

runBenchmarks(process.argv.slice(2), join(import.meta.dirname, 'main.ts')).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
