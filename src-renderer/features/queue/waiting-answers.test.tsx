/** Answers in their cancel window, over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { renderWithEngine } from '../../test-support/with-engine.tsx';
import { WaitingAnswers } from './waiting-answers.tsx';

const row = (queueItemId: string, displayName: string, pushAt: number): Partial<QueueRow> => ({
  queueItemId,
  displayName,
  resolution: 'createNew',
  isOneWay: true,
  push: 'waiting',
  pushAt,
});

afterEach(cleanup);

test('counts down to the second, says so when it is over, and takes back the one that was meant', async () => {
  const takeBack = vi.fn();
  const rows = [row('q1', 'Ann Moore', Date.now() + 2500), row('q2', 'Bo Lind', Date.now() + 60_000)];
  renderWithEngine(<WaitingAnswers onTakeBack={takeBack} />, { 'queue.waiting': () => ({ rows }) });
  const first = await screen.findByRole('region', { name: 'Cancel window: Ann Moore' });
  expect(first.textContent).toMatch(/goes to the PSA in [23] s/);
  await waitFor(() => expect(first.textContent).toContain('goes to the PSA in 1 s'), { timeout: 3000 });
  await waitFor(() => expect(first.textContent).toContain('goes to the PSA now'), { timeout: 3000 });
  const [, second] = screen.getAllByRole('button', { name: 'Take back' });
  if (second) fireEvent.click(second);
  expect(takeBack).toHaveBeenCalledExactlyOnceWith('q2');
});

test('shows three and counts the rest, so that the list of people keeps its room', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((name) => row(name, name, Date.now() + 30_000));
  renderWithEngine(<WaitingAnswers onTakeBack={vi.fn()} />, { 'queue.waiting': () => ({ rows }) });
  expect(await screen.findByText(/^And 2 answers more/)).toBeTruthy();
  expect(screen.getAllByRole('region')).toHaveLength(3);
});
