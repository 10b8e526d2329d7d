/** Discovery, descriptions, people, groups: what the sandboxed Graph knows is what comes out, page by page and round by round. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DirectoryProvider } from '../../../src-main/engine/providers/port.ts';
import type { SandboxTenant } from '../../../src-sandbox/scenarios/world.ts';
import {
  aMicrosoftWorld,
  idOf,
  isReadable,
  type MicrosoftWorld,
  pagesOf,
  peopleOf,
  signal,
  signInOptions,
} from './microsoft-world.ts';

let world: MicrosoftWorld;
let provider: DirectoryProvider;
let customer: SandboxTenant;

beforeEach(async () => {
  world = await aMicrosoftWorld();
  const identity = await world.identity();
  await identity.signIn(signInOptions());
  provider = world.provider(identity);
  customer = world.customer();
  world.sandbox.clearRequests();
});
afterEach(async () => {
  await world.stop();
});

const control = (verb: string, args: Record<string, unknown> = {}) =>
  world.sandbox.control(verb, { tenant: customer.entraTenantId, ...args });
const ids = (people: ReadonlyMap<string, unknown>) => new Set(people.keys());
const lastOf = <T>(list: readonly T[]): T => list.at(-1)!;

describe('discovery', () => {
  it('finds every customer that relationships or contracts know, each once', async () => {
    const { managedTenants, notes } = await provider.discoverManagedTenants({ signal });
    const known = world.sandbox
      .state()
      .world.tenants.filter(
        (tenant) => tenant.sources.includes('relationships') || tenant.sources.includes('contracts'),
      );
    expect(new Set(managedTenants.map((tenant) => tenant.entraTenantId))).toEqual(new Set(known.map(idOf)));
    expect(managedTenants).toHaveLength(known.length);
    expect(notes).toEqual([]);
    for (const tenant of managedTenants) {
      const truth = known.find((one) => one.entraTenantId === tenant.entraTenantId)!;
      expect(tenant.sources).toEqual(
        truth.sources.filter((source) => source === 'relationships' || source === 'contracts'),
      );
      if (tenant.gdap !== null) {
        expect(tenant).toMatchObject({
          displayName: truth.displayName,
          gdap: { status: truth.gdap.status, endsAt: Date.parse(truth.gdap.endDateTime) },
        });
      }
      expect(tenant.isPartner).toBe(false);
    }
  });

  it('keeps what the other source knows when one is refused, and says which is missing', async () => {
    await control('graph.failNext', { status: 403, path: 'contracts' });
    const { managedTenants, notes } = await provider.discoverManagedTenants({ signal });
    expect(managedTenants.length).toBeGreaterThan(0);
    expect(notes.map((note) => note.source)).toEqual(['contracts']);
  });

  it('fails when every source is refused', async () => {
    await control('graph.failNext', { status: 403, count: 2 });
    await expect(provider.discoverManagedTenants({ signal })).rejects.toMatchObject({ code: 'gdap.roleMissing' });
  });

  it('asks Lighthouse only when told to', async () => {
    await provider.discoverManagedTenants({ signal });
    expect(world.sandbox.requests().some((request) => request.path.startsWith('/beta/'))).toBe(false);
    const identity = await world.identity();
    const withLighthouse = world.provider(identity, { lighthouse: true });
    const { managedTenants, notes } = await withLighthouse.discoverManagedTenants({ signal });
    expect(world.sandbox.requests().some((request) => request.path.startsWith('/beta/'))).toBe(true);
    expect(managedTenants.length).toBeGreaterThan(0);
    const inLighthouse = managedTenants.filter((tenant) => tenant.sources.includes('lighthouse'));
    expect(inLighthouse.length > 0 || notes.some((note) => note.source === 'lighthouse')).toBe(true);
  });

  it('leaves relationships out that the customer has not agreed to, with a note', async () => {
    await control('gdap.setStatus', { status: 'approvalPending' });
    await control('tenant.hideFrom', { source: 'contracts' });
    const { managedTenants, notes } = await provider.discoverManagedTenants({ signal });
    expect(managedTenants.some((tenant) => tenant.entraTenantId === customer.entraTenantId)).toBe(false);
    expect(notes).toMatchObject([{ source: 'relationships' }]);
  });
});

describe('a description', () => {
  it('tells name, verified domains and how many people there are', async () => {
    const description = await provider.describeManagedTenant(idOf(customer), { signal });
    expect(description).toEqual({
      displayName: customer.displayName,
      defaultDomain: customer.defaultDomain,
      initialDomain: customer.initialDomain,
      verifiedDomains: description.verifiedDomains,
      userCount: customer.users.length,
      access: 'ok',
    });
    expect(new Set(description.verifiedDomains)).toEqual(new Set(customer.verifiedDomains));
  });

  it.each([
    ['consent.revoke', {}, 'consentNeeded'],
    ['gdap.roleMissing', {}, 'roleMissing'],
    ['tenant.conditionalAccess', { policy: 'blocked' }, 'conditionalAccess'],
    ['tenant.conditionalAccess', { policy: 'mfaRequired' }, 'mfaNeeded'],
    ['tenant.operatorIsGuest', {}, 'roleMissing'],
    ['tenant.vanish', {}, 'tenantGone'],
    ['tenant.badToken', {}, 'mfaNeeded'],
  ])('says what stands in the way after %s %j', async (verb, args, access) => {
    await control(verb, args);
    expect((await provider.describeManagedTenant(idOf(customer), { signal })).access).toBe(access);
    const other = idOf(world.customer(1));
    expect((await provider.describeManagedTenant(other, { signal })).access).toBe('ok');
  });
});

describe('people', () => {
  it('are all read, once each, with the facts Graph has', async () => {
    const pages = await pagesOf(provider, idOf(customer));
    const people = peopleOf(pages);
    expect(ids(people)).toEqual(new Set(customer.users.map((user) => user.id)));
    expect(pages.every((page) => page.isFullRead)).toBe(true);
    expect(pages.filter((page) => page.isLast)).toHaveLength(1);
    expect(lastOf(pages).cursor).not.toBeNull();
    for (const user of customer.users) {
      expect(people.get(user.id)).toMatchObject({
        entraTenantId: customer.entraTenantId,
        accountEnabled: user.accountEnabled,
        userType: user.userType,
        displayName: user.displayName,
        mail: user.mail,
        userPrincipalName: user.userPrincipalName,
        proxyAddresses: user.proxyAddresses,
        businessPhones: user.businessPhones,
        mobilePhone: user.mobilePhone,
        jobTitle: user.jobTitle,
        licenseCount: user.assignedLicenses.length,
        mailboxKind: null,
      });
    }
  });

  it('come from the customer and nobody else: the id check goes first', async () => {
    await pagesOf(provider, idOf(customer));
    const calls = world.sandbox.requests().filter((request) => request.service === 'graph');
    expect(calls[0]?.path).toMatch(/^\/v1\.0\/organization/);
    expect(new Set(calls.map((call) => call.entraTenantId))).toEqual(new Set([customer.entraTenantId]));
    expect(calls.some((call) => call.write)).toBe(false);
  });

  it('are read through short and empty pages', async () => {
    await control('graph.shortPages', { on: true, deltaPageSize: 7 });
    const pages = await pagesOf(provider, idOf(customer));
    expect(pages.length).toBeGreaterThan(customer.users.length / 7 - 1);
    expect(ids(peopleOf(pages))).toEqual(new Set(customer.users.map((user) => user.id)));
  });

  it('survive noise: replayed rows and strangers’ tombstones', async () => {
    await control('graph.deltaNoise', { on: true });
    expect(ids(peopleOf(await pagesOf(provider, idOf(customer))))).toEqual(
      new Set(customer.users.map((user) => user.id)),
    );
  });

  it('that were deleted before the first read are proven gone by the recycle bin', async () => {
    const [someone] = customer.users;
    await control('directory.deleteUser', { user: someone!.id });
    const last = lastOf(await pagesOf(provider, idOf(customer)));
    expect(last.removed).toContainEqual({ entraObjectId: someone!.id, proof: 'deletedItems' });
  });

  it('in a later round are only those that changed, each one complete', async () => {
    const first = lastOf(await pagesOf(provider, idOf(customer)));
    const [renamed, deleted, untouched] = customer.users.filter((user) => user.mail !== null && user.jobTitle !== null);
    await control('directory.changeUser', { user: renamed!.id, changes: { jobTitle: null } });
    await control('directory.deleteUser', { user: deleted!.id });
    const round = await pagesOf(provider, idOf(customer), first.cursor);
    const users = round.flatMap((page) => page.users);
    expect(round.every((page) => !page.isFullRead)).toBe(true);
    expect(users.map((user) => user.entraObjectId)).toEqual([renamed!.id]);
    expect(users[0]).toMatchObject({ jobTitle: null, mail: renamed!.mail, proxyAddresses: renamed!.proxyAddresses });
    expect(round.flatMap((page) => page.removed)).toEqual([{ entraObjectId: deleted!.id, proof: 'deltaTombstone' }]);
    expect(users.some((user) => user.entraObjectId === untouched!.id)).toBe(false);
    const quiet = await pagesOf(provider, idOf(customer), lastOf(round).cursor);
    expect(quiet.flatMap((page) => [...page.users, ...page.removed])).toEqual([]);
  });

  it.each(['410', '400'])('ask for a full read when Microsoft has forgotten the cursor (%s)', async (as) => {
    const { cursor } = lastOf(await pagesOf(provider, idOf(customer)));
    await control('graph.expireDelta', { as });
    await expect(pagesOf(provider, idOf(customer), cursor)).rejects.toMatchObject({ code: 'provider.cursorExpired' });
    expect(ids(peopleOf(await pagesOf(provider, idOf(customer))))).toEqual(
      new Set(customer.users.map((user) => user.id)),
    );
  });

  it('never follow a cursor that belongs to another customer', async () => {
    const { cursor } = lastOf(await pagesOf(provider, idOf(customer)));
    world.sandbox.clearRequests();
    await expect(pagesOf(provider, idOf(world.customer(1)), cursor)).rejects.toMatchObject({
      code: 'provider.cursorExpired',
    });
    expect(world.sandbox.requests()).toEqual([]);
  });

  it('are read again after 503 and 429, one request at a time', async () => {
    await control('graph.failNext', { status: 503, path: 'delta' });
    await control('graph.throttleNext', { retryAfterSeconds: 0, style: 'date', path: 'delta' });
    expect(peopleOf(await pagesOf(provider, idOf(customer))).size).toBe(customer.users.length);
    const calls = world.sandbox.requests().filter((request) => request.service === 'graph');
    for (const [index, call] of calls.entries()) expect(call.at).toBeGreaterThanOrEqual(calls[index - 1]?.endedAt ?? 0);
  });

  it('wait for a long pause outside: the error says until when', async () => {
    await control('graph.throttleNext', { retryAfterSeconds: 120, style: 'seconds', path: 'delta' });
    const before = Date.now();
    const failure = await pagesOf(provider, idOf(customer)).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'provider.throttled' });
    const { retryAt } = failure as { retryAt: number };
    expect(retryAt).toBeGreaterThanOrEqual(before + 119_000);
    expect(retryAt).toBeLessThan(before + 150_000);
  });

  it.each(['htmlLogin', 'truncatedJson', 'emptyBody', 'portalRedirect', 'emptyList', 'nullList'])(
    'are never an empty directory when the answer is odd (%s)',
    async (kind) => {
      await control('graph.answerNextWith', { kind, path: 'delta' });
      await expect(pagesOf(provider, idOf(customer))).rejects.toMatchObject({ code: 'provider.responseInvalid' });
    },
  );
});

describe('groups', () => {
  it('are listed, with everybody inside nested groups', async () => {
    const tenant = world.sandbox
      .state()
      .world.tenants.filter(isReadable)
      .find((one) => one.groups.length > 0)!;
    const groups = await provider.listGroups(idOf(tenant), { signal });
    expect(new Set(groups.map((group) => group.groupId))).toEqual(new Set(tenant.groups.map((group) => group.id)));
    const nested = tenant.groups.find((group) => group.memberGroupIds.length > 0) ?? tenant.groups[0]!;
    const inside = (id: string): string[] => {
      const group = tenant.groups.find((one) => one.id === id)!;
      return [...group.memberIds, ...group.memberGroupIds.flatMap(inside)];
    };
    expect(await provider.listGroupMemberIds(idOf(tenant), nested.id, { signal })).toEqual(new Set(inside(nested.id)));
  });
});

it('puts no token, code or secret into its log', async () => {
  await provider.discoverManagedTenants({ signal });
  await pagesOf(provider, idOf(customer));
  await control('tenant.badToken', {});
  await provider.describeManagedTenant(idOf(customer), { signal });
  const log = world.logged.join('\n');
  expect(world.logged.length).toBeGreaterThan(5);
  const { msalCache } = JSON.parse(world.saved.blob!);
  const secrets = [...String(msalCache).matchAll(/"secret":"([^"]+)"/g)].map(([, secret]) => secret);
  expect(secrets.length).toBeGreaterThan(2);
  for (const secret of secrets) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/Bearer\s+[A-Za-z0-9]|refresh_token=|code=[^[]|deltatoken=|skiptoken=/);
});
