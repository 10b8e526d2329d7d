/** The connection forms over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { CheckStepView, SignInEvent } from '../../../shared/contract/connection-entries.ts';
import { engineError, realStatus, renderWithEngine, sandboxStatus } from '../../test-support/with-engine.tsx';
import { ConnectDirectForm } from './connect-direct-form.tsx';
import { ConnectDirectory } from './connect-directory.tsx';
import { ConnectPsaForm } from './connect-psa-form.tsx';

afterEach(cleanup);

const steps: CheckStepView[] = [
  { step: 'key', status: 'pass', sentence: 'The key is accepted.', remedy: null, link: null },
];
const button = (name: RegExp) => screen.findByRole('button', { name });
const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('the PSA form sends what was typed and forgets the key once it is proven', async () => {
  const connect = vi.fn((_input: unknown) => ({ connection: {}, steps }));
  const onConnected = vi.fn();
  renderWithEngine(<ConnectPsaForm onConnected={onConnected} />, { 'connections.connectPsa': connect });
  expect(((await button(/Connect to the PSA/)) as HTMLButtonElement).disabled).toBe(true);
  type(/PSA address/, 'https://psa.example.com');
  type(/^API key/, 'secret-key');
  fireEvent.click(await button(/Connect to the PSA/));
  await waitFor(() => expect(onConnected).toHaveBeenCalledWith(steps));
  expect(connect.mock.calls[0]?.[0]).toEqual({ baseUrl: 'https://psa.example.com', apiKey: 'secret-key' });
  expect((screen.getByLabelText(/^API key/) as HTMLInputElement).value).toBe('');
});

test('a refused key shows the engine’s sentence, the remedy and the support code, and keeps what was typed', async () => {
  const refuse = () => {
    throw engineError('The API key is not accepted.');
  };
  renderWithEngine(<ConnectPsaForm />, { 'connections.connectPsa': refuse });
  type(/PSA address/, 'https://psa.example.com');
  type(/^API key/, 'wrong');
  fireEvent.click(await button(/Connect to the PSA/));
  expect((await screen.findByRole('alert')).textContent).toContain('The API key is not accepted. Enter a valid token.');
  expect((screen.getByLabelText(/^API key/) as HTMLInputElement).value).toBe('wrong');
});

test('only a sandbox profile offers the sandbox’s own credentials, and they travel as “null”, not as a secret', async () => {
  const connect = vi.fn((_input: unknown) => ({ connection: {}, steps }));
  renderWithEngine(<ConnectPsaForm />, {
    'engine.status': () => sandboxStatus,
    'connections.connectPsa': connect,
  });
  fireEvent.click(await button(/sandbox’s own credentials/));
  await waitFor(() => expect(connect).toHaveBeenCalled());
  expect(connect.mock.calls[0]?.[0]).toEqual({ baseUrl: 'http://127.0.0.1:1/psa', apiKey: null });
  cleanup();
  renderWithEngine(<ConnectPsaForm />, {});
  await button(/Connect to the PSA/);
  expect(screen.queryByRole('button', { name: /sandbox/ })).toBeNull();
});

test('CIPP is not offered while its flag is off', async () => {
  const flags = { ...realStatus.flags, 'entra-integration-cipp': false };
  renderWithEngine(<ConnectDirectory initialType="cipp" />, { 'engine.status': () => ({ ...realStatus, flags }) });
  expect(await button(/Sign in with the browser/)).toBeTruthy();
  expect(screen.queryByRole('radio', { name: /CIPP/ })).toBeNull();
});

/** A sign-in that shows its first events and then waits until the caller leaves. */
function waitingSignIn(first: readonly SignInEvent[]) {
  const left = vi.fn();
  const signIn = async (_input: never, signal: AbortSignal | undefined) =>
    (async function* () {
      yield* first;
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      left();
    })();
  return { left, signIn };
}

test('a browser that could not be opened shows the address, and Cancel leaves the feed', async () => {
  const { left, signIn } = waitingSignIn([
    { kind: 'browserOpened', opened: false, url: 'https://login.example/authorize' },
  ]);
  renderWithEngine(<ConnectDirectForm />, { 'connections.signInDirect': signIn });
  fireEvent.click(await button(/Sign in with the browser/));
  expect(await screen.findByDisplayValue('https://login.example/authorize')).toBeTruthy();
  fireEvent.click(await button(/Cancel the sign-in/));
  await waitFor(() => expect(left).toHaveBeenCalledTimes(1));
  expect(screen.queryByDisplayValue('https://login.example/authorize')).toBeNull();
});

test('going to another screen leaves the feed too', async () => {
  const { left, signIn } = waitingSignIn([{ kind: 'redeeming' }]);
  const { unmount } = renderWithEngine(<ConnectDirectForm />, { 'connections.signInDirect': signIn });
  fireEvent.click(await button(/Use a device code/));
  await screen.findByText(/Fetching the tokens/);
  unmount();
  await waitFor(() => expect(left).toHaveBeenCalledTimes(1));
});

test('a failed sign-in shows the engine’s own sentence and can be started again', async () => {
  const { data } = engineError('Microsoft refused the sign-in.');
  const signIn = async () =>
    (async function* (): AsyncGenerator<SignInEvent> {
      yield { kind: 'failed', failure: data };
    })();
  renderWithEngine(<ConnectDirectForm />, { 'connections.signInDirect': signIn });
  fireEvent.click(await button(/Sign in with the browser/));
  expect((await screen.findByRole('alert')).textContent).toContain('Microsoft refused the sign-in.');
  expect(((await button(/Sign in with the browser/)) as HTMLButtonElement).disabled).toBe(false);
});
