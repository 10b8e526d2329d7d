import { expect, test } from 'vitest';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { contosoId, fabrikamId, fabrikamTenantId, readAt } from '../../../test/builders/people.ts';
import { aStore, aTenantIn } from '../../../test/builders/stores.ts';
import type { TenantMapping } from '../domain/managed-tenant.ts';
import type { DirectoryConnection, PsaConnection } from './repos/connection-repo.ts';
import type { ManagedTenantFilter } from './repos/managed-tenant-repo.ts';

const cipp: DirectoryConnection = {
  connectionId: 'conn-cipp',
  connectionType: 'cipp',
  status: 'connected',
  cloudName: null,
  loginHost: null,
  graphHost: null,
  cippBaseUrl: 'https://cipp.example',
  authKind: 'apiToken',
  accountUsername: null,
  accountHomeTenantId: null,
  connectedAt: readAt,
  disconnectedAt: null,
  lastCheckedAt: null,
  lastError: null,
};

test('at most one directory connection is active; the other becomes history', () => {
  const { directoryConnections } = aStore();
  expect(directoryConnections.getActive()).toBeNull();
  directoryConnections.save(cipp);
  directoryConnections.save({
    ...cipp,
    connectionId: 'conn-direct',
    connectionType: 'direct',
    connectedAt: readAt + 1,
  });
  expect(directoryConnections.getActive()?.connectionType).toBe('direct');
  expect(directoryConnections.listHistory().map(({ connectionId, status }) => [connectionId, status])).toEqual([
    ['conn-direct', 'connected'],
    ['conn-cipp', 'disconnected'],
  ]);
  directoryConnections.deactivate(readAt + 2);
  expect(directoryConnections.getActive()).toBeNull();
});

test('a check is noted on the active connection, its error in words', () => {
  const { directoryConnections } = aStore();
  directoryConnections.save(cipp);
  const error = { code: 'provider.unreachable', sentence: 'CIPP does not answer.' } as const;
  directoryConnections.recordCheck({ status: 'failed', checkedAt: readAt + 9, error });
  expect(directoryConnections.getActive()).toEqual({
    ...cipp,
    status: 'failed',
    lastCheckedAt: readAt + 9,
    lastError: error,
  });
});

test('the PSA connection keeps what the server offers', () => {
  const { psaConnections } = aStore();
  const psa: PsaConnection = {
    connectionId: 'psa-1',
    status: 'connected',
    baseUrl: 'https://psa.example',
    authKind: 'apiKey',
    mayWrite: null,
    capabilities: { entraRoutes: { state: 'notMounted', sentence: 'Not offered.' } },
    connectedAt: readAt,
    disconnectedAt: null,
    lastCheckedAt: readAt,
    lastError: null,
  };
  psaConnections.save(psa);
  psaConnections.save({ ...psa, mayWrite: false });
  expect(psaConnections.getActive()).toEqual({ ...psa, mayWrite: false });
});

test('a rediscovered tenant keeps its id, and what a source does not tell is not forgotten', () => {
  const store = aStore();
  const id = aTenantIn(store);
  store.managedTenants.saveDescription(
    id,
    {
      displayName: null,
      defaultDomain: null,
      initialDomain: 'contoso.onmicrosoft.com',
      verifiedDomains: ['contoso.example', 'contoso.test'],
      userCount: 12,
      access: 'ok',
    },
    readAt + 1,
  );
  const result = store.managedTenants.saveDiscovered(
    [
      {
        ...store.managedTenants.get(id),
        displayName: 'Contoso Ltd',
        defaultDomain: null,
        initialDomain: null,
        verifiedDomains: [],
        userCount: null,
        sources: ['cipp'],
      },
    ],
    readAt + 2,
  );
  expect(result).toEqual({ added: 0, known: 1 });
  expect(store.managedTenants.get(id)).toMatchObject({
    managedTenantId: id,
    displayName: 'Contoso Ltd',
    defaultDomain: 'contoso.example',
    initialDomain: 'contoso.onmicrosoft.com',
    verifiedDomains: ['contoso.example', 'contoso.test'],
    sources: ['cipp'],
    userCount: 12,
    access: 'ok',
    discoveredAt: readAt,
    lastSeenAt: readAt + 2,
  });
});

