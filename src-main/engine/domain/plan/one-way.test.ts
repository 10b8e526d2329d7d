/** The table of what has no inverse, row by row; and that undo agrees with it. */
import { describe, expect, test } from 'vitest';
import { changeActions, resolutionKinds } from '../../../../shared/vocabulary/states.ts';
import type { ActionCounts } from '../planned-change.ts';
import { invertOperation, type OperationStory } from './invert-operation.ts';
import {
  isOneWayAction,
  isOneWayAnswer,
  oneWayOfAnswer,
  oneWayOfPlan,
  oneWayOfServer,
  oneWayOfUndo,
} from './one-way.ts';

const none: ActionCounts = { create: 0, link: 0, update: 0, inactivate: 0, queue: 0, skip: 0, noChange: 0 };

test.each([
  ['create', true],
  ['link', false],
  ['update', false],
  ['inactivate', false],
  ['queue', false],
  ['skip', false],
  ['noChange', false],
] as const)('the change “%s” is one-way: %s', (action, expected) => {
  expect(isOneWayAction(action)).toBe(expected);
});

test.each([
  ['createNew', true],
  ['linkExisting', false],
  ['dismiss', false],
] as const)('the answer “%s” is one-way: %s', (answer, expected) => {
  expect(isOneWayAnswer(answer)).toBe(expected);
  expect(oneWayOfAnswer(answer)?.sentence.startsWith('1 contact is created.') ?? false).toBe(expected);
});

test('no action and no answer is missing from the tables', () => {
  expect(changeActions.filter(isOneWayAction)).toEqual(['create']);
  expect(resolutionKinds.filter(isOneWayAnswer)).toEqual(['createNew']);
});

describe('a plan', () => {
  test('counts what it would create, and leaves out what is held', () => {
    const counts = { ...none, create: 12, link: 40, update: 3 };
    expect(oneWayOfPlan(counts, { ...none, create: 2 })).toEqual([
      { kind: 'contactCreated', count: 10, sentence: expect.stringMatching(/^10 contacts are created\. Undo can/) },
    ]);
  });

  test('that creates nothing, or only where it is held, is not one-way at all', () => {
    expect(oneWayOfPlan({ ...none, link: 40, inactivate: 9 }, none)).toEqual([]);
    expect(oneWayOfPlan({ ...none, create: 2 }, { ...none, create: 2 })).toEqual([]);
  });

  test('is one-way as a whole when the server’s own workflow applies it', () => {
    const counts = { ...none, create: 1, link: 2, update: 3, inactivate: 4, queue: 5, skip: 6, noChange: 7 };
    expect(oneWayOfServer(counts, { ...none, link: 1 })).toMatchObject([{ kind: 'doneByServer', count: 9 }]);
    expect(oneWayOfServer({ ...none, queue: 5 }, none)).toEqual([]);
  });
});

test('an undo is one-way by the creates it reaches', () => {
  expect(oneWayOfUndo(0)).toEqual([]);
  expect(oneWayOfUndo(1)[0]?.sentence).toMatch(/^1 created contact is made inactive/);
});

test.each(['create', 'link', 'update', 'inactivate'] as const)('undo of “%s” says the same', (action) => {
  const contact = { fullName: 'Ann', isInactive: false } as NonNullable<OperationStory['observed']>;
  const inverse = invertOperation({
    action,
    state: 'done',
    wasSent: true,
    before: { ...contact, fullName: 'Anne' },
    observed: contact,
    intended: { fields: [{ field: 'fullName', from: 'Anne', to: 'Ann' }] } as unknown as OperationStory['intended'],
  });
  expect(inverse).toMatchObject({ kind: 'reverse', isOneWay: isOneWayAction(action) });
});
