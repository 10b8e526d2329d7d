import { notifyManager } from '@tanstack/react-query';
import { cleanup, screen } from '@testing-library/react';
import { NavLink, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderWithEngine } from '../test-support/with-engine.tsx';
import { Start } from './start.tsx';

beforeEach(() => window.history.replaceState(null, '', '#/'));
afterEach(() => {
  cleanup();
  notifyManager.setScheduler((draw) => setTimeout(draw, 0));
});

/** Opens the app; `answer` is what the engine says of the wizard, in the moment that the test chooses. */
function openApp() {
  let answer: (overview: { wizardStep: string | null }) => void = () => undefined;
  const answered = new Promise((resolve) => {
    answer = resolve;
  });
  renderWithEngine(
    <>
      <NavLink to="/settings">Settings</NavLink>
      <Routes>
        <Route path="/" element={<Start />} />
        <Route path="*" element={<p>A screen</p>} />
      </Routes>
    </>,
    { 'engine.overview': () => answered },
  );
  return answer;
}

test.each([
  ['connect', '#/wizard'],
  [null, '#/overview'],
])('a wizard step %s leads to %s', async (wizardStep, route) => {
  openApp()({ wizardStep });
  await screen.findByText('A screen');
  expect(window.location.hash).toBe(route);
});

test('who chooses a screen just before the answer is drawn stays there', async () => {
  const answer = openApp();
  await screen.findByRole('progressbar');
  // The choice is drawn with low priority, the answer at once: without care, the answer overtakes the choice.
  notifyManager.setScheduler((draw) =>
    setTimeout(() => {
      screen.getByRole('link', { name: 'Settings' }).click();
      draw();
    }, 0),
  );
  answer({ wizardStep: 'connect' });
  await screen.findByText('A screen');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(window.location.hash).toBe('#/settings');
});