test('tenants are filtered by decision, newness, access and search, and counted', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  const fabrikam = aTenantIn(store, fabrikamTenantId, 'Fabrikam');
  const none: ManagedTenantFilter = { decision: null, access: null, onlyNew: false, search: '' };
  const names = (filter: Partial<ManagedTenantFilter>): string[] =>
    store.managedTenants
      .page({ ...none, ...filter }, { offset: 0, limit: 9 })
      .rows.map(({ displayName }) => displayName);
  store.managedTenants.acknowledgeNew(readAt);
  aTenantIn(store, asId('33333333-0000-4000-8000-000000000003'), 'Tailspin');
  store.mappings.saveAll([
    aMapping({ managedTenantId: contoso }),
    aMapping({ managedTenantId: fabrikam, state: 'skipped', clientId: null }),
  ]);
  store.managedTenants.setAccess(fabrikam, {
    access: 'consentNeeded',
    sentence: 'Consent is missing.',
    checkedAt: readAt,
  });
  expect(names({})).toEqual(['Contoso', 'Fabrikam', 'Tailspin']);
  expect(names({ decision: 'mapped' })).toEqual(['Contoso']);
  expect(names({ decision: 'skipped' })).toEqual(['Fabrikam']);
  expect(names({ decision: 'undecided' })).toEqual(['Tailspin']);
  expect(names({ onlyNew: true })).toEqual(['Tailspin']);
  expect(names({ access: 'consentNeeded' })).toEqual(['Fabrikam']);
  expect(names({ search: 'tails' })).toEqual(['Tailspin']);
  expect(store.managedTenants.counts()).toEqual({ total: 3, mapped: 1, skipped: 1, undecided: 1, new: 1 });
});

function aMapping(overrides: Partial<TenantMapping>): TenantMapping {
  return {
    managedTenantId: asId(''),
    state: 'mapped',
    clientId: contosoId,
    evidenceHash: 'e1',
    domainsWhenDecided: ['contoso.example'],
    decidedBy: 'Olga',
    decidedAt: readAt,
    ...overrides,
  };
}

test('one mapping is active per tenant, every earlier decision stays, and clients may be shared', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  const fabrikam = aTenantIn(store, fabrikamTenantId, 'Fabrikam');
  store.mappings.save(aMapping({ managedTenantId: contoso }));
  store.mappings.save(aMapping({ managedTenantId: contoso, clientId: fabrikamId, decidedAt: readAt + 1 }));
  store.mappings.save(aMapping({ managedTenantId: fabrikam, clientId: fabrikamId }));
  expect(store.mappings.findActive(contoso)?.clientId).toBe(fabrikamId);
  expect(store.mappings.listHistory(contoso).map(({ clientId }) => clientId)).toEqual([fabrikamId, contosoId]);
  expect(store.mappings.listByClient(fabrikamId)).toHaveLength(2);
  expect(store.mappings.listActive()).toHaveLength(2);
});

test('a sheet of mappings is stored whole or not at all', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  const sheet = [aMapping({ managedTenantId: contoso }), aMapping({ managedTenantId: asId('nobody') })];
  expect(() => store.mappings.saveAll(sheet)).toThrow(expect.objectContaining({ code: 'tenant.notFound' }));
  expect(store.mappings.listActive()).toEqual([]);
});

test('settings, groups and notices remember', () => {
  const store = aStore();
  expect(store.settings.get('rules')).toBeNull();
  store.settings.set('rules', { nameOnly: 'review' });
  expect(store.settings.get('rules')).toEqual({ nameOnly: 'review' });
  store.settings.remove('rules');
  expect(store.settings.get('rules')).toBeNull();

  const contoso = aTenantIn(store);
  store.directoryGroups.saveMembers(contoso, { groupId: 'g1', displayName: 'Staff', memberIds: ['a', 'b'], readAt });
  store.directoryGroups.saveMembers(contoso, { groupId: 'g1', displayName: 'Staff', memberIds: ['b'], readAt });
  store.directoryGroups.saveMembers(contoso, { groupId: 'g2', displayName: 'Empty', memberIds: [], readAt });
  expect(store.directoryGroups.loadForPlanning(contoso)).toEqual(
    new Map([
      ['g1', new Set(['b'])],
      ['g2', new Set()],
    ]),
  );

  const notice = {
    dedupeKey: 'run-failed:x',
    severity: 'error',
    title: 'A run failed',
    body: 'Twice.',
    route: '/sync',
  } as const;
  expect(store.notices.raise(notice)).toBe(true);
  expect(store.notices.raise(notice)).toBe(false);
  expect(store.notices.listCurrent()).toMatchObject([notice]);
  expect(store.notices.clear('run-failed:x')).toBe(true);
  expect(store.notices.raise(notice)).toBe(true);
});
