import { expect, test } from 'vitest';
import { goneFrom, initialQueueState, listedAt, reduceQueue, workedAt } from './queue-state.ts';

const listed = ['a', 'b', 'c', 'd', 'e'].map((queueItemId, index) => ({
  index,
  row: { queueItemId, isPutOff: false },
}));
const place = (queueItemId: string, at: number) => ({ queueItemId, at });
const answer = (queueItemId: string) => ({
  queueItemId,
  displayName: queueItemId,
  resolution: { kind: 'dismiss' } as const,
});

test('an answered person is gone at once and the next one is on, at the same place', () => {
  const state = reduceQueue(initialQueueState, { kind: 'answer', answer: answer('a'), next: place('b', 0) });
  expect(state).toMatchObject({ currentId: 'b', currentAt: 0 });
  expect(goneFrom(listed, state)).toEqual([0]);
});

test('taking an answer back brings the person back and goes to them', () => {
  const answered = reduceQueue(initialQueueState, { kind: 'answer', answer: answer('b'), next: place('c', 1) });
  const state = reduceQueue(answered, { kind: 'takenBack', queueItemId: 'b' });
  expect(state.currentId).toBe('b');
  expect(goneFrom(listed, state)).toEqual([]);
});

test('whoever was put off is gone from their place until the engine lists them last', () => {
  const state = reduceQueue(initialQueueState, { kind: 'unsure', queueItemId: 'c', next: place('d', 2) });
  expect(goneFrom(listed, state)).toEqual([2]);
  expect(goneFrom([{ index: 4, row: { queueItemId: 'c', isPutOff: true } }], state)).toEqual([]);
});

test.each([
  [[], [0, 1, 2, 3, 4]],
  [[0], [1, 2, 3, 4]],
  [
    [1, 2],
    [0, 3, 4],
  ],
  [
    [0, 3],
    [1, 2, 4],
  ],
])('with places %j gone, the list as worked through shows places %j', (gone, shown) => {
  expect(shown.map((_, at) => listedAt(gone, at))).toEqual(shown);
  expect(shown.map((index) => workedAt(gone, index))).toEqual(shown.map((_, at) => at));
});

test('moving to another person forgets the chosen candidate, staying keeps it', () => {
  const chosen = reduceQueue({ ...initialQueueState, currentId: 'a' }, { kind: 'choose', candidate: 2 });
  expect(reduceQueue(chosen, { kind: 'goTo', place: place('a', 0) }).candidate).toBe(2);
  expect(reduceQueue(chosen, { kind: 'goTo', place: place('b', 1) }).candidate).toBe(0);
});
