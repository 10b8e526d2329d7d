import { expect, test } from 'vitest';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { initialQueueState, neighbour, nextAfter, reduceQueue, workOrder } from './queue-state.ts';

const rows = ['a', 'b', 'c'].map((queueItemId) => ({ queueItemId }) as QueueRow);
const ids = (list: readonly QueueRow[]) => list.map((row) => row.queueItemId);
const answer = (queueItemId: string) => ({
  queueItemId,
  displayName: queueItemId,
  resolution: { kind: 'dismiss' } as const,
});

test('an answered person is gone at once and the next one is on', () => {
  const state = reduceQueue(initialQueueState, { kind: 'answer', answer: answer('a'), nextId: nextAfter(rows, 'a') });
  expect(state.currentId).toBe('b');
  expect(ids(workOrder(rows, state))).toEqual(['b', 'c']);
});

test('taking an answer back brings the person back and goes to them', () => {
  const answered = reduceQueue(initialQueueState, { kind: 'answer', answer: answer('b'), nextId: 'c' });
  const state = reduceQueue(answered, { kind: 'takenBack', queueItemId: 'b' });
  expect(state.currentId).toBe('b');
  expect(ids(workOrder(rows, state))).toEqual(['a', 'b', 'c']);
});

test('whoever was put off comes last', () => {
  const state = reduceQueue(initialQueueState, { kind: 'unsure', queueItemId: 'a', nextId: 'b' });
  expect(ids(workOrder(rows, state))).toEqual(['b', 'c', 'a']);
});

test('moving to another person forgets the chosen candidate, staying keeps it', () => {
  const chosen = reduceQueue({ ...initialQueueState, currentId: 'a' }, { kind: 'choose', candidate: 2 });
  expect(reduceQueue(chosen, { kind: 'goTo', queueItemId: 'a' }).candidate).toBe(2);
  expect(reduceQueue(chosen, { kind: 'goTo', queueItemId: 'b' }).candidate).toBe(0);
});

test('moving holds at both ends; the last answer leads to the one before', () => {
  expect(neighbour(rows, 'a', -1)).toBe('a');
  expect(neighbour(rows, 'c', 1)).toBe('c');
  expect(neighbour(rows, null, 1)).toBe('a');
  expect(nextAfter(rows, 'c')).toBe('b');
  expect(nextAfter([rows[0]!], 'a')).toBeNull();
});
