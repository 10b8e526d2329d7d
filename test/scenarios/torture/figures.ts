/** The torture's figures: what happened, what went wrong, and the seeds that show it again. */
import type { Verdict } from './judge.ts';

export interface Complaint extends Verdict {
  readonly seed: string;
}

export interface Figures {
  readonly kills: number;
  readonly drops: number;
  readonly lost: number;
  readonly twice: number;
  readonly foreign: number;
  readonly stuck: number;
  /** Seeds of rounds with a complaint. */
  readonly seeds: readonly string[];
}

/** What a worker reports to the main process. */
export interface WorkerReport {
  readonly kills: number;
  readonly decisions: number;
  readonly drops: number;
  /** Of the undisturbed push whose lines are cut. */
  readonly requests: number;
  readonly changes: number;
  readonly complaints: readonly Complaint[];
}

export function figuresOf(reports: readonly WorkerReport[]): Figures {
  const complaints = reports.flatMap((report) => report.complaints);
  const count = (kind: keyof Verdict) => complaints.reduce((sum, one) => sum + one[kind].length, 0);
  return {
    kills: reports.reduce((sum, report) => sum + report.kills, 0),
    drops: reports.reduce((sum, report) => sum + report.drops, 0),
    lost: count('lost'),
    twice: count('twice'),
    foreign: count('foreign'),
    stuck: count('stuck'),
    seeds: complaints.map((complaint) => complaint.seed),
  };
}

export function isClean({ lost, twice, foreign, stuck }: Figures): boolean {
  return lost + twice + foreign + stuck === 0;
}

/** Each complaint in words, a few of each kind. */
export function describeComplaints(reports: readonly WorkerReport[]): string[] {
  return reports.flatMap(({ complaints }) =>
    complaints.flatMap(({ seed, ...verdict }) =>
      Object.entries(verdict).flatMap(([kind, list]: [string, readonly string[]]) =>
        list.slice(0, 5).map((text) => `${kind} (seed ${seed}): ${text}`),
      ),
    ),
  );
}
