/** The settings over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Settings } from '../../../shared/contract/engine-entries.ts';
import { engineError, renderWithEngine } from '../../test-support/with-engine.tsx';
import { SettingsScreen } from './settings-screen.tsx';

afterEach(cleanup);

const saved: Settings = {
  theme: 'system',
  operatorName: 'sam',
  singleLetterKeys: true,
  notifications: true,
  oneWayWindowSeconds: 5,
};

const radio = (name: string) => screen.getByRole('radio', { name }) as HTMLInputElement;

/** Shows the screen; `answer` is what becomes of a saved change. */
async function show(answer: (change: Partial<Settings>) => Promise<Settings>) {
  renderWithEngine(<SettingsScreen />, {
    'engine.getSettings': () => saved,
    'engine.saveSettings': answer,
    'server.lastFlags': () => ({ canAsk: false, sentence: 'Nobody asked.', answer: null, failure: null }),
  });
  await screen.findByRole('radio', { name: 'Dark' });
}

test('a choice shows in the moment of the click and stays while it is saved', async () => {
  let answer: (settings: Settings) => void = () => undefined;
  await show(() => new Promise((resolve) => (answer = resolve)));
  fireEvent.click(radio('Dark'));
  expect(radio('Dark').checked).toBe(true);
  fireEvent.click(radio('30 s'));
  expect([radio('Dark').checked, radio('30 s').checked]).toEqual([true, true]);
  answer({ ...saved, theme: 'dark', oneWayWindowSeconds: 30 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([radio('Dark').checked, radio('30 s').checked]).toEqual([true, true]);
});

test('a choice that is refused goes back, with the reason', async () => {
  await show(() => Promise.reject(engineError('The disk is full.')));
  fireEvent.click(radio('Dark'));
  await screen.findByText(/The disk is full/);
  await waitFor(() => expect(radio('As the system').checked).toBe(true));
});
