import { expect, test } from 'vitest';
import { bucketOf, workflowId } from './workflow-id.ts';

const at = Date.UTC(2026, 10, 23, 10, 17, 42, 123);

test.each([
  [['entra-discovery', '6b1f'], 'entra-discovery:6b1f:bucket-20261123T101500Z'],
  [['entra-initial-sync', '6b1f'], 'entra-initial-sync:6b1f:bucket-20261123T101500Z'],
  [['entra-all-tenants-sync', '6b1f', 'manual'], 'entra-all-tenants-sync:6b1f:manual:bucket-20261123T101500Z'],
  [['entra-tenant-sync', '6b1f', 'mt-1', 'c-1'], 'entra-tenant-sync:6b1f:mt-1:c-1:bucket-20261123T101500Z'],
])('%j has the id that the server would give it (psa.md 3.2)', (segments, expected) => {
  expect(workflowId(segments, at)).toBe(expected);
});

test('two calls within five minutes name the same run, the next five minutes another', () => {
  const start = Date.UTC(2026, 10, 23, 10, 15);
  expect(bucketOf(start + 299_999)).toBe(bucketOf(start));
  expect(bucketOf(start - 1)).toBe('20261123T101000Z');
  expect(bucketOf(start + 300_000)).toBe('20261123T102000Z');
});

test('letters that an id does not allow become hyphens and cannot forge another segment', () => {
  expect(workflowId(['entra-discovery', 'a:b/ç d'], at)).toBe('entra-discovery:a-b---d:bucket-20261123T101500Z');
});
