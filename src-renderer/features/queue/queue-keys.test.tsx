import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { QueueItem } from '../../../shared/contract/queue-entries.ts';
import { SingleLetterKeysContext, useHotkeys } from '../../ui/hotkeys.ts';
import { queueKeys } from './queue-keys.ts';

afterEach(cleanup);

const done: string[] = [];
const note = (what: string) => () => void done.push(what);

function Desk({ lettersAreOn = true }: { lettersAreOn?: boolean }) {
  return (
    <SingleLetterKeysContext.Provider value={lettersAreOn}>
      <Keys />
      <input aria-label="Filter" />
      <button type="button">A button</button>
    </SingleLetterKeysContext.Provider>
  );
}

function Keys() {
  useHotkeys(
    queueKeys(
      {
        move: (step) => done.push(`move ${step}`),
        choose: (candidate) => done.push(`choose ${candidate}`),
        accept: note('accept'),
        createNew: note('new'),
        dismiss: note('dismiss'),
        putOff: note('unsure'),
        toggleEvidence: note('evidence'),
        takeBack: (id) => done.push(`take back ${id}`),
        lastAnswer: { queueItemId: 'last', displayName: 'Ann', resolution: { kind: 'dismiss' } },
        shown: { candidates: [{}, {}] } as unknown as QueueItem,
      },
      note('filter'),
    ),
  );
  return null;
}

function press(key: string, target: Element | Window = window, more: object = {}): string[] {
  done.length = 0;
  fireEvent.keyDown(target, { key, ...more });
  return [...done];
}

test('every key of the queue does what the help says', () => {
  render(<Desk />);
  expect(press('j')).toEqual(['move 1']);
  expect(press('k')).toEqual(['move -1']);
  expect(press('2')).toEqual(['choose 1']);
  expect(press('Enter')).toEqual(['accept']);
  expect(press('n')).toEqual(['new']);
  expect(press('i')).toEqual(['dismiss']);
  expect(press('u')).toEqual(['unsure']);
  expect(press(' ')).toEqual(['evidence']);
  expect(press('z')).toEqual(['take back last']);
  expect(press('/')).toEqual(['filter']);
});

test('a digit without a candidate chooses nobody', () => {
  render(<Desk />);
  expect(press('9')).toEqual([]);
});

test('typing in a field answers nobody', () => {
  render(<Desk />);
  expect(press('n', screen.getByRole('textbox'))).toEqual([]);
});

test('Enter on a button belongs to the button', () => {
  render(<Desk />);
  expect(press('Enter', screen.getByRole('button'))).toEqual([]);
});

test('with single-letter keys switched off only combinations work', () => {
  render(<Desk lettersAreOn={false} />);
  expect(press('i')).toEqual([]);
  expect(press('z', window, { ctrlKey: true })).toEqual(['take back last']);
});
