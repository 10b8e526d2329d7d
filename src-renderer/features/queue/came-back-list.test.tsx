/** What came back, over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ConflictView } from '../../../shared/contract/queue-entries.ts';
import { renderWithEngine } from '../../test-support/with-engine.tsx';
import { CameBackList } from './came-back-list.tsx';

const answer: ConflictView = {
  kind: 'decision',
  queueItemId: 'q1',
  runId: 'r1',
  operationId: 'o1',
  action: 'link',
  displayName: 'Ann Moore',
  clientName: 'Contoso',
  contactId: 'k1',
  chosen: 'Ann Moore <ann@new.example> is the contact Ann Old <ann@old.example>.',
  sentence: 'The contact changed after you answered.',
  at: 1,
  fields: [{ field: 'email', base: 'ann@old.example', intended: 'ann@new.example', current: 'ann@third.example' }],
};

function show(conflict: ConflictView) {
  const reopen = vi.fn((_input: unknown): unknown => ({ queueItemId: 'q1' }));
  renderWithEngine(
    <div style={{ height: 500, display: 'flex' }}>
      <CameBackList conflicts={[conflict]} error={null} />
    </div>,
    { 'queue.reopen': reopen },
  );
  return reopen;
}

afterEach(cleanup);

test('shows what was seen, what was chosen and what is there now, and reopens the item', async () => {
  const reopen = show(answer);
  const row = (await screen.findByText('ann@third.example')).closest('tr');
  expect([...(row?.cells ?? [])].map((cell) => cell.textContent)).toEqual([
    'E-mail',
    'ann@old.example',
    'ann@new.example',
    'ann@third.example',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Decide again' }));
  await waitFor(() => expect(reopen.mock.calls[0]?.[0]).toEqual({ queueItemId: 'q1' }));
});

test('a planned row has nothing to reopen and leads to its run', async () => {
  show({ ...answer, kind: 'planned', queueItemId: null });
  expect(await screen.findByRole('button', { name: 'Open its run' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Decide again' })).toBeNull();
});
