/** Signing in: browser and device code, public and confidential, cancel, time-out, restart, step-up. */
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInProgress } from '../../../src-main/engine/identity/port.ts';
import { aMicrosoftWorld, idOf, type MicrosoftWorld, signal, signInOptions } from './microsoft-world.ts';

let world: MicrosoftWorld;
beforeEach(async () => {
  world = await aMicrosoftWorld();
});
afterEach(async () => {
  await world.stop();
});

const confidential = () => ({
  clientId: world.sandbox.info.identity.clientId,
  clientSecret: world.sandbox.info.identity.clientSecret,
  tenantId: world.sandbox.info.identity.partnerTenantId,
  source: 'tenantSecrets' as const,
});

describe('through the browser', () => {
  it('signs a public client in and says who it is', async () => {
    const identity = await world.identity();
    const seen: SignInProgress[] = [];
    const account = await identity.signIn(signInOptions({ onProgress: (progress) => void seen.push(progress) }));
    const { operator, partnerTenantId } = world.sandbox.info.identity;
    expect(account).toMatchObject({ homeTenantId: partnerTenantId, username: operator.upn });
    expect(identity.account()).toEqual(account);
    expect(seen.map((progress) => progress.kind)).toEqual(['browserOpened', 'redeeming']);
    expect(world.saved.blob).toContain(account.homeAccountId);
  });

  it('signs a confidential client in at its own tenant', async () => {
    const identity = await world.identity({ credentials: confidential() });
    await identity.signIn(signInOptions());
    expect(await identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false })).not.toBe('');
  });

  it('understands an identity provider that answers by query', async () => {
    const identity = await world.identity({
      openBrowser: (url) => world.browser()(url.replace('response_mode=form_post', 'response_mode=query')),
    });
    expect((await identity.signIn(signInOptions())).username).toBe(world.sandbox.info.identity.operator.upn);
  });

  it('goes on waiting when the host cannot open a browser, and shows the address', async () => {
    const identity = await world.identity({ openBrowser: async () => false });
    const account = await identity.signIn(
      signInOptions({
        onProgress: (progress) => {
          if (progress.kind === 'browserOpened') void world.browser()(progress.url);
        },
      }),
    );
    expect(account.username).toBe(world.sandbox.info.identity.operator.upn);
  });

  it('shows the address when the host never says whether a browser opened', async () => {
    const identity = await world.identity({ openBrowser: () => new Promise(() => undefined) });
    const account = await identity.signIn(
      signInOptions({
        onProgress: (progress) => {
          if (progress.kind !== 'browserOpened') return;
          expect(progress.opened).toBe(false);
          void world.browser()(progress.url);
        },
      }),
    );
    expect(account.username).toBe(world.sandbox.info.identity.operator.upn);
  });

  it('ends at once and leaves no port open when cancelled', async () => {
    const stop = new AbortController();
    let address = '';
    const identity = await world.identity({ openBrowser: async () => true });
    const waiting = identity.signIn(
      signInOptions({
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.kind === 'browserOpened') address = new URL(progress.url).searchParams.get('redirect_uri') ?? '';
          setTimeout(() => stop.abort(), 50);
        },
      }),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'identity.signInCancelled' });
    await expect(fetch(address.replace('localhost', '127.0.0.1'))).rejects.toThrow(/fetch failed/);
    expect(identity.account()).toBeNull();
  });

  it('ends by itself after its time', async () => {
    const identity = await world.identity({ openBrowser: async () => true });
    await expect(identity.signIn(signInOptions({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'identity.signInTimedOut',
    });
  });

  it('says that the operator declined', async () => {
    await world.sandbox.control('identity.declineNextSignIn', { count: 1 });
    const identity = await world.identity();
    await expect(identity.signIn(signInOptions())).rejects.toMatchObject({ code: 'identity.signInFailed' });
  });

  it('speaks of no success before the code is redeemed, and says what went wrong after', async () => {
    const pages: string[] = [];
    const credentials = { ...confidential(), clientSecret: 'not the secret' };
    const identity = await world.identity({
      credentials,
      openBrowser: async (url) => {
        pages.push(await pageAfter(url));
        return true;
      },
    });
    const failed = identity.signIn(signInOptions());
    await expect(failed).rejects.toMatchObject({
      code: 'identity.signInFailed',
      details: { cause: 'secretWrong', aadsts: 7000215 },
    });
    expect(pages[0]).toContain('Return to Concord');
    expect(pages[0]).not.toMatch(/success|complete|signed in|you can start/i);
    expect(world.saved.blob).toBeNull();
  });

  /** The sign-in page's own form, and what the listener answers to it. */
  async function pageAfter(url: string): Promise<string> {
    const redirect = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    const answered = new Promise<string>((resolve, reject) => {
      const body = new URLSearchParams({
        code: 'made-up',
        state: new URL(url).searchParams.get('state') ?? '',
      }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', host: redirect.host };
      const sent = httpRequest({ host: '127.0.0.1', port: redirect.port, method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () => resolve(text));
      });
      sent.once('error', reject);
      sent.end(body);
    });
    return await answered;
  }
});

