import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import {
  authorizeUrl,
  GRAPH_DEFAULT,
  graphGet,
  jwtClaims,
  REDIRECT,
  readJson,
  redeem,
  redirected,
  signIn,
  submitSignIn,
  tokenRequest,
} from '../test-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: 'harbor-it' });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('reset');
});

const customer = (index = 0) => {
  const tenant = sandbox.state().world.tenants[index];
  if (tenant === undefined) throw new Error('no such customer');
  return tenant;
};
const codes = (body: Record<string, unknown>): unknown => (body['error_codes'] as unknown[])?.[0];

describe('signing in', () => {
  it('shows a page that says it is a sandbox and carries a labelled password field', async () => {
    const page = await (await fetch(authorizeUrl(sandbox.info))).text();
    expect(page).toContain('Concord sandbox');
    expect(page).toContain('<label for="password">');
  });

  it('answers by query with code, state and client_info', async () => {
    const answered = redirected(await submitSignIn(sandbox.info, authorizeUrl(sandbox.info)));
    expect(answered.get('code')).toMatch(/^0\./);
    expect(answered.get('state')).toBe('state-1');
    const info = JSON.parse(Buffer.from(answered.get('client_info') ?? '', 'base64url').toString()) as Record<
      string,
      string
    >;
    expect(info['utid']).toBe(sandbox.info.identity.partnerTenantId);
  });

  it('answers by form_post with a form that leads to the redirect address', async () => {
    const response = await submitSignIn(sandbox.info, authorizeUrl(sandbox.info, { responseMode: 'form_post' }));
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain(`action="${REDIRECT}"`);
    expect(page).toMatch(/name="code" value="0\./);
    expect(page).toContain('name="state" value="state-1"');
  });

  it('keeps a wrong password on the page and gives no code', async () => {
    const response = await submitSignIn(sandbox.info, authorizeUrl(sandbox.info), { password: 'wrong' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('AADSTS50126');
  });

  it('returns access_denied when the person cancels or declines', async () => {
    const cancelled = redirected(await submitSignIn(sandbox.info, authorizeUrl(sandbox.info), { decision: 'cancel' }));
    expect(cancelled.get('error')).toBe('access_denied');
    await sandbox.control('identity.declineNextSignIn');
    const declined = redirected(await submitSignIn(sandbox.info, authorizeUrl(sandbox.info)));
    expect(declined.get('error_description')).toContain('AADSTS65004');
  });

  it.each([
    ['no challenge', { code_challenge: null }],
    ['the plain method', { code_challenge_method: 'plain' }],
    ['a challenge of the wrong length', { code_challenge: 'short' }],
  ])('refuses %s', async (_what, overrides) => {
    const response = await fetch(authorizeUrl(sandbox.info, { overrides }), { redirect: 'manual' });
    expect(redirected(response).get('error_description')).toContain('AADSTS9002325');
  });

  it.each([
    ['another host', 'http://evil.example/'],
    ['another path', 'http://localhost:51234/somewhere'],
    ['https on loopback', 'https://localhost:51234'],
  ])('shows a page and never redirects to %s', async (_what, redirectUri) => {
    const response = await fetch(authorizeUrl(sandbox.info, { overrides: { redirect_uri: redirectUri } }), {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain('AADSTS50011');
  });

  it('refuses the code without the verifier that belongs to it, and a second time in any case', async () => {
    const verifier = 'a'.repeat(43);
    const code =
      redirected(await submitSignIn(sandbox.info, authorizeUrl(sandbox.info, { verifier }))).get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const wrong = await tokenRequest(sandbox.info, 'organizations', { ...form, code_verifier: 'b'.repeat(43) });
    expect([wrong.status, wrong.body['error'], codes(wrong.body)]).toEqual([400, 'invalid_grant', 501481]);
    const right = await tokenRequest(sandbox.info, 'organizations', { ...form, code_verifier: verifier });
    expect(right.status).toBe(200);
    const again = await tokenRequest(sandbox.info, 'organizations', { ...form, code_verifier: verifier });
    expect(codes(again.body)).toBe(54005);
  });

  it('gives an id token with nonce, home tenant and account name', async () => {
    const tokens = await signIn(sandbox.info);
    expect(jwtClaims(tokens.id_token)).toMatchObject({
      nonce: 'nonce-1',
      tid: sandbox.info.identity.partnerTenantId,
      preferred_username: sandbox.info.identity.operator.upn,
      aud: sandbox.info.identity.clientId,
    });
  });
});

describe('one refresh token for all customers', () => {
  it('gives a token of the tenant that was asked, and is not used up by it', async () => {
    const tokens = await signIn(sandbox.info);
    for (const index of [0, 3, 8, 0]) {
      const { entraTenantId, displayName } = customer(index);
      const answer = await redeem(sandbox.info, tokens, entraTenantId);
      expect(jwtClaims(String(answer.body['id_token']))['tid']).toBe(entraTenantId);
      const organization = await graphGet(sandbox.info, String(answer.body['access_token']), '/v1.0/organization');
      expect(organization.body['value']).toMatchObject([{ id: entraTenantId, displayName }]);
    }
  });

  it('means the home tenant with organizations, common, and the partner by name', async () => {
    const tokens = await signIn(sandbox.info);
    for (const segment of ['organizations', 'common', 'harborit.example']) {
      const answer = await redeem(sandbox.info, tokens, segment);
      expect(jwtClaims(String(answer.body['id_token']))['tid']).toBe(sandbox.info.identity.partnerTenantId);
    }
  });

  it.each([
    ['consent.revoke', {}, 'invalid_grant', 'consent_required', 65001],
    ['gdap.terminate', {}, 'invalid_grant', undefined, 50020],
    ['tenant.operatorIsGuest', {}, 'invalid_grant', undefined, 50020],
    ['tenant.conditionalAccess', { policy: 'blocked' }, 'invalid_grant', 'message_only', 53003],
    ['tenant.conditionalAccess', { policy: 'mfaRequired' }, 'interaction_required', 'basic_action', 50076],
    ['tenant.badToken', {}, 'invalid_grant', 'bad_token', 700082],
    ['tenant.vanish', {}, 'invalid_request', undefined, 90002],
  ])('%s %o is refused as %s / %s / %i, for that customer only', async (...row) => {
    const [verb, args, error, suberror, code] = row;
    const tokens = await signIn(sandbox.info);
    await sandbox.control(verb, { tenant: customer().entraTenantId, ...args });
    const refused = await redeem(sandbox.info, tokens, customer().entraTenantId);
    expect([refused.body['error'], refused.body['suberror'], codes(refused.body)]).toEqual([error, suberror, code]);
    expect(String(refused.body['error_description'])).toMatch(
      new RegExp(`^AADSTS${code}: .*Trace ID: .*Correlation ID: .*Timestamp: `),
    );
    expect((await redeem(sandbox.info, tokens, customer(1).entraTenantId)).status).toBe(200);
  });

  it('lets a customer with an MFA policy in after a step-up at its own authority', async () => {
    const { entraTenantId } = customer();
    await sandbox.control('tenant.conditionalAccess', { tenant: entraTenantId, policy: 'mfaRequired' });
    const stepUp = await signIn(sandbox.info, entraTenantId);
    expect((await redeem(sandbox.info, stepUp, entraTenantId)).status).toBe(200);
  });

  it('is refused after the sessions were revoked, and honoured again after a new sign-in', async () => {
    const tokens = await signIn(sandbox.info);
    await sandbox.control('identity.revokeSessions');
    expect(codes((await redeem(sandbox.info, tokens, customer().entraTenantId)).body)).toBe(50173);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await redeem(sandbox.info, await signIn(sandbox.info), customer().entraTenantId)).status).toBe(200);
  });

  it('is throttled with Retry-After as often as asked', async () => {
    const tokens = await signIn(sandbox.info);
    await sandbox.control('identity.throttleNext', { count: 1, retryAfterSeconds: 3 });
    const throttled = await redeem(sandbox.info, tokens, customer().entraTenantId);
    expect([throttled.status, throttled.headers.get('retry-after'), codes(throttled.body)]).toEqual([429, '3', 90055]);
    expect((await redeem(sandbox.info, tokens, customer().entraTenantId)).status).toBe(200);
  });
});

describe('applications', () => {
  const cippForm = () => ({
    grant_type: 'client_credentials',
    client_id: sandbox.info.cipp.clientId,
    client_secret: sandbox.info.cipp.clientSecret,
    scope: `api://${sandbox.info.cipp.clientId}/.default`,
  });

  it('get a CIPP token with client credentials in the partner tenant', async () => {
    const granted = await tokenRequest(sandbox.info, sandbox.info.cipp.tenantId, cippForm());
    expect(granted.status).toBe(200);
    expect(jwtClaims(String(granted.body['access_token']))['audience']).toBe(`api://${sandbox.info.cipp.clientId}`);
  });

  it.each([
    ['a wrong secret', { client_secret: 'nope' }, null, 401, 7000215],
    ['an unknown app', { client_id: '00000000-0000-4000-8000-000000000000' }, null, 400, 700016],
    ['organizations as tenant', {}, 'organizations', 400, 900023],
    ['an unknown tenant', {}, 'nowhere.example', 400, 90002],
    ['the audience of somebody else', { scope: 'https://graph.microsoft.com/.default' }, null, 400, 500011],
  ])('are refused with %s', async (...row) => {
    const [, changes, tenant, status, code] = row;
    const refused = await tokenRequest(sandbox.info, tenant ?? sandbox.info.cipp.tenantId, {
      ...cippForm(),
      ...changes,
    });
    expect([refused.status, codes(refused.body)]).toEqual([status, code]);
  });

  it('are refused with 7000222 once the secret has expired', async () => {
    await sandbox.control('identity.expireSecret', { which: 'cipp' });
    expect(codes((await tokenRequest(sandbox.info, sandbox.info.cipp.tenantId, cippForm())).body)).toBe(7000222);
  });

  it('cannot sign an operator in with a wrong secret', async () => {
    const tokens = await signIn(sandbox.info);
    const refused = await tokenRequest(sandbox.info, 'organizations', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      client_secret: 'old',
    });
    expect([refused.status, codes(refused.body)]).toEqual([401, 7000215]);
  });

  it('cannot read Graph with a token made for CIPP', async () => {
    const granted = await tokenRequest(sandbox.info, sandbox.info.cipp.tenantId, cippForm());
    expect((await graphGet(sandbox.info, String(granted.body['access_token']), '/v1.0/organization')).status).toBe(401);
  });
});

describe('device code and consent', () => {
  const start = async () =>
    (
      await readJson(
        await fetch(`${sandbox.info.identity.url}/organizations/oauth2/v2.0/devicecode`, {
          method: 'POST',
          body: new URLSearchParams({ client_id: sandbox.info.identity.clientId, scope: GRAPH_DEFAULT }),
        }),
      )
    ).body;
  const poll = (deviceCode: unknown) =>
    tokenRequest(sandbox.info, 'organizations', { grant_type: 'device_code', device_code: String(deviceCode) });

  it('waits, then hands out tokens once the person typed the code on the page', async () => {
    const device = await start();
    expect((await poll(device['device_code'])).body['error']).toBe('authorization_pending');
    const { upn, password } = sandbox.info.identity.operator;
    const page = await fetch(String(device['verification_uri']), {
      method: 'POST',
      body: new URLSearchParams({ code: String(device['user_code']), upn, password, decision: 'signin' }),
    });
    expect(page.status).toBe(200);
    expect((await poll(device['device_code'])).status).toBe(200);
  });

  it('says authorization_declined when the person refused', async () => {
    const device = await start();
    await sandbox.control('identity.enterDeviceCode', { userCode: device['user_code'], decline: true });
    expect((await poll(device['device_code'])).body['error']).toBe('authorization_declined');
  });

  it('grants consent on the customer administrator page, after which tokens flow', async () => {
    const { entraTenantId } = customer();
    const tokens = await signIn(sandbox.info);
    await sandbox.control('consent.revoke', { tenant: entraTenantId });
    const url = `${sandbox.info.identity.url}/${entraTenantId}/adminconsent`;
    const parameters = { client_id: sandbox.info.identity.clientId, redirect_uri: REDIRECT, state: 's' };
    expect(await (await fetch(`${url}?${new URLSearchParams(parameters)}`)).text()).toContain(
      customer().displayName.replace('&', '&amp;'),
    );
    const accepted = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...parameters, decision: 'accept' }),
    });
    expect(redirected(accepted).get('admin_consent')).toBe('True');
    expect((await redeem(sandbox.info, tokens, entraTenantId)).status).toBe(200);
  });
});

describe('metadata', () => {
  it('names the endpoints of the tenant, and refuses an unknown one', async () => {
    const found = await readJson(
      await fetch(`${sandbox.info.identity.url}/organizations/v2.0/.well-known/openid-configuration`),
    );
    expect(found.body['token_endpoint']).toBe(`${sandbox.info.identity.url}/organizations/oauth2/v2.0/token`);
    const unknown = await readJson(
      await fetch(`${sandbox.info.identity.url}/nowhere.example/v2.0/.well-known/openid-configuration`),
    );
    expect(codes(unknown.body)).toBe(90002);
  });
});
