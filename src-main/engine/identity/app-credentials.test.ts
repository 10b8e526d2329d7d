/** The guide's order of app registrations: tenant secrets, environment, app secrets; never a mixture. */
import { describe, expect, it } from 'vitest';
import type { SecretKey, SecretSource } from '../secrets/port.ts';
import { resolveAppCredentials } from './app-credentials.ts';

type Held = Partial<Record<SecretSource, Partial<Record<SecretKey, string>>>>;
const resolve = (held: Held) => resolveAppCredentials({ findIn: async (source, key) => held[source]?.[key] ?? null });
const id = (name: string) => ({ microsoft_client_id: name });
const all = (name: string) => ({
  ...id(name),
  microsoft_client_secret: `${name} secret`,
  microsoft_tenant_id: `${name} tenant`,
});
const found = (name: string, source: string) => ({
  clientId: name,
  clientSecret: `${name} secret`,
  tenantId: `${name} tenant`,
  source,
});

describe('the app registration', () => {
  it.each<[string, Held, unknown]>([
    [
      'vault before everything',
      { vault: all('v'), folder: all('f'), environment: all('e'), hashicorpVault: all('h') },
      found('v', 'tenantSecrets'),
    ],
    ['folder next', { folder: all('f'), environment: all('e'), hashicorpVault: all('h') }, found('f', 'tenantSecrets')],
    ['environment next', { environment: all('e'), hashicorpVault: all('h') }, found('e', 'environment')],
    ['app secrets last', { hashicorpVault: all('h') }, found('h', 'appSecrets')],
    ['nowhere', {}, null],
  ])('comes from the %s', async (_name, held, expected) => {
    expect(await resolve(held)).toEqual(expected);
  });

  it('without a secret is a public client, even when another level has a secret', async () => {
    expect(await resolve({ vault: id('v'), environment: all('e') })).toEqual({
      clientId: 'v',
      clientSecret: null,
      tenantId: null,
      source: 'tenantSecrets',
    });
  });

  it('is not made from a left-over secret of a nearer level', async () => {
    const held: Held = { vault: { microsoft_client_secret: 'left over' }, environment: all('e') };
    expect(await resolve(held)).toEqual(found('e', 'environment'));
  });
});
