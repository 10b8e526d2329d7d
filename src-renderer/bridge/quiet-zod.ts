/**
 * Must be the first import of the page: zod otherwise probes for `new Function`, which the strict content policy
 * refuses with an error in the console.
 */
import { config } from 'zod';

config({ jitless: true });
