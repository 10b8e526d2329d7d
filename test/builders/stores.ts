/**
 * Stores for tests: real SQLite, in memory or in a profile folder of its own, with a clock that only moves when told to and
 * ids that count up. Everything is closed and removed after each test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { asId, type EntraTenantId, type ManagedTenantId } from '../../shared/vocabulary/ids.ts';
import { openMemoryStore, openStore, type Store, type StoreOptions } from '../../src-main/engine/store/open-store.ts';
import { contosoTenantId, readAt } from './people.ts';

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

export interface TestClock {
  at: number;
}

export function testOptions(clock: TestClock = { at: readAt }): StoreOptions {
  let ids = 0;
  return {
    now: () => clock.at,
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    host: 'test',
  };
}

/** A store in memory. */
export function aStore(clock?: TestClock): Store {
  const store = openMemoryStore(testOptions(clock));
  cleanUps.push(() => store.close());
  return store;
}

/** An empty profile folder. */
export function aProfileHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'concord-store-'));
  cleanUps.push(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** A store on disk; closed after the test unless the test closes it. */
export function aStoreIn(home: string, clock?: TestClock): Store {
  const store = openStore(home, testOptions(clock));
  cleanUps.push(() => store.close());
  return store;
}

/** A discovered managed tenant, Contoso unless told otherwise. */
export function aTenantIn(
  store: Store,
  entraTenantId: EntraTenantId = contosoTenantId,
  name = 'Contoso',
): ManagedTenantId {
  const domain = `${name.toLowerCase().replace(/[^a-z0-9]/g, '')}.example`;
  store.managedTenants.saveDiscovered(
    [
      {
        entraTenantId,
        displayName: name,
        defaultDomain: domain,
        initialDomain: null,
        verifiedDomains: [domain],
        sources: ['relationships'],
        isPartner: false,
        gdap: null,
        userCount: null,
      },
    ],
    readAt,
  );
  return store.managedTenants.findByEntraId(entraTenantId)?.managedTenantId ?? asId('');
}
