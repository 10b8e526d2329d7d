/** The table of what has no inverse, row by row; and that undo agrees with it. */
import { describe, expect, test } from 'vitest';
import {
  type ChangeAction,
  changeActions,
  type OneWayKind,
  resolutionKinds,
} from '../../../../shared/vocabulary/states.ts';
import type { Contact } from '../contact.ts';
import type { ActionCounts, FieldChange, PlannedChange } from '../planned-change.ts';
import { type Inverse, invertOperation } from './invert-operation.ts';
import {
  countOneWay,
  isOneWayAnswer,
  oneWayInWords,
  oneWayKindOf,
  oneWayOfAnswer,
  oneWayOfServer,
  oneWayOfUndo,
} from './one-way.ts';

const none: ActionCounts = { create: 0, link: 0, update: 0, inactivate: 0, queue: 0, skip: 0, noChange: 0 };

const address = (from: string | null): FieldChange => ({ field: 'email', from, to: 'ann@alder.example' });
const name: FieldChange = { field: 'fullName', from: 'Anne', to: 'Ann' };

test.each<[string, ChangeAction, readonly FieldChange[], OneWayKind | null]>([
  ['a create', 'create', [], 'contactCreated'],
  ['a link', 'link', [], null],
  ['a link with fields', 'link', [name], null],
  ['a link that gives the contact its first address', 'link', [name, address(null)], 'addressAdded'],
  ['an update', 'update', [name], null],
  ['an update that replaces the address', 'update', [address('old@alder.example')], null],
  ['an update that gives the contact its first address', 'update', [address(null)], 'addressAdded'],
  ['an inactivation', 'inactivate', [{ field: 'isInactive', from: false, to: true }], null],
  ['a question', 'queue', [], null],
  ['a skip', 'skip', [], null],
  ['no change', 'noChange', [], null],
])('one-way: %s', (...[_what, action, fields, expected]) => {
  expect(oneWayKindOf({ action, fields })).toBe(expected);
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
  expect(changeActions.filter((action) => oneWayKindOf({ action, fields: [] }) !== null)).toEqual(['create']);
  expect(resolutionKinds.filter(isOneWayAnswer)).toEqual(['createNew']);
});

describe('a plan', () => {
  const row = (action: ChangeAction, hold: PlannedChange['hold'] = null, fields: readonly FieldChange[] = []) =>
    ({ action, hold, fields }) as PlannedChange;

  test('counts what it would create and address, and leaves out what is held', () => {
    const counts = countOneWay([
      row('create'),
      row('create'),
      row('create', 'tooManyCreates'),
      row('update', null, [address(null)]),
      row('link'),
      row('queue'),
    ]);
    expect(counts).toEqual({ contactCreated: 2, addressAdded: 1 });
    expect(oneWayInWords(counts)).toMatchObject([
      { kind: 'contactCreated', count: 2, sentence: expect.stringMatching(/^2 contacts are created\. Undo can/) },
      { kind: 'addressAdded', count: 1, sentence: expect.stringMatching(/^1 contact without an address gets one\./) },
    ]);
  });

  test('without such rows is not one-way at all', () => {
    expect(oneWayInWords(countOneWay([row('link'), row('create', 'tooManyCreates')]))).toEqual([]);
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

const contact = { fullName: 'Ann', email: 'ann@alder.example', isInactive: false } as Contact;

function undoOf(action: ChangeAction, fields: readonly FieldChange[]): Inverse {
  const before = { ...contact, fullName: 'Anne', email: null };
  const intended = { action, fields } as unknown as PlannedChange;
  return invertOperation({ action, state: 'done', wasSent: true, before, observed: contact, intended });
}

test.each(['create', 'link', 'update', 'inactivate'] as const)('undo of “%s” says the same', (action) => {
  const isOneWay = oneWayKindOf({ action, fields: [name] }) !== null;
  expect(undoOf(action, [name])).toMatchObject({ kind: 'reverse', isOneWay });
});

test('undo gives back what it can beside a first address, and says so where that is nothing', () => {
  expect(undoOf('update', [name, address(null)])).toEqual({
    kind: 'reverse',
    fields: [{ field: 'fullName', from: 'Ann', to: 'Anne' }],
    removesLink: false,
    isOneWay: true,
  });
  expect(undoOf('update', [address(null)])).toEqual({
    kind: 'nothing',
    because: 'The address it added stays: the PSA keeps no contact without one.',
  });
});
