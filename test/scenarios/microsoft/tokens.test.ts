/** Customers' tokens: the traps of `contracts/microsoft.md` 0.1, each with a test that fails when the guard is taken away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { OpenMicrosoftIdentity } from '../../../src-main/engine/identity/microsoft-identity.ts';
import { aMeddler, json, type Meddler } from './meddler.ts';
import { aMicrosoftWorld, idOf, isReadable, type MicrosoftWorld, signal, signInOptions } from './microsoft-world.ts';

let world: MicrosoftWorld;
let meddler: Meddler;
let identity: OpenMicrosoftIdentity;
let customer: EntraTenantId;
let home: string;

beforeEach(async () => {
  world = await aMicrosoftWorld();
  meddler = await aMeddler(world.sandbox.info.identity.url);
  identity = await world.identity({ cloud: { ...world.cloud, loginHost: meddler.url } });
  await identity.signIn(signInOptions());
  customer = idOf(world.customer());
  home = world.sandbox.info.identity.partnerTenantId;
  meddler.requests.length = 0;
});
afterEach(async () => {
  meddler.meddle = () => null;
  await world.stop();
  await meddler.stop();
});

const token = (id: EntraTenantId | null, forceRefresh = false, from = identity): Promise<string> =>
  from.graphToken(id, { signal, forceRefresh });
const asksCustomer = (path: string) => path.startsWith(`/${customer}/`);
const restarted = () => world.identity({ cloud: { ...world.cloud, loginHost: meddler.url } });

describe('a customer’s token', () => {
  it('is the customer’s, not the MSP’s own that lies in the cache', async () => {
    const own = await token(null);
    expect(await token(customer)).not.toBe(own);
    expect(meddler.requests.filter((request) => asksCustomer(request.path))).toHaveLength(1);
    expect(await token(null)).toBe(own);
  });

  it('is asked for once by many callers, and then kept', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => token(customer)));
    expect(new Set(tokens).size).toBe(1);
    await token(customer);
    expect(meddler.requests).toHaveLength(1);
  });

  it('is kept over a restart', async () => {
    const first = await token(customer);
    await identity.close();
    expect(await token(customer, false, await restarted())).toBe(first);
    expect(meddler.requests).toHaveLength(1);
  });

  it('is fetched anew when that is asked for', async () => {
    await token(customer);
    await token(customer, true);
    expect(meddler.requests).toHaveLength(2);
  });

  it('comes for all customers at once, again and again, without one spurious failure', async () => {
    const customers = world.sandbox.state().world.tenants.filter(isReadable).map(idOf);
    expect(customers.length).toBeGreaterThan(15);
    for (let round = 0; round < 3; round += 1) {
      const tokens = await Promise.all(customers.map((id) => token(id, true)));
      expect(new Set(tokens).size).toBe(customers.length);
    }
    expect(await token(null, true)).not.toBe('');
  });

  it('is refused when another tenant answers, and leaves nothing behind', async () => {
    const other = idOf(world.customer(1));
    meddler.meddle = ({ path }, pass) => (asksCustomer(path) ? pass(path.replace(customer, other)) : null);
    await expect(token(customer)).rejects.toMatchObject({ code: 'provider.wrongTenant' });
    meddler.meddle = () => null;
    const right = await token(customer);
    const provider = world.provider(identity);
    expect((await provider.describeManagedTenant(customer, { signal })).access).toBe('ok');
    meddler.requests.length = 0;
    expect(await token(other)).not.toBe(right);
    expect(meddler.requests.map((request) => request.path.split('/')[1])).toEqual([other]);
  });

  it('is refused when it is empty', async () => {
    meddler.meddle = async ({ path }, pass) => {
      if (!asksCustomer(path)) return null;
      const { access_token: _dropped, ...rest } = JSON.parse((await pass()).body);
      return json(rest);
    };
    await expect(token(customer)).rejects.toMatchObject({ code: 'provider.responseInvalid' });
    meddler.meddle = () => null;
    expect(await token(customer)).not.toBe('');
  });
});

describe('a customer that refuses', () => {
  const badToken = json(
    {
      error: 'invalid_grant',
      suberror: 'bad_token',
      error_codes: [700082],
      error_description: 'AADSTS700082: expired',
    },
    400,
  );

  it('with bad_token does not log the operator out, now or after a restart', async () => {
    await token(idOf(world.customer(1)));
    meddler.meddle = ({ path }) => (asksCustomer(path) ? badToken : null);
    await expect(token(customer)).rejects.toMatchObject({
      code: 'tenant.mfaNeeded',
      details: { stops: 'managedTenant' },
    });
    expect(await token(null, true)).not.toBe('');
    expect(await token(idOf(world.customer(2)))).not.toBe('');
    await identity.close();
    const again = await restarted();
    expect(await token(null, true, again)).not.toBe('');
    expect(await token(idOf(world.customer(1)), true, again)).not.toBe('');
  });

  it('with bad_token, again and again among many others at once, harms none of them', async () => {
    const customers = world.sandbox.state().world.tenants.filter(isReadable).map(idOf);
    const bad = new Set([customers[2], customers[9], customers[10]]);
    meddler.meddle = async ({ path }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
      return bad.has(customers.find((id) => path.startsWith(`/${id}/`))) ? badToken : null;
    };
    for (let round = 0; round < 4; round += 1) {
      const outcomes = await Promise.allSettled(customers.map((id) => token(id, true)));
      const refused = customers.filter((_id, index) => outcomes[index]?.status === 'rejected');
      expect(new Set(refused)).toEqual(bad);
    }
    expect(await token(null, true)).not.toBe('');
  });

  it('is not the one to blame when home does not renew either', async () => {
    meddler.meddle = () => badToken;
    await expect(token(customer)).rejects.toMatchObject({
      code: 'provider.credentialRejected',
      details: { stops: 'connection', entraTenantId: null },
    });
    expect(identity.account()).not.toBeNull();
    meddler.meddle = () => null;
    expect(await token(customer)).not.toBe('');
  });

  it('for lack of consent names the customer and the link that grants it', async () => {
    await world.sandbox.control('consent.revoke', { tenant: customer });
    await expect(token(customer)).rejects.toMatchObject({
      code: 'provider.consentMissing',
      details: {
        stops: 'managedTenant',
        entraTenantId: customer,
        link: `${meddler.url}/${customer}/adminconsent?client_id=${world.sandbox.info.identity.clientId}`,
      },
    });
  });
});

describe('a login service in trouble', () => {
  it('that throttles says until when, in seconds', async () => {
    meddler.meddle = () =>
      json({ error: 'temporarily_unavailable', error_codes: [90055] }, 429, { 'retry-after': '90' });
    const before = Date.now();
    const failure = await token(customer).catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 'provider.throttled' });
    expect(failure.retryAt).toBeGreaterThanOrEqual(before + 89_000);
    expect(failure.retryAt).toBeLessThan(before + 100_000);
  });

  it('is not asked again within that time', async () => {
    meddler.meddle = () =>
      json({ error: 'temporarily_unavailable', error_codes: [90055] }, 429, { 'retry-after': '90' });
    await token(customer).catch(() => undefined);
    const asked = meddler.requests.length;
    await expect(token(customer)).rejects.toMatchObject({ code: 'provider.throttled' });
    expect(meddler.requests).toHaveLength(asked);
  });

  it('that answers with a web page is said to do so', async () => {
    meddler.meddle = () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>Proxy sign-in</html>',
    });
    await expect(token(customer)).rejects.toMatchObject({ code: 'provider.responseInvalid' });
    meddler.meddle = () => ({
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<html>Bad gateway</html>',
    });
    await expect(token(idOf(world.customer(1)))).rejects.toMatchObject({ code: 'provider.throttled' });
  });

  it('that is gone is said to be gone', async () => {
    await meddler.stop();
    await expect(token(customer)).rejects.toMatchObject({ code: 'provider.unreachable' });
  });

  it('that hangs is left by whoever stops waiting', async () => {
    meddler.meddle = () => 'hang';
    const stop = new AbortController();
    const waiting = identity.graphToken(customer, { signal: stop.signal, forceRefresh: false });
    setTimeout(() => stop.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('never repeats a token, a code or a secret in an error', async () => {
  const refused: Error[] = [];
  for (const body of [
    {
      error: 'invalid_grant',
      error_description:
        'AADSTS50173: refresh_token=0.AXoASECRETREFRESH was revoked. eyJhbGciOiJub25lIn0.eyJzZWNyZXQiOjF9.c2ln',
    },
    { error: 'weird', error_description: 'client_secret=SECRETVALUE' },
  ]) {
    meddler.meddle = () => json(body, 400);
    refused.push(await token(customer).catch((thrown) => thrown));
  }
  expect(refused).toHaveLength(2);
  for (const error of refused) {
    const shown = `${JSON.stringify(error)} ${error.message} ${error.stack} ${error.cause ?? ''}`;
    expect(shown).not.toMatch(/SECRET|eyJ/);
  }
  expect(world.logged.join('\n')).not.toMatch(/SECRET|eyJ/);
  expect(home).not.toBe(customer);
});
