/**
 * Reads how many tests passed and failed out of the JSON reports of vitest and Playwright. A report that is missing or
 * unreadable counts as one failure: a runner that crashed must not look like a runner with nothing to do.
 */
import { existsSync, readFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };
const CRASHED: Counts = { passed: 0, failed: 1, skipped: 0 };

export function addCounts(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** A file that fails before its first test has no test to count: it counts as one itself. */
export function countVitest(file: string): Counts {
  const report = readReport<VitestReport>(file);
  if (report === null || typeof report.numPassedTests !== 'number') return CRASHED;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests,
  };
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
}

/** A test that passed only when repeated did fail. Errors outside tests (a broken file) count one each. */
export function countPlaywright(file: string): Counts {
  const report = readReport<PlaywrightReport>(file);
  if (report === null || typeof report.stats?.expected !== 'number') return CRASHED;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

function readReport<T>(file: string): T | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
