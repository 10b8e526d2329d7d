/** Device code (the fallback without a browser on this machine) and the customer administrator's consent page. */
import { randomBytes } from 'node:crypto';
import { type Answer, html, json, redirect, type SandboxRequest } from '../http/answer.ts';
import { refusalAnswer } from './aad-error.ts';
import { checkPassword } from './authorize.ts';
import { identifyClient, isRefusal } from './client-auth.ts';
import { type IdentityState, tenantOfSegment } from './identity-state.ts';
import { accountFields, confirmPage, errorPage, page } from './pages.ts';

const DEVICE_LIFE_SECONDS = 900;

export function answerDeviceCode(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const form = new URLSearchParams(request.body);
  const client = identifyClient(state, form, { authorization: null, tenantSegment });
  if (isRefusal(client)) return refusalAnswer(client, request, state.now());
  const userCode = randomBytes(5).toString('hex').toUpperCase().slice(0, 9);
  const deviceCode = randomBytes(24).toString('base64url');
  state.devices.set(userCode, {
    deviceCode,
    userCode,
    clientId: client.clientId,
    operatorId: null,
    declined: false,
    expiresAt: state.now() + DEVICE_LIFE_SECONDS * 1000,
  });
  const verificationUri = `${request.origin}/devicelogin`;
  return json(200, {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: verificationUri,
    expires_in: DEVICE_LIFE_SECONDS,
    interval: 1,
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
  });
}

/** The page where a person types the code; GET shows it, POST signs in or declines. */
export function answerDeviceLogin(state: IdentityState, request: SandboxRequest): Answer {
  const { operators } = state.directory.world.partner;
  const form = (code: string): string =>
    `<form method="post" action="/devicelogin"><label for="code">Code</label><input id="code" name="code" type="text" value="${code}">${accountFields(operators, '')}<button class="primary" type="submit" name="decision" value="signin">Sign in</button><button type="submit" name="decision" value="cancel">Cancel</button></form>`;
  if (request.method !== 'POST')
    return html(200, page('Enter code', form(/^\w*$/.exec(request.query.get('code') ?? '')?.[0] ?? '')));
  const typed = new URLSearchParams(request.body);
  const device = state.devices.get((typed.get('code') ?? '').trim().toUpperCase());
  if (device === undefined || state.now() > device.expiresAt)
    return html(400, errorPage(70018, 'That code does not work.'));
  if (typed.get('decision') === 'cancel' || state.declineSignIns > 0) {
    state.declineSignIns = Math.max(0, state.declineSignIns - 1);
    device.declined = true;
    return html(200, page('Sign-in declined', '<p>You can close this window.</p>'));
  }
  const operator = checkPassword(state, typed);
  if (operator === null)
    return html(
      401,
      page(
        'Enter code',
        `<p class="error" role="alert">AADSTS50126: Your account or password is incorrect.</p>${form('')}`,
      ),
    );
  device.operatorId = operator.objectId;
  return html(200, page('You are signed in', '<p>Return to the console. You can close this window.</p>'));
}

/** A customer's administrator grants the app consent; the sandbox believes whoever presses Accept. */
export function answerAdminConsent(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const tenant = tenantOfSegment(state, tenantSegment);
  const query = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const { partner } = state.directory.world;
  if (tenant === null) return html(400, errorPage(90002, `Tenant '${tenantSegment}' not found.`));
  if ((query.get('client_id') ?? '').toLowerCase() !== partner.appClientId) {
    return html(400, errorPage(700016, `Application '${query.get('client_id') ?? ''}' was not found.`));
  }
  const fields = Object.fromEntries([...query.entries()].filter(([name]) => name !== 'decision'));
  if (request.method !== 'POST') {
    return html(
      200,
      confirmPage({
        title: `Permissions requested for ${tenant.displayName}`,
        text: 'Concord asks to read all users, groups and the organization. Accept as an administrator of this tenant?',
        action: `/${tenantSegment}/adminconsent`,
        fields,
      }),
    );
  }
  const accepted = query.get('decision') === 'accept';
  if (accepted) tenant.consent = 'granted';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri))
    return html(200, page(accepted ? 'Consent granted' : 'Consent declined', '<p>You can close this window.</p>'));
  const target = new URL(redirectUri);
  const result = accepted
    ? { admin_consent: 'True', tenant: tenant.entraTenantId }
    : { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' };
  for (const [name, value] of Object.entries({ ...result, state: query.get('state') ?? '' }))
    target.searchParams.set(name, value);
  return redirect(target.toString());
}
