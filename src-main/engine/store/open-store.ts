/**
 * Opens one profile's store: takes the profile lock, refuses what it must not touch, migrates, and hands out the
 * repositories. Everything it opened is closed again when any step fails. One process, one store, one writer.
 */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { type Db, openDatabase } from './database.ts';
import { migrateFile, migrateTo, refuseUnreadableFile } from './migrate.ts';
import { schemaVersion } from './migrations/chain.ts';
import { nextBackupFile, type ProfileFiles, profileFiles, pruneBackups } from './profile-files.ts';
import { lockProfile, type ProfileLock } from './profile-lock.ts';
import { auditRepo } from './repos/audit-repo.ts';
import { clientRepo } from './repos/client-repo.ts';
import { directoryConnectionRepo, psaConnectionRepo } from './repos/connection-repo.ts';
import { contactLinkRepo } from './repos/contact-link-repo.ts';
import { contactRepo } from './repos/contact-repo.ts';
import { decisionRepo } from './repos/decision-repo.ts';
import { directoryGroupRepo } from './repos/directory-group-repo.ts';
import { directoryReadRepo } from './repos/directory-read-repo.ts';
import { directoryUserRepo } from './repos/directory-user-repo.ts';
import { jobRepo } from './repos/job-repo.ts';
import { managedTenantRepo } from './repos/managed-tenant-repo.ts';
import { mappingRepo } from './repos/mapping-repo.ts';
import { noticeRepo } from './repos/notice-repo.ts';
import { operationRepo } from './repos/operation-repo.ts';
import { psaReadRepo } from './repos/psa-read-repo.ts';
import { queueItemRepo } from './repos/queue-item-repo.ts';
import { settingRepo } from './repos/setting-repo.ts';
import { syncPlanRepo } from './repos/sync-plan-repo.ts';
import { syncRunRepo } from './repos/sync-run-repo.ts';
import { tenantKeys } from './repos/tenant-keys.ts';
import { storeFailure, translateStoreError } from './sqlite-errors.ts';

export interface StoreOptions {
  /** Epoch ms. */
  readonly now: () => number;
  /** A fresh unique id, a UUID in the product. */
  readonly newId: () => string;
  /** Who opens it, for the refusal that a second process gets: `desktop app`, `web host`, `command line`. */
  readonly host?: string;
}

export type Store = ReturnType<typeof repositories> & {
  /** Null for a store in memory. */
  readonly files: ProfileFiles | null;
  /** All or nothing, and on disk when it returns. Nested calls join the outer one; `work` must not be async. */
  transaction<Result>(work: () => Result): Result;
  /** Copies the database beside itself while it is in use; returns the copy's path. */
  backUp(): Promise<string | null>;
  /** Reads the whole file; throws `store.corrupt` when any page or index is damaged. Slow on large profiles. */
  checkIntegrity(): void;
  close(): void;
};

/** Opens (and makes, when missing) the profile in `home`. Throws the `store.*` errors and `profile.inUse`. */
export function openStore(home: string, options: StoreOptions): Store {
  const files = profileFiles(home);
  const toClose: { close(): void }[] = [];
  try {
    mkdirSync(home, { recursive: true });
    const lock = lockProfile(files, { host: options.host ?? 'engine', pid: process.pid, since: options.now() });
    toClose.push({ close: () => lock.release() });
    refuseUnreadableFile(files);
    const db = openDatabase(files.databaseFile, (thrown) => translateStoreError(thrown, files));
    toClose.push(db);
    prepareConnection(db);
    migrateFile(db, files, options.now());
    return assemble({ db, files, lock, options });
  } catch (error) {
    for (const opened of toClose.reverse()) opened.close();
    throw translateStoreError(error, files);
  }
}

/** A store without a file, for tests and throw-away work. */
export function openMemoryStore(options: StoreOptions): Store {
  const nowhere = { databaseFile: ':memory:', newestBackup: () => null };
  const db = openDatabase(':memory:', (thrown) => translateStoreError(thrown, nowhere));
  prepareConnection(db);
  migrateTo(db, schemaVersion);
  return assemble({ db, files: null, lock: null, options });
}

/** FULL: a commit that returned survives a power cut. Decisions, approvals and the journal depend on it. */
function prepareConnection(db: Db): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 4000');
  db.pragma('journal_size_limit = 67108864');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  db.pragma('cache_size = -65536');
  db.pragma('temp_store = MEMORY');
}

interface Parts {
  readonly db: Db;
  readonly files: ProfileFiles | null;
  readonly lock: ProfileLock | null;
  readonly options: StoreOptions;
}

function assemble({ db, files, lock, options }: Parts): Store {
  const repos = repositories(db, options);
  return {
    ...repos,
    files,
    transaction: (work) => db.transaction(work),
    async backUp() {
      if (files === null) return null;
      const file = nextBackupFile(files, 'backup', options.now());
      await db.backUpTo(file);
      pruneBackups(files);
      return file;
    },
    checkIntegrity() {
      const verdict = db.pragma('quick_check(1)');
      const sound = verdict === 'ok' && db.pragma('foreign_key_check') === undefined;
      if (!sound && files) throw storeFailure('store.corrupt', files, { cause: verdict, nativeCode: 'quick_check' });
    },
    close() {
      repos.directoryUsers.search.stop();
      repos.contacts.search.stop();
      db.close();
      lock?.release();
    },
  };
}

function repositories(db: Db, { now, newId }: StoreOptions) {
  const keys = tenantKeys(db);
  const mappings = mappingRepo(db, keys);
  const psaReads = psaReadRepo(db);
  const directoryUsers = directoryUserRepo({ db, keys, reads: directoryReadRepo(db) });
  const contacts = contactRepo(db, psaReads);
  return {
    settings: settingRepo(db, now),
    directoryConnections: directoryConnectionRepo(db),
    psaConnections: psaConnectionRepo(db),
    managedTenants: managedTenantRepo({ db, newId, mappings }),
    mappings,
    psaReads,
    clients: clientRepo(db, psaReads),
    contacts,
    directoryUsers,
    directoryGroups: directoryGroupRepo(db, keys),
    links: contactLinkRepo(db, now),
    queue: queueItemRepo({ db, newId }),
    decisions: decisionRepo(db),
    plans: syncPlanRepo(db, directoryUsers.search),
    runs: syncRunRepo({ db, newId }),
    operations: operationRepo({ db, newId, now }),
    audit: auditRepo(db, now),
    notices: noticeRepo({ db, newId, now }),
    jobs: jobRepo({ db, newId, now }),
    /** Brings the search indexes up by one slice; true while more waits. They also follow by themselves soon after a read. */
    catchUpSearch: (): boolean => [directoryUsers.search.catchUpSome(), contacts.search.catchUpSome()].includes(true),
  };
}
