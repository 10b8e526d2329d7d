/**
 * A person at a browser, without the browser: completes a sign-in that an app has started. For headless demos and tests;
 * the pages remain the way for people. It delivers the result to a loopback redirect address only.
 */
import type { SandboxRequest } from '../http/answer.ts';
import { answerAuthorize, completeSignIn } from '../identity/authorize.ts';
import type { IdentityState } from '../identity/identity-state.ts';
import type { SandboxOperator } from '../scenarios/world.ts';
import { type ControlArguments, ControlError, type ControlVerb, optionalTextOf, textOf } from './arguments.ts';

function operatorOf(state: IdentityState, args: ControlArguments): SandboxOperator {
  const { operators } = state.directory.world.partner;
  const upn = optionalTextOf(args, 'upn')?.toLowerCase() ?? null;
  const operator = operators.find((known) => upn === null || known.upn.toLowerCase() === upn);
  if (operator === undefined) throw new ControlError('No operator has that account name.');
  return operator;
}

/** Posts or gets what the sign-in page would have made the browser send. */
async function playBrowser(status: number, headers: Record<string, string>, body: string): Promise<Response> {
  const location = headers['location'];
  if (status === 302 && location !== undefined) return fetch(location, { redirect: 'manual' });
  const action = /<form method="post" action="([^"]+)"/.exec(body)?.[1];
  if (action === undefined || !/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(action)) {
    const message = /role="alert">([^<]+)</.exec(body)?.[1] ?? 'The sign-in page did not lead back to the app.';
    throw new ControlError(message);
  }
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']) =>
      [
        name,
        value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
      ] as [string, string],
  );
  return fetch(action, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

export function createSignInVerbs(state: IdentityState): Record<string, ControlVerb> {
  return {
    'identity.signIn': async (args) => {
      const url = new URL(textOf(args, 'url'));
      const segment = url.pathname.split('/')[1] ?? 'organizations';
      const request: SandboxRequest = {
        method: 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: {},
        body: '',
        origin: url.origin,
      };
      const shown = answerAuthorize(state, segment, request);
      const asksForPassword = shown.status === 200 && shown.body.includes('name="password"');
      const result = asksForPassword
        ? completeSignIn(state, segment, { query: url.searchParams, operator: operatorOf(state, args) })
        : shown;
      const answered = await playBrowser(result.status, result.headers, result.body);
      return { delivered: true, appAnswered: answered.status };
    },
    'identity.enterDeviceCode': (args) => {
      const device = state.devices.get(textOf(args, 'userCode').trim().toUpperCase());
      if (device === undefined) throw new ControlError('Nobody is waiting with that code.');
      if (args['decline'] === true) device.declined = true;
      else device.operatorId = operatorOf(state, args).objectId;
      return { entered: true };
    },
  };
}