describe('by device code', () => {
  it('signs in once the code is entered elsewhere', async () => {
    const identity = await world.identity();
    const account = await identity.signIn(
      signInOptions({
        mode: 'deviceCode',
        onProgress: (progress) => {
          if (progress.kind !== 'deviceCode') return;
          expect(progress.expiresAt).toBeGreaterThan(Date.now());
          void world.sandbox.control('identity.enterDeviceCode', { userCode: progress.userCode });
        },
      }),
    );
    expect(account.username).toBe(world.sandbox.info.identity.operator.upn);
    expect(await identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false })).not.toBe('');
  });

  it('ends at once when cancelled', async () => {
    const identity = await world.identity();
    const stop = new AbortController();
    const waiting = identity.signIn(
      signInOptions({ mode: 'deviceCode', signal: stop.signal, onProgress: () => stop.abort() }),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'identity.signInCancelled' });
  });

  it('works for a confidential client too, which then renews with its secret', async () => {
    const identity = await world.identity({ credentials: confidential() });
    await identity.signIn(
      signInOptions({
        mode: 'deviceCode',
        onProgress: (progress) => {
          if (progress.kind === 'deviceCode') {
            void world.sandbox.control('identity.enterDeviceCode', { userCode: progress.userCode });
          }
        },
      }),
    );
    await world.sandbox.control('identity.publicClient', { allowed: false });
    expect(await identity.graphToken(null, { signal, forceRefresh: true })).not.toBe('');
  });

  it('says that the code was declined', async () => {
    const identity = await world.identity();
    const waiting = identity.signIn(
      signInOptions({
        mode: 'deviceCode',
        onProgress: (progress) => {
          if (progress.kind === 'deviceCode')
            void world.sandbox.control('identity.enterDeviceCode', { userCode: progress.userCode, decline: true });
        },
      }),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'identity.signInFailed' });
  });

  it('says that the app registration refuses it', async () => {
    const credentials = {
      clientId: '11111111-1111-4111-8111-111111111111',
      clientSecret: null,
      tenantId: null,
      source: 'environment' as const,
    };
    const identity = await world.identity({ credentials });
    await expect(identity.signIn(signInOptions({ mode: 'deviceCode' }))).rejects.toMatchObject({
      code: 'identity.appMisconfigured',
    });
  });
});

