/** A run in its cancel window, over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { RunView } from '../../shared/contract/run-entries.ts';
import { renderWithEngine } from '../test-support/with-engine.tsx';
import { RunWindow } from './run-window.tsx';

const oneWay = [{ kind: 'contactCreated' as const, count: 2, sentence: '2 contacts are created.' }];

function show(window: RunView['window']) {
  const calls = {
    cancel: vi.fn((_input: unknown) => ({ ok: true })),
    resume: vi.fn((_input: unknown) => ({ ok: true })),
  };
  renderWithEngine(<RunWindow run={{ runId: 'r1', window } as RunView} />, {
    'runs.cancel': calls.cancel,
    'runs.resume': calls.resume,
  });
  return calls;
}

afterEach(cleanup);

test('says what is one-way and when it begins; Cancel needs no second question', async () => {
  const { cancel, resume } = show({ endsAt: Date.now() + 4500, oneWay });
  expect(screen.getByRole('status').textContent).toBe('2 contacts are created. Nothing has been sent yet.');
  expect(screen.getByRole('timer').textContent).toBe('begins in 5 s');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(cancel.mock.calls[0]?.[0]).toEqual({ runId: 'r1' }));
  expect(resume).not.toHaveBeenCalled();
});

test('who is sure begins at once', async () => {
  const { cancel, resume } = show({ endsAt: Date.now() + 4500, oneWay });
  fireEvent.click(screen.getByRole('button', { name: 'Begin now' }));
  await waitFor(() => expect(resume.mock.calls[0]?.[0]).toEqual({ runId: 'r1' }));
  expect(cancel).not.toHaveBeenCalled();
});

test('shows nothing for a run without a window', () => {
  show(null);
  expect(screen.queryByRole('region')).toBeNull();
});
