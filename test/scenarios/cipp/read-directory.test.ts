/** Reading customers through the simulated CIPP over HTTP: everybody once, and never an empty directory by mistake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId, type EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import { aCippWorld, type CippWorld, idOf, isReadable, readEverybody, readPages, signal } from './cipp-world.ts';

let world: CippWorld;
beforeEach(async () => {
  world = await aCippWorld();
});
afterEach(() => world.stop());

const answerNext = (kind: string, path: string, count = 1) =>
  world.sandbox.control('cipp.answerNextWith', { kind, path, count });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
  );

describe('a readable customer', () => {
  it('yields everybody of its directory, once, with what Graph knows about them', async () => {
    const tenant = world.readable();
    const people = await readEverybody(world.provider, idOf(tenant));
    expect(people).toHaveLength(tenant.users.length);
    expect(new Set<string>(people.map((person) => person.entraObjectId))).toEqual(
      new Set(tenant.users.map((user) => user.id)),
    );
    const original = tenant.users.find((user) => user.assignedLicenses.length > 0 && user.businessPhones.length > 0);
    expect(people.find((person) => person.entraObjectId === original?.id)).toMatchObject({
      entraTenantId: tenant.entraTenantId,
      accountEnabled: original?.accountEnabled,
      displayName: original?.displayName,
      mail: original?.mail,
      userPrincipalName: original?.userPrincipalName,
      jobTitle: original?.jobTitle,
      businessPhones: original?.businessPhones,
      proxyAddresses: original?.proxyAddresses,
      licenseCount: original?.assignedLicenses.length,
      countryCode: original?.usageLocation ?? original?.country ?? null,
    });
  });

  it('is never asked for without its id: every customer call carries tenantFilter', async () => {
    await readEverybody(world.provider, idOf(world.readable()));
    const calls = world.sandbox.requests().filter((request) => request.service === 'cipp');
    expect(calls.length).toBeGreaterThan(2);
    for (const call of calls) expect(call.path).toContain(`tenantFilter=${world.readable().entraTenantId}`);
  });

  it('tells shared, room and equipment mailboxes', async () => {
    const kinds = new Set<string | null>();
    for (const tenant of world.tenants().filter(isReadable)) {
      const people = await readEverybody(world.provider, idOf(tenant));
      for (const person of people) {
        const original = tenant.users.find((user) => user.id === person.entraObjectId);
        expect(person.mailboxKind).toBe(original?.mailboxType ?? null);
        kinds.add(person.mailboxKind);
      }
    }
    expect(kinds).toContain('shared');
  });

  it.each(['forbidden', 'nullList', 'serverError', 'errorRow'])(
    'whose mailboxes answer %s has unknown kinds, never "user", and is read all the same',
    async (kind) => {
      await answerNext(kind, 'ListMailboxes');
      const people = await readEverybody(world.provider, idOf(world.readable()));
      expect(people).toHaveLength(world.readable().users.length);
      expect(new Set(people.map((person) => person.mailboxKind))).toEqual(new Set([null]));
    },
  );

  it('proves deletions by the deleted-items list, on the last page only', async () => {
    const tenant = world.readable();
    const gone = tenant.users[3];
    await world.sandbox.control('directory.deleteUser', { tenant: tenant.entraTenantId, user: gone?.id });
    const pages = await readPages(world.provider, idOf(tenant));
    expect(pages.at(-1)).toMatchObject({ isLast: true, isFullRead: true, cursor: null });
    expect(pages.at(-1)?.removed).toContainEqual({ entraObjectId: gone?.id, proof: 'deletedItems' });
  });

  it('really empty is believed, because the count says so', async () => {
    await world.sandbox.control('directory.emptyTenant', { tenant: world.readable().entraTenantId });
    const pages = await readPages(world.provider, idOf(world.readable()));
    expect(pages).toMatchObject([{ users: [], isLast: true }]);
  });

  it('throttled midway waits and goes on', async () => {
    await world.sandbox.control('cipp.throttleNext', { count: 2, retryAfterSeconds: 0 });
    expect(await readEverybody(world.provider, idOf(world.readable()))).toHaveLength(world.readable().users.length);
  });
});

describe('an answer that is no directory', () => {
  it.each([
    ['emptyList', 'provider.responseInvalid'],
    ['nullList', 'provider.responseInvalid'],
    ['deprecatedMessage', 'provider.responseInvalid'],
    ['resultsString', 'provider.responseInvalid'],
    ['errorRow', 'provider.responseInvalid'],
    ['queued', 'provider.responseInvalid'],
    ['graphError', 'provider.responseInvalid'],
    ['truncatedJson', 'provider.responseInvalid'],
    ['emptyBody', 'provider.responseInvalid'],
    ['serverError', 'provider.responseInvalid'],
    ['htmlLogin', 'provider.wrongAddress'],
    ['portalRedirect', 'provider.wrongAddress'],
    ['unauthorized', 'provider.credentialRejected'],
    ['forbidden', 'gdap.roleMissing'],
  ])('%s instead of people is %s', async (kind, code) => {
    await answerNext(kind, 'Endpoint=users');
    const failure = await failureOf(readEverybody(world.provider, idOf(world.readable())));
    expect(failure).toMatchObject({ code });
    expect(failure?.message).toMatch(/^(CIPP|127)/);
    expect(failure?.message).not.toContain('3f1c');
  });

  it('an empty page while people are counted is not believed', async () => {
    const tenant = world.readable();
    const provider = world.connect();
    await answerNext('emptyList', 'Endpoint=users');
    expect((await failureOf(readEverybody(provider, idOf(tenant))))?.code).toBe('provider.responseInvalid');
  });

  it('a customer that CIPP does not list is refused with the reason', async () => {
    const excluded = world.tenants().find((tenant) => tenant.cippExcluded || !tenant.sources.includes('cipp'));
    const failure = await failureOf(
      readEverybody(world.provider, excluded === undefined ? unknownTenant : idOf(excluded)),
    );
    expect(failure?.message).toMatch(/excluded|list/);
  });

  it('a call without a customer id is refused before it leaves', async () => {
    world.sandbox.clearRequests();
    for (const wrong of ['', 'contoso.com', 'AllTenants']) {
      const failure = await failureOf(readEverybody(world.provider, asId<EntraTenantId>(wrong)));
      expect(failure?.code).toBe('internal.invariant');
    }
    expect(world.sandbox.requests()).toEqual([]);
  });

  it('a cursor is refused: CIPP has no changes feed', async () => {
    const pages = world.provider.readDirectoryUsers(idOf(world.readable()), { signal, cursor: 'delta' });
    expect(await failureOf(pages[Symbol.asyncIterator]().next())).toMatchObject({ code: 'provider.cursorExpired' });
  });
});

const unknownTenant = asId<EntraTenantId>('99999999-9999-4999-8999-999999999999');

describe('groups', () => {
  it('are listed with their kind, and members follow nested groups', async () => {
    const tenant = world.tenants().find((candidate) => isReadable(candidate) && candidate.groups.length > 0);
    if (tenant === undefined) throw new Error('harbor-it has no groups');
    const groups = await world.provider.listGroups(idOf(tenant), { signal });
    expect(new Set(groups.map((group) => group.groupId))).toEqual(new Set(tenant.groups.map((group) => group.id)));
    for (const group of tenant.groups) {
      const members = await world.provider.listGroupMemberIds(idOf(tenant), group.id, { signal });
      for (const memberId of group.memberIds) expect(members).toContain(memberId);
    }
    const nesting = tenant.groups.find((group) => group.memberGroupIds.length > 0);
    if (nesting !== undefined) {
      const members = await world.provider.listGroupMemberIds(idOf(tenant), nesting.id, { signal });
      expect(members.size).toBeGreaterThan(nesting.memberIds.length);
    }
  });
});
