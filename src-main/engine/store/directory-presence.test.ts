import { expect, test } from 'vitest';
import { asId, type ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import { aDirectoryUser, contosoTenantId, fabrikamTenantId, readAt } from '../../../test/builders/people.ts';
import { aStore, aTenantIn } from '../../../test/builders/stores.ts';
import type { Store } from './open-store.ts';
import type { DirectoryReadEnd } from './repos/directory-user-repo.ts';

const everybody = ['user-1', 'user-2', 'user-3', 'user-4'];

function userNamed(id: string) {
  return aDirectoryUser({ entraObjectId: id, mail: `${id}@contoso.example`, displayName: id });
}

interface Read extends Partial<DirectoryReadEnd> {
  readonly shown: readonly string[];
  readonly removed?: readonly string[];
}

function read(store: Store, tenant: ManagedTenantId, how: Read) {
  const { shown, removed = [], ...end } = how;
  const number = store.directoryUsers.beginRead(tenant, readAt);
  const tombstones = removed.map((entraObjectId) => ({ entraObjectId, proof: 'deltaTombstone' }));
  store.directoryUsers.ingestPage(number, { users: shown.map(userNamed), removed: tombstones }, readAt);
  return store.directoryUsers.finishRead(number, {
    isFull: true,
    isComplete: true,
    finishedAt: readAt + 1,
    cursor: null,
    halvedSourceRatio: 0.5,
    ...end,
  });
}

function presences(store: Store, tenant: ManagedTenantId): Record<string, string> {
  const users = store.directoryUsers.loadForPlanning(tenant);
  return Object.fromEntries(users.map((user) => [user.entraObjectId, user.presence]));
}

test('a user that one complete read does not show is missed once, after a second one gone', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  expect(read(store, tenant, { shown: ['user-1', 'user-2', 'user-3'] })).toMatchObject({ missedOnce: 1, gone: 0 });
  expect(presences(store, tenant)['user-4']).toBe('missedOnce');
  expect(read(store, tenant, { shown: ['user-1', 'user-2', 'user-3'] })).toMatchObject({ missedOnce: 0, gone: 1 });
  expect(presences(store, tenant)).toEqual({
    'user-1': 'present',
    'user-2': 'present',
    'user-3': 'present',
    'user-4': 'gone',
  });
});

test('a user who comes back is present again, and two absences must follow each other', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  read(store, tenant, { shown: ['user-1', 'user-2', 'user-3'] });
  read(store, tenant, { shown: everybody });
  read(store, tenant, { shown: ['user-1', 'user-2', 'user-3'] });
  expect(presences(store, tenant)['user-4']).toBe('missedOnce');
});

test.each<[string, readonly string[], Partial<Read>]>([
  ['an empty', [], {}],
  ['a half-sized', ['user-1'], {}],
  ['a redirected (other people only)', ['user-7', 'user-8', 'user-9', 'user-10'], {}],
  ['an incomplete', ['user-1', 'user-2', 'user-3'], { isComplete: false }],
  ['a changes-only', ['user-1', 'user-2', 'user-3'], { isFull: false }],
])('%s answer proves nobody absent, however often it comes', (_what, shown, how) => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  for (let again = 0; again < 3; again += 1) {
    const { read: finished } = read(store, tenant, { shown, ...how });
    expect(finished.isProof).toBe(false);
  }
  for (const id of everybody) expect(presences(store, tenant)[id]).toBe('present');
});

test('a halved read tells the brake how many there were before, as long as nobody accepted it', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  expect(read(store, tenant, { shown: ['user-1'] }).read).toMatchObject({ presentCount: 1, previousPresentCount: 4 });
  expect(read(store, tenant, { shown: ['user-1'] }).read).toMatchObject({ presentCount: 1, previousPresentCount: 4 });
});

test('an operator may accept a shrunken directory: its absences count, one read at a time', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  read(store, tenant, { shown: ['user-1'] });
  expect(store.directoryUsers.acceptShrunkenRead(tenant, readAt)).toEqual({ missedOnce: 3, gone: 0 });
  expect(store.directoryUsers.latestCompleteRead(tenant)).toMatchObject({ presentCount: 1, previousPresentCount: 1 });
  expect(store.directoryUsers.acceptShrunkenRead(tenant, readAt)).toEqual({ missedOnce: 0, gone: 0 });
  expect(read(store, tenant, { shown: ['user-1'] })).toMatchObject({ missedOnce: 0, gone: 3 });
});

