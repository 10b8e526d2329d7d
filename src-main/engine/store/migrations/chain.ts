/**
 * The ordered chain. Rules (tested): numbers run from 1 without a gap; the last number is the schema version; a file that
 * has shipped never changes; a migration imports nothing.
 */
import { connectionsAndTenants } from './0001-connections-and-tenants.ts';
import { psaFacts } from './0002-psa-facts.ts';
import { directoryFacts } from './0003-directory-facts.ts';
import { linksAndQueue } from './0004-links-and-queue.ts';
import { plansAndRuns } from './0005-plans-and-runs.ts';
import { jobsAndAudit } from './0006-jobs-and-audit.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { version: 1, name: 'connections and tenants', sql: connectionsAndTenants },
  { version: 2, name: 'PSA facts', sql: psaFacts },
  { version: 3, name: 'directory facts', sql: directoryFacts },
  { version: 4, name: 'links and queue', sql: linksAndQueue },
  { version: 5, name: 'plans and runs', sql: plansAndRuns },
  { version: 6, name: 'jobs and audit', sql: jobsAndAudit },
];

/** What this build of Concord reads and writes; kept in the file as `user_version`. */
export const schemaVersion = migrations.length;
