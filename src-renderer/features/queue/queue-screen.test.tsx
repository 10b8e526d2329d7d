/** The open queue over an engine that holds more people than one page: everybody can be reached, answered and put off. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { QueueItem, QueueRow } from '../../../shared/contract/queue-entries.ts';
import { renderWithEngine } from '../../test-support/with-engine.tsx';
import { QueueScreen } from './queue-screen.tsx';

const nameOf = (number: number) => `Person ${String(number).padStart(3, '0')}`;

function aPerson(number: number): QueueItem {
  return {
    queueItemId: `q${number}`,
    status: 'open',
    reason: 'nameOnlyMatch',
    clientId: 'c1',
    clientName: 'Contoso',
    managedTenantId: 't1',
    tenantName: 'Contoso Ltd',
    entraObjectId: `e${number}`,
    displayName: nameOf(number),
    address: null,
    candidateCount: 0,
    bestScore: null,
    because: 'Only the name agrees.',
    openedAt: number,
    isPutOff: false,
    push: 'none',
    pushError: null,
    isOneWay: false,
    pushAt: null,
    resolution: null,
    resolvedBy: null,
    resolvedAt: null,
    user: null,
    person: { displayName: nameOf(number), address: null, jobTitle: null, phones: [] },
    candidates: [],
    createObstacle: null,
    oneWayAnswers: [],
    history: [],
  };
}

/** Keeps a queue of so many people as the engine does: put off last, answered gone. */
function show(count: number, route = '/queue') {
  window.location.hash = route;
  let people: QueueItem[] = Array.from({ length: count }, (_, at) => aPerson(at + 1));
  const change = (queueItemId: string, changes: Partial<QueueItem>): QueueRow => {
    people = people.map((one) => (one.queueItemId === queueItemId ? { ...one, ...changes } : one));
    return people.find((one) => one.queueItemId === queueItemId) as QueueRow;
  };
  renderWithEngine(
    <div style={{ height: 600, display: 'flex', flexDirection: 'column' }}>
      <QueueScreen />
    </div>,
    {
      'queue.list': ({ offset, limit }: { offset: number; limit: number }) => {
        const open = people.filter((one) => one.status === 'open');
        const rows = [...open.filter((one) => !one.isPutOff), ...open.filter((one) => one.isPutOff)];
        return { rows: rows.slice(offset, offset + limit), total: rows.length, open: rows.length, byReason: [] };
      },
      'queue.get': ({ queueItemId }: { queueItemId: string }) => people.find((one) => one.queueItemId === queueItemId),
      'queue.waiting': () => ({ rows: [] }),
      'queue.resolve': ({ queueItemId }: { queueItemId: string }) => change(queueItemId, { status: 'dismissed' }),
      'queue.putOff': ({ queueItemId }: { queueItemId: string }) => change(queueItemId, { isPutOff: true }),
    },
  );
}

const shown = (number: number) => screen.findByRole('heading', { name: nameOf(number) });
const press = (key: string) => fireEvent.keyDown(document.body, { key });

async function toTheEnd(): Promise<void> {
  const grid = await screen.findByRole('grid');
  grid.focus();
  fireEvent.keyDown(grid, { key: 'End', ctrlKey: true });
}

afterEach(cleanup);

test('the last of 450 people is reached, answered, and the one before is on', async () => {
  show(450);
  await shown(1);
  expect((await screen.findByRole('grid')).getAttribute('aria-rowcount')).toBe('451');
  await toTheEnd();
  fireEvent.click(await screen.findByText(nameOf(450)));
  await shown(450);
  press('i');
  await shown(449);
  await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('450'));
  press('k');
  await shown(448);
});

test('moving goes over the border of a page', async () => {
  show(405);
  await shown(1);
  await toTheEnd();
  fireEvent.click(await screen.findByText(nameOf(405)));
  for (let number = 405; number > 395; number -= 1) {
    await shown(number);
    press('k');
  }
  await shown(395);
});

test('whoever is put off comes after everybody else, and the next one is on', async () => {
  show(450);
  await shown(1);
  press('u');
  await shown(2);
  await toTheEnd();
  fireEvent.click(await screen.findByText(nameOf(1)));
  await shown(1);
  expect(await screen.findByText('Contoso, put off')).toBeTruthy();
});

test('somebody far down the list opens by their address', async () => {
  show(450, '/queue?item=q350');
  await shown(350);
});
