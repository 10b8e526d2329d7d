import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './counts.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concord-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

it('counts a file that broke before its first test as a failure', () => {
  const testResults = [
    { status: 'passed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [] },
  ];
  const file = report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, testResults });
  expect(countVitest(file)).toEqual({ passed: 7, failed: 3, skipped: 1 });
});

it('counts a test that passed only on a repeat, and an error outside tests, as failures', () => {
  const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
  expect(countPlaywright(file)).toEqual({ passed: 5, failed: 3, skipped: 2 });
});

it('counts a report that is missing, cut off or of another kind as one failure', () => {
  const crashed = { passed: 0, failed: 1, skipped: 0 };
  expect(countVitest(join(folder, 'nothing.json'))).toEqual(crashed);
  expect(countPlaywright(report('{"stats":'))).toEqual(crashed);
  expect(countVitest(report({}))).toEqual(crashed);
  expect(countPlaywright(report({}))).toEqual(crashed);
});
