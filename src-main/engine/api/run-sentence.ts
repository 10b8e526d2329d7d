/** One sentence about a run: what is going on, or how it ended. */
import type { SyncRun, SyncRunTenant } from '../store/repos/sync-run-row.ts';

const what: Readonly<Record<SyncRun['runType'], string>> = {
  discovery: 'Discovery',
  initial: 'Initial sync',
  'all-tenants': 'Sync of all tenants',
  'single-tenant': 'Sync of one client',
  preflight: 'Preflight',
  resolve: 'Review decision',
  undo: 'Undo',
};

interface RunFacts {
  readonly run: SyncRun;
  readonly tenants: readonly SyncRunTenant[];
  /** The job's progress, where it tells a sentence. */
  readonly progress: unknown;
  readonly isInWindow: boolean;
}

function summaryOf({ run }: RunFacts): string {
  const { created, linked, updated, inactivated, ambiguous, stale, failed } = run.counts;
  if (run.runType === 'discovery') {
    const { found, added, notes } = (run.summary ?? {}) as { found?: number; added?: number; notes?: string[] };
    return [`${found ?? 0} managed tenants found, ${added ?? 0} of them new.`, ...(notes ?? [])].join(' ');
  }
  if (run.runType === 'preflight') return 'The plan is ready.';
  if (run.place === 'there') return summaryThere(run.summary);
  const done = `${created} created, ${linked} linked, ${updated} updated, ${inactivated} made inactive, ${ambiguous} to the review queue`;
  const rest = [
    failed > 0 ? `${failed} refused or not as sent` : '',
    stale > 0 ? `${stale} changed since the plan` : '',
  ]
    .filter(Boolean)
    .join(', ');
  return rest ? `${done}; ${rest}.` : `${done}.`;
}

interface Numbers {
  readonly planned: number;
  readonly reported: number | null;
  readonly observed: number;
}

/** What reading back showed of what was planned; the server's own numbers stand beside it where they differ. */
function summaryThere(summary: unknown): string {
  const { tenants = [] } = (summary ?? {}) as { tenants?: Readonly<Record<ThereNumber, Numbers>>[] };
  if (tenants.length === 0) return 'On the server; nothing was read back yet.';
  const parts = thereNumbers.map(([key, word]) => {
    const sum = (number: keyof Numbers) => tenants.reduce((total, tenant) => total + (tenant[key][number] ?? 0), 0);
    const [planned, reported, observed] = [sum('planned'), sum('reported'), sum('observed')];
    return `${word} ${observed} of ${planned} planned${reported === observed ? '' : ` (it reports ${reported})`}`;
  });
  return `On the server: ${parts.join(', ')}.`;
}

const thereNumbers = [
  ['created', 'created'],
  ['linked', 'linked'],
  ['inactivated', 'made inactive'],
] as const;
type ThereNumber = (typeof thereNumbers)[number][0];

/** True once the server's run came to an end that could be compared. */
function wasThere({ place, summary }: SyncRun): boolean {
  const { tenants = [] } = (summary ?? {}) as { tenants?: readonly unknown[] };
  return place === 'there' && tenants.length > 0;
}

function reason(error: unknown): string {
  const sentence = (error as { sentence?: string } | null)?.sentence;
  return sentence ? ` ${sentence}` : '';
}

export function runSentence(facts: RunFacts): string {
  const { run, tenants, progress } = facts;
  const name = what[run.runType];
  const told = (progress as { sentence?: string } | null)?.sentence;
  const finished = tenants.filter((tenant) => tenant.finishedAt !== null).length;
  switch (run.status) {
    case 'queued':
      if (facts.isInWindow) return `${name} can still be taken back; nothing has been sent yet.`;
      return run.error ? `${name} waits and goes on by itself.${reason(run.error)}` : `${name} waits for its turn.`;
    case 'running':
      return told ?? `${name}: ${finished} of ${run.totalTenants} tenants. ${summaryOf(facts)}`;
    case 'paused':
      return `${name} is paused.`;
    case 'completed':
      return `${name}: ${summaryOf(facts)}`;
    case 'partial':
      return `${name}, in part: ${summaryOf(facts)}`;
    case 'held':
      return `${name} is held and waits for an operator.`;
    case 'failed':
      return `${name} failed.${reason(run.error)}${wasThere(run) ? ` ${summaryOf(facts)}` : ''}`;
    case 'cancelled':
      if (run.startedAt === null) return `${name} was taken back before it began; nothing was sent.`;
      return `${name} was stopped; what was done stays done.`;
    default:
      return name;
  }
}
