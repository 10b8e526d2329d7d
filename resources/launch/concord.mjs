/**
 * `npm run concord`: the command line, with its compiled form kept between calls. The sources run without a build, and
 * stripping their types anew would be half the time of a short command.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'));
await import('../../src-main/cli/main.ts');
