/** The flags on the Settings screen: what the platform switched off cannot be switched on here, and says as of when. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { EngineStatus } from '../../../shared/contract/engine-entries.ts';
import { type Answers, realStatus, renderWithEngine } from '../../test-support/with-engine.tsx';
import { SettingsScreen } from './settings-screen.tsx';

const cipp = 'entra-integration-cipp';
const nobody = 'This workspace is in none of the flag’s release groups.';
const platformFlag = {
  flagId: '1001',
  key: cipp,
  name: cipp,
  isActive: true,
  psaTenantIds: [],
  rolloutPercentage: 0,
  verdict: 'off',
  sentence: nobody,
};
const answer = { psaTenantId: 'workspace-1', readAt: Date.now() - 60_000, flags: [platformFlag] };
const offThere: EngineStatus = {
  ...realStatus,
  flags: { ...realStatus.flags, [cipp]: false },
  flagSources: {
    ...realStatus.flagSources,
    [cipp]: { isOnHere: true, platform: 'off', platformSentence: nobody },
    'entra-integration-field-sync': { isOnHere: true, platform: 'cannotTell', platformSentence: 'Released to 40 %.' },
  },
  platformFlagsAsOf: answer.readAt,
};
const settings = {
  theme: 'light',
  operatorName: 'Dana',
  singleLetterKeys: true,
  notifications: true,
  oneWayWindowSeconds: 10,
};

function show(more: Answers = {}) {
  renderWithEngine(<SettingsScreen />, {
    'engine.getSettings': () => settings,
    'engine.status': () => offThere,
    'server.lastFlags': () => ({ canAsk: true, sentence: null, answer, failure: null }),
    ...more,
  });
}

afterEach(cleanup);

it('shows what is off on the platform as off, says so with its time, and locks the switch', async () => {
  show();
  const off = await screen.findByRole<HTMLInputElement>('switch', { name: 'CIPP' });
  expect([off.checked, off.disabled]).toEqual([false, true]);
  expect(screen.getByText(/Off on the PSA’s platform,/).textContent).toMatch(/, as of .*\. This workspace is in none/);
  const untold = screen.getByRole<HTMLInputElement>('switch', { name: 'Field rules' });
  expect([untold.checked, untold.disabled]).toEqual([true, false]);
  expect(screen.getByText(/Not decided by the PSA’s platform/)).toBeTruthy();
});

it('releases a flag to this workspace only after it was said and confirmed', async () => {
  const targetFlag = vi.fn((_input: unknown): unknown => ({ ...platformFlag, verdict: 'on', sentence: 'Released.' }));
  show({ 'server.targetFlag': targetFlag });
  fireEvent.click(await screen.findByRole('button', { name: 'Release to this workspace…' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain(nobody);
  expect(targetFlag).not.toHaveBeenCalled();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Release it' }));
  await waitFor(() => expect(targetFlag.mock.calls[0]?.[0]).toMatchObject({ key: cipp, isOn: true }));
});

it('without a master key says how to store one, and keeps the last answer on view', async () => {
  show({
    'server.lastFlags': () => ({ canAsk: false, sentence: 'Set PSA_MASTER_API_KEY.', answer, failure: null }),
  });
  expect(await screen.findByText('Set PSA_MASTER_API_KEY.')).toBeTruthy();
  expect(screen.getAllByText(nobody).length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: /Release to this workspace/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Read again' })).toBeNull();
});

it('says why the answer is old when reading it again has failed', async () => {
  show({
    'server.lastFlags': () => ({
      canAsk: true,
      sentence: null,
      answer,
      failure: { at: Date.now(), sentence: 'The PSA failed (503).' },
    }),
  });
  expect((await screen.findByText(/Reading it again failed/)).textContent).toContain('The PSA failed (503).');
});
