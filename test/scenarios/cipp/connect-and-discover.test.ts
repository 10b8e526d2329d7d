/** Connecting to the simulated CIPP, listing customers and describing them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { createClientCredentialTokens } from '../../../src-main/engine/providers/cipp/tokens.ts';
import { aCippWorld, type CippWorld, clientCredentials, http, idOf, isReadable, signal } from './cipp-world.ts';

let world: CippWorld;
beforeEach(async () => {
  world = await aCippWorld();
});
afterEach(() => world.stop());

const check = (provider = world.provider) => provider.checkConnection({ signal });

describe('the connection check', () => {
  it('passes with a token and names the role and the number of customers', async () => {
    const steps = await check();
    expect(steps.map((step) => [step.step, step.status])).toEqual([
      ['cipp.signIn', 'pass'],
      ['cipp.tenantList', 'pass'],
    ]);
    expect(steps[0]?.sentence).toContain('readonly');
  });

  it('passes with client credentials, and one token serves many calls', async () => {
    const provider = world.connect({
      auth: { kind: 'clientCredentials', tokenProvider: clientCredentials(world.sandbox) },
    });
    expect((await check(provider)).every((step) => step.status === 'pass')).toBe(true);
    const tokens = world.sandbox.requests().filter((request) => request.service === 'identity');
    expect(tokens).toHaveLength(1);
  });

  it('renews a token that was refused, once', async () => {
    const provider = world.connect({
      auth: { kind: 'clientCredentials', tokenProvider: clientCredentials(world.sandbox) },
    });
    await check(provider);
    await world.sandbox.control('cipp.answerNextWith', { kind: 'unauthorized' });
    expect((await check(provider)).every((step) => step.status === 'pass')).toBe(true);
    await world.sandbox.control('cipp.answerNextWith', { kind: 'unauthorized', count: 2 });
    expect((await check(provider))[0]).toMatchObject({ status: 'fail' });
  });

  it('says that the secret is wrong', async () => {
    const tokenProvider = clientCredentials(world.sandbox, 'not the secret');
    const [step] = await check(world.connect({ auth: { kind: 'clientCredentials', tokenProvider } }));
    expect(step).toMatchObject({ status: 'fail', sentence: expect.stringContaining('secret') });
    expect(step?.sentence).not.toContain('not the secret');
  });

  it('sends no secret to a sign-in host that is neither Microsoft nor this machine', () => {
    const settings = { homeTenantId: 't', clientId: 'c', clientSecret: async () => 's', http, log: silentLog };
    expect(() => createClientCredentialTokens({ ...settings, loginHost: 'https://login.example.com' })).toThrow(
      /Microsoft/,
    );
    expect(() =>
      createClientCredentialTokens({ ...settings, loginHost: 'http://login.microsoftonline.com' }),
    ).not.toThrow();
  });

  it.each([
    ['cipp.actAsPortal', /function app/],
    ['cipp.refuseStaticToken', /Save to Azure/],
    ['cipp.removeRole', /role/],
  ])('%s is told with its remedy', async (verb, sentence) => {
    await world.sandbox.control(verb, {});
    const steps = await check();
    expect(steps[0]).toMatchObject({ status: 'fail', sentence: expect.stringMatching(sentence) });
    expect(steps[0]?.remedy).not.toBeNull();
    expect(steps[1]?.status).toBe('skip');
  });

  it('goes on when CIPP does not know /api/me', async () => {
    await world.sandbox.control('cipp.answerNextWith', { kind: 'serverError', path: '/api/me' });
    expect((await check()).map((step) => step.status)).toEqual(['skip', 'pass']);
  });

  it('fails on the tenant list when that is an error in disguise', async () => {
    await world.sandbox.control('cipp.answerNextWith', { kind: 'errorRow', path: 'ListTenants' });
    expect((await check())[1]).toMatchObject({ status: 'fail', sentence: expect.stringContaining('could not list') });
  });

  it('needs no network to refuse an address that is none', () => {
    expect(() => world.connect({ baseUrl: 'our cipp' })).toThrow(/web address/);
  });

  it('works with /api already in the address', async () => {
    const provider = world.connect({ baseUrl: `${world.sandbox.info.cipp.url}/api/` });
    expect((await check(provider))[0]?.status).toBe('pass');
  });
});

describe('discovery', () => {
  it('lists every customer that CIPP lists, and marks the partner', async () => {
    const { managedTenants } = await world.provider.discoverManagedTenants({ signal });
    const listed = world.tenants().filter((tenant) => tenant.sources.includes('cipp') && !tenant.cippExcluded);
    const customers = managedTenants.filter((tenant) => !tenant.isPartner);
    expect(new Set<string>(customers.map((tenant) => tenant.entraTenantId))).toEqual(
      new Set(listed.map((tenant) => tenant.entraTenantId)),
    );
    expect(managedTenants.filter((tenant) => tenant.isPartner)).toHaveLength(1);
    expect(customers[0]).toMatchObject({ sources: ['cipp'], gdap: { status: 'active' } });
  });

  it('warns about customers that CIPP itself fails to read', async () => {
    const { notes } = await world.provider.discoverManagedTenants({ signal });
    const troubled = world
      .tenants()
      .filter((tenant) => tenant.sources.includes('cipp') && !tenant.cippExcluded && !isReadable(tenant));
    expect(notes.length).toBeGreaterThanOrEqual(troubled.length > 0 ? 1 : 0);
  });

  it.each(['errorRow', 'nullList', 'emptyList', 'resultsString', 'truncatedJson'])(
    '%s is an error, never "no customers"',
    async (kind) => {
      await world.sandbox.control('cipp.answerNextWith', { kind, path: 'ListTenants' });
      await expect(world.provider.discoverManagedTenants({ signal })).rejects.toMatchObject({
        code: 'provider.responseInvalid',
      });
    },
  );
});

describe('describing a customer', () => {
  it('tells verified domains and the count, after the id check', async () => {
    const tenant = world.readable();
    const description = await world.provider.describeManagedTenant(idOf(tenant), { signal });
    expect(description).toMatchObject({
      access: 'ok',
      defaultDomain: tenant.defaultDomain.toLowerCase(),
      initialDomain: tenant.initialDomain.toLowerCase(),
      userCount: tenant.users.length,
    });
    expect(new Set(description.verifiedDomains)).toEqual(new Set(tenant.verifiedDomains));
  });

  it('turns each customer’s own trouble into a state, never a throw', async () => {
    const states = new Map<string, string>();
    for (const tenant of world.tenants().filter((candidate) => candidate.sources.includes('cipp'))) {
      const { access } = await world.provider.describeManagedTenant(idOf(tenant), { signal });
      states.set(tenant.displayName, access);
      if (isReadable(tenant)) expect(access).toBe('ok');
      else if (tenant.consent === 'missing') expect(access).toBe('consentNeeded');
      else if (tenant.faults.gone) expect(access).toBe('tenantGone');
      else if (tenant.faults.conditionalAccess !== 'none') expect(access).toBe('conditionalAccess');
    }
    expect(states.size).toBeGreaterThan(10);
  });

  it('throws when the connection itself fails, because every customer would', async () => {
    await world.sandbox.control('cipp.refuseStaticToken', {});
    await expect(world.provider.describeManagedTenant(idOf(world.readable()), { signal })).rejects.toMatchObject({
      code: 'provider.credentialRejected',
    });
  });
});
