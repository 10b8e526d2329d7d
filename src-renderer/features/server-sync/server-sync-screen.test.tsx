/** The screen for applying there, over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MappingThere, PoisonRow } from '../../../shared/contract/server-entries.ts';
import { type Answers, engineError, renderWithEngine } from '../../test-support/with-engine.tsx';
import { ServerSyncScreen } from './server-sync-screen.tsx';

const noCounts = { create: 1, link: 2, update: 0, inactivate: 0, queue: 0, skip: 0, noChange: 0 };
const plan = {
  planId: 'p1',
  status: 'ready',
  scope: 'The whole estate',
  madeAt: 1,
  contentHash: 'hash-1',
  counts: noCounts,
  heldCounts: noCounts,
  clientCount: 1,
  isComplete: true,
  isApplicable: true,
  problems: [],
  holds: [],
  refusal: null,
  runId: null,
};

const obstacle: PoisonRow = {
  kind: 'addressIsAdditional',
  clientId: 'c1',
  clientName: 'Botha Logistics',
  managedTenantId: 't1',
  tenantName: 'Botha',
  entraObjectId: 'o1',
  displayName: 'Vusumuzi Radebe',
  address: 'vusumuzi@botha.example',
  contactId: 'k1',
  sentence: 'The address is an additional address of Vusumuzi Radebe.',
  remedySentence: 'Make it that contact’s primary address.',
  canApply: true,
};

function show(more: Answers = {}) {
  renderWithEngine(
    <div style={{ height: 700, display: 'flex' }}>
      <ServerSyncScreen />
    </div>,
    {
      'server.status': () => ({
        state: 'ready',
        sentence: 'This server offers its Entra integration.',
        connection: null,
        mappedCount: 1,
        lastDiscoveryAt: null,
      }),
      'server.poison': () => ({ rows: [obstacle], considered: 10 }),
      'plans.list': () => ({ rows: [plan], total: 1 }),
      'runs.list': () => ({ rows: [], total: 0 }),
      ...more,
    },
  );
}

afterEach(cleanup);
beforeEach(() => {
  window.location.hash = '#/server';
});

it('applies a remedy only after it was said and confirmed', async () => {
  const applyRemedy = vi.fn((_input: unknown): unknown => ({ runId: 'r1' }));
  show({ 'server.applyRemedy': applyRemedy });
  fireEvent.click(await screen.findByRole('button', { name: 'Apply remedy' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain(obstacle.remedySentence);
  expect(applyRemedy).not.toHaveBeenCalled();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply remedy' }));
  await waitFor(() => expect(applyRemedy.mock.calls[0]?.[0]).toEqual({ managedTenantId: 't1', entraObjectId: 'o1' }));
});

it('approves by hash before it starts the server, and warns of who would make it fail', async () => {
  const calls: unknown[] = [];
  show({
    'plans.approve': (input) => calls.push(['approve', input]),
    'server.apply': (input) => {
      calls.push(['apply', input]);
      return { runId: 'r1', workflowId: 'concord-there:p1' };
    },
    'runs.get': () => new Promise(() => undefined),
  });
  const button = await screen.findByRole('button', { name: 'Let the PSA’s own sync apply it' });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  fireEvent.click(button);
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('1 person would make it fail for 1 client');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Approve and start' }));
  await waitFor(() =>
    expect(calls).toEqual([
      ['approve', { planId: 'p1', contentHash: 'hash-1' }],
      ['apply', { planId: 'p1' }],
    ]),
  );
});

it('asks for a sign-in and shows the sentence of a host without windows', async () => {
  show({
    'server.status': () => ({
      state: 'needsSession',
      sentence: 'The session is over.',
      connection: null,
      mappedCount: null,
      lastDiscoveryAt: null,
    }),
    'server.signIn': () => ({ isSignedIn: false, sentence: 'Use concord connect psa-session.' }),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Sign in to the PSA' }));
  expect(await screen.findByText('Use concord connect psa-session.')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Let the PSA’s own sync apply it' }).disabled).toBe(
    true,
  );
});

it('says so when nobody stands in the way', async () => {
  show({ 'server.poison': () => ({ rows: [], considered: 10 }) });
  expect(await screen.findByText('Nobody stands in the way')).toBeTruthy();
});

it('does not hand over a plan with a waiting hold, and names who is held', async () => {
  const hold = {
    clientId: 'c1',
    clientName: 'Botha Logistics',
    reason: 'tooManyCreates',
    sentence: 'Too many.',
    override: null,
  };
  show({ 'plans.list': () => ({ rows: [{ ...plan, holds: [hold] }], total: 1 }) });
  const button = await screen.findByRole('button', { name: 'Let the PSA’s own sync apply it' });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  fireEvent.click(button);
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('Held: Botha Logistics.');
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Approve and start' }).disabled).toBe(true);
});

const elsewhere: MappingThere = {
  entraTenantId: 'e1',
  managedTenantId: 't1',
  tenantName: 'Botha',
  domain: 'botha.example',
  hereState: 'mapped',
  hereClient: { clientId: 'c1', name: 'Botha Logistics' },
  isSeenThere: true,
  thereState: 'mapped',
  thereClient: { clientId: 'c2', name: 'Birch Ltd' },
  difference: 'otherClient',
  sentence: 'Mapped to Botha Logistics here and to Birch Ltd on the server.',
  suggestion: null,
  sharesClientWith: ['Birch'],
  canHold: true,
};
const same: MappingThere = {
  ...elsewhere,
  entraTenantId: 'e2',
  tenantName: 'Alder',
  thereClient: elsewhere.hereClient,
  difference: 'none',
  sentence: 'Both map it to Botha Logistics.',
  canHold: false,
};

async function openMappings(more: Answers = {}) {
  const mappings = vi.fn((_input: unknown): unknown => ({ rows: [elsewhere, same], readAt: 1 }));
  show({ 'server.mappings': mappings, ...more });
  expect(mappings).not.toHaveBeenCalled();
  fireEvent.click(await screen.findByRole('tab', { name: /Mappings on the server/ }));
  fireEvent.click(await screen.findByText('Birch Ltd'));
  return mappings;
}

it('asks for the server’s mappings when their tab opens, and shows what differs first', async () => {
  const mappings = await openMappings();
  expect(mappings).toHaveBeenCalledTimes(1);
  expect(screen.queryByText('Alder')).toBeNull();
  expect(await screen.findByText(elsewhere.sentence)).toBeTruthy();
  expect(screen.getByRole('tab', { name: /1 differ/ })).toBeTruthy();
});

it('says what unmapping takes from others before it writes, and shows what reading back gave', async () => {
  const unmapped = { ...elsewhere, thereState: 'unmapped', thereClient: null, sentence: 'Unmapped there now.' };
  const unmap = vi.fn((_input: unknown): unknown => ({
    kept: 1,
    notKept: [],
    sentence: 'Done.',
    rows: [unmapped, same],
  }));
  await openMappings({ 'server.unmap': unmap });
  fireEvent.click(await screen.findByRole('button', { name: 'Unmap there…' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('Birch is mapped there to the same client');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Unmap on the server' }));
  await waitFor(() =>
    expect(unmap.mock.calls[0]?.[0]).toEqual({ entraTenantId: 'e1', shownState: 'mapped', shownClientId: 'c2' }),
  );
  expect(await screen.findByText('Unmapped there now.')).toBeTruthy();
});

it('a server that lacks the routes gives a sentence, never an empty list', async () => {
  show({
    'server.mappings': () => {
      throw engineError('This PSA does not offer its mapping of tenants over the network.');
    },
  });
  fireEvent.click(await screen.findByRole('tab', { name: /Mappings on the server/ }));
  expect(await screen.findByText(/does not offer its mapping of tenants/)).toBeTruthy();
  expect(screen.queryByText('Nothing differs')).toBeNull();
});
