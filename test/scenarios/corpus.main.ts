/** Entry of `npm run corpus`; see `corpus/README.md`. */
import { join } from 'node:path';
import { runCorpus } from './corpus/run.ts';

const { text, exitCode } = runCorpus(process.argv.slice(2), join(import.meta.dirname, 'corpus'));
console.log(text);
process.exitCode = exitCode;
