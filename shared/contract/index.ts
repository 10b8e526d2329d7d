/**
 * The contract between the engine and everyone who talks to it: every query, command and live feed, by area.
 * The engine implements it once (`engine/api`); Electron, the web host, the CLI and tests call it by these names.
 */
import { activityEntries } from './activity-entries.ts';
import { connectionEntries } from './connection-entries.ts';
import { engineEntries } from './engine-entries.ts';
import { planEntries } from './plan-entries.ts';
import { queueEntries } from './queue-entries.ts';
import { ruleEntries } from './rule-entries.ts';
import { runEntries } from './run-entries.ts';
import { serverEntries } from './server-entries.ts';
import { tenantEntries } from './tenant-entries.ts';

export const concordContract = {
  engine: engineEntries,
  connections: connectionEntries,
  tenants: tenantEntries,
  plans: planEntries,
  runs: runEntries,
  queue: queueEntries,
  rules: ruleEntries,
  activity: activityEntries,
  server: serverEntries,
};
export type ConcordContract = typeof concordContract;