describe('what is kept', () => {
  it('renews after a restart without the operator', async () => {
    const first = await world.identity();
    const account = await first.signIn(signInOptions());
    const again = await world.identity({ openBrowser: async () => Promise.reject(new Error('no browser may open')) });
    expect(again.account()).toEqual(account);
    expect(await again.graphToken(null, { signal, forceRefresh: true })).not.toBe('');
  });

  it('keeps home after a step-up at a customer on a fresh start, and after the next start too', async () => {
    await (await world.identity()).signIn(signInOptions());
    const customer = idOf(world.customer());
    const steppingUp = await world.identity();
    await steppingUp.signIn(signInOptions({ entraTenantId: customer }));
    const home = world.sandbox.info.identity.partnerTenantId;
    for (const identity of [steppingUp, await world.identity()]) {
      const provider = world.provider(identity);
      const steps = await provider.checkConnection({ signal });
      expect(steps.map((step) => step.status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
      expect(identity.account()?.homeTenantId).toBe(home);
      expect((await provider.describeManagedTenant(customer, { signal })).access).toBe('ok');
    }
  });

  it('opens a customer that asks for multi-factor authentication by a step-up there', async () => {
    const customer = world.customer();
    await world.sandbox.control('tenant.conditionalAccess', { tenant: customer.entraTenantId, policy: 'mfaRequired' });
    const identity = await world.identity();
    await identity.signIn(signInOptions());
    const refused = identity.graphToken(idOf(customer), { signal, forceRefresh: false });
    await expect(refused).rejects.toMatchObject({ code: 'tenant.mfaNeeded', details: { stops: 'managedTenant' } });
    const { details } = await refused.catch((thrown) => thrown);
    await identity.signIn(signInOptions({ entraTenantId: idOf(customer), claims: details.claims }));
    expect(await identity.graphToken(idOf(customer), { signal, forceRefresh: false })).not.toBe('');
    expect((await world.provider(identity).describeManagedTenant(idOf(customer), { signal })).access).toBe('ok');
  });

  it('refuses a step-up by another account and keeps the first', async () => {
    const [first, second] = world.sandbox.state().world.partner.operators;
    expect(second).toBeDefined();
    const identity = await world.identity({ openBrowser: world.browser(first!.upn) });
    const account = await identity.signIn(signInOptions());
    const other = await world.identity({ openBrowser: world.browser(second!.upn) });
    await expect(other.signIn(signInOptions({ entraTenantId: idOf(world.customer()) }))).rejects.toMatchObject({
      code: 'identity.signInFailed',
    });
    expect(other.account()).toEqual(account);
  });

  it('sets a sign-in that cannot be read aside and asks for a new one', async () => {
    for (const blob of [
      'not JSON',
      '{"version":1}',
      JSON.stringify({ version: 1, clientId: 'x', account: {}, msalCache: '{}' }),
    ]) {
      world.saved.blob = blob;
      const identity = await world.identity();
      expect(identity.account()).toBeNull();
      expect(world.saved.quarantined).toBe(blob);
      await expect(identity.graphToken(null, { signal, forceRefresh: false })).rejects.toMatchObject({
        code: 'provider.credentialRejected',
      });
    }
  });

  it('forgets everything when signed out', async () => {
    const identity = await world.identity();
    await identity.signIn(signInOptions());
    await identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false });
    await identity.signOut();
    expect(world.saved.blob).toBeNull();
    expect(identity.account()).toBeNull();
    await expect(identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false })).rejects.toMatchObject({
      code: 'provider.credentialRejected',
    });
  });

  it('keeps the present sign-in when a new one fails', async () => {
    const identity = await world.identity();
    const account = await identity.signIn(signInOptions());
    await world.sandbox.control('identity.declineNextSignIn', { count: 1 });
    await expect(identity.signIn(signInOptions())).rejects.toMatchObject({ code: 'identity.signInFailed' });
    expect(identity.account()).toEqual(account);
    expect(await identity.graphToken(null, { signal, forceRefresh: true })).not.toBe('');
  });

  it('does not come back to life when the connection was removed elsewhere meanwhile', async () => {
    const identity = await world.identity();
    await identity.signIn(signInOptions());
    world.saved.blob = null;
    await identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false });
    await identity.close();
    expect(world.saved.blob).toBeNull();
  });

  it('is on disk with what was renewed when the program ends', async () => {
    const identity = await world.identity();
    await identity.signIn(signInOptions());
    const before = world.saved.blob;
    await identity.graphToken(idOf(world.customer()), { signal, forceRefresh: false });
    await identity.close();
    expect(world.saved.blob).not.toBe(before);
    expect(world.saved.blob).toContain(world.customer().entraTenantId);
  });

  it('belongs to one app registration', async () => {
    await (await world.identity()).signIn(signInOptions());
    const other = {
      clientId: '11111111-1111-4111-8111-111111111111',
      clientSecret: null,
      tenantId: null,
      source: 'environment' as const,
    };
    expect((await world.identity({ credentials: other })).account()).toBeNull();
  });
});

it('refuses a cloud whose addresses are not its own', async () => {
  const cloud = {
    name: 'global',
    loginHost: 'https://login.example',
    graphHost: 'https://graph.microsoft.com',
  } as const;
  await expect(world.identity({ cloud })).rejects.toMatchObject({ code: 'input.invalid' });
  const outside = { name: 'sandbox', loginHost: 'http://192.0.2.1', graphHost: 'http://127.0.0.1:1' } as const;
  await expect(world.identity({ cloud: outside })).rejects.toMatchObject({ code: 'input.invalid' });
});