test('a tombstone is proof by itself; of somebody unknown it is nothing', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  read(store, tenant, { shown: [], isFull: false, removed: ['user-2', 'user-99'] });
  expect(presences(store, tenant)).toEqual({
    'user-1': 'present',
    'user-2': 'gone',
    'user-3': 'present',
    'user-4': 'present',
  });
  read(store, tenant, { shown: ['user-2'], isFull: false });
  expect(presences(store, tenant)['user-2']).toBe('present');
});

test('the same object id in two tenants is two people', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  const fabrikam = aTenantIn(store, fabrikamTenantId, 'Fabrikam');
  read(store, contoso, { shown: ['user-1'] });
  read(store, fabrikam, { shown: ['user-1', 'user-2'] });
  read(store, fabrikam, { shown: ['user-2'] });
  expect(presences(store, contoso)).toEqual({ 'user-1': 'present' });
  expect(presences(store, fabrikam)).toEqual({ 'user-1': 'missedOnce', 'user-2': 'present' });
});

test('a cursor is stored only by a read that finished completely', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  const cursor = { connectionType: 'direct', cursor: 'delta-1' } as const;
  read(store, tenant, { shown: everybody, cursor, isComplete: false });
  expect(store.directoryUsers.cursor(tenant)).toBeNull();
  read(store, tenant, { shown: everybody, cursor });
  expect(store.directoryUsers.cursor(tenant)).toEqual({ ...cursor, savedAt: readAt + 1 });
  read(store, tenant, { shown: everybody, cursor: { ...cursor, cursor: 'delta-2' }, isComplete: false });
  expect(store.directoryUsers.cursor(tenant)?.cursor).toBe('delta-1');
  store.directoryUsers.dropCursor(tenant);
  expect(store.directoryUsers.cursor(tenant)).toBeNull();
});

test('a read that died leaves the facts it brought, nobody absent, and shows as unfinished', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  read(store, tenant, { shown: everybody });
  const number = store.directoryUsers.beginRead(tenant, readAt);
  store.directoryUsers.ingestPage(number, { users: [userNamed('user-1')], removed: [] }, readAt);
  expect(store.directoryUsers.latestRead(tenant)).toMatchObject({ isComplete: false, finishedAt: null });
  expect(store.directoryUsers.latestCompleteRead(tenant)).toMatchObject({ isComplete: true, presentCount: 4 });
  expect(read(store, tenant, { shown: everybody })).toMatchObject({ missedOnce: 0, gone: 0 });
});

test('the same page twice is the same as once', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  const number = store.directoryUsers.beginRead(tenant, readAt);
  const page = { users: [userNamed('user-1'), userNamed('user-2'), userNamed('user-1')], removed: [] };
  store.directoryUsers.ingestPage(number, page, readAt);
  store.directoryUsers.ingestPage(number, page, readAt);
  expect(store.directoryUsers.count()).toBe(2);
});

test('what is loaded for planning is what was read', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  const ann = aDirectoryUser({
    proxyAddresses: ['SMTP:ann.lee@contoso.example', 'smtp:ann@contoso.example'],
    licenseCount: null,
  });
  const { presence: _settledByTheStore, ...facts } = ann;
  const number = store.directoryUsers.beginRead(tenant, readAt);
  store.directoryUsers.ingestPage(number, { users: [facts], removed: [] }, readAt);
  expect(store.directoryUsers.loadForPlanning(tenant)).toEqual([ann]);
  expect(store.directoryUsers.find(contosoTenantId, asId('user-ann'))).toEqual({ ...ann, managedTenantId: tenant });
});

test('an address that was given up stays known as a former one, aliases only while they last', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  const save = (user: ReturnType<typeof aDirectoryUser>): void => {
    const number = store.directoryUsers.beginRead(tenant, readAt);
    store.directoryUsers.ingestPage(number, { users: [user], removed: [] }, readAt);
  };
  save(aDirectoryUser({ mail: 'ann.lee@contoso.example', proxyAddresses: ['smtp:al@contoso.example', 'X500:/o=x'] }));
  save(aDirectoryUser({ mail: 'ann.marsh@contoso.example', proxyAddresses: [] }));
  expect(store.directoryUsers.formerAddresses(tenant)).toEqual(new Map([['user-ann', ['ann.lee@contoso.example']]]));
  expect(store.directoryUsers.findByAddress(' Ann.Lee@Contoso.example ').map(({ displayName }) => displayName)).toEqual(
    ['Ann Lee'],
  );
  expect(store.directoryUsers.findByAddress('al@contoso.example')).toEqual([]);
  save(aDirectoryUser({ mail: 'ann.lee@contoso.example' }));
  expect([...store.directoryUsers.formerAddresses(tenant).values()]).toEqual([['ann.marsh@contoso.example']]);
});
