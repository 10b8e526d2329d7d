/**
 * Workflow ids as the server makes them (`contracts/psa.md` 3.2): the five-minute bucket turns a double click into one run.
 * We keep the server's format so that both histories can be read side by side.
 */
import type { WorkflowId } from '../../../shared/vocabulary/ids.ts';
import { asId } from '../../../shared/vocabulary/ids.ts';

const bucketMs = 5 * 60_000;

/** `YYYYMMDDTHHMMSSZ` of `at` floored to five minutes, in UTC. */
export function bucketOf(at: number): string {
  return new Date(Math.floor(at / bucketMs) * bucketMs)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');
}

/** Joins segments, each reduced to `[A-Za-z0-9_-]`, and the bucket of `at`. */
export function workflowId(segments: readonly string[], at: number): WorkflowId {
  const [kind = '', ...rest] = segments;
  return asId(
    [kind, ...rest.map((segment) => segment.replace(/[^A-Za-z0-9_-]/g, '-')), `bucket-${bucketOf(at)}`].join(':'),
  );
}
