/**
 * Reads a customer's people by `/users/delta` (`contracts/microsoft.md` 2.7): the first round is the whole directory, later rounds
 * are what changed. Rows of a later round may carry only some properties, so everybody in one is fetched again by id: every
 * row that leaves here is complete, and a missing property means "has none". The id check comes before the first page.
 */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { Log } from '../../http/log.ts';
import type { DirectoryPage, DirectoryUserFacts } from '../port.ts';
import type { GraphCall, GraphClient, RawPage } from './graph-client.ts';
import { idRow, removedUser, user } from './graph-schemas.ts';
import { readOrganization } from './organization.ts';
import { readCursor, writeCursor } from './user-cursor.ts';
import { toDirectoryUser, userSelect } from './user-facts.ts';
import { fetchUsersById } from './users-by-id.ts';

export const READ_USERS_SCOPES: readonly string[] = ['User.Read.All', 'Directory.Read.All'];

export interface ReadUsers {
  readonly client: GraphClient;
  readonly entraTenantId: EntraTenantId;
  readonly origin: string;
  readonly cursor: string | null;
  readonly signal: AbortSignal;
  readonly log: Log;
}

type Removed = DirectoryPage['removed'][number];

/** Throws `provider.cursorExpired` for a cursor that is no longer good; then read again without one. */
export async function* readUsers(read: ReadUsers): AsyncGenerator<DirectoryPage> {
  const { client, entraTenantId, signal } = read;
  const isFullRead = read.cursor === null;
  const start =
    read.cursor === null ? `v1.0/users/delta?$select=${userSelect.join(',')}` : readCursor(read.cursor, read);
  await readOrganization(client, entraTenantId, signal);
  const call: GraphCall = { entraTenantId, signal, scopesNeeded: READ_USERS_SCOPES };
  const seen = new Set<string>();
  for await (const raw of client.pages(start, call)) {
    const rows = lastOfEach(raw.rows);
    const users = await usersOf(read, { rows: rows.present, isFullRead, seen });
    for (const id of rows.present.keys()) seen.add(id);
    if (raw.nextLink !== null) {
      yield { users, removed: rows.removed, isFullRead, cursor: null, isLast: false };
      continue;
    }
    const deleted = isFullRead ? await readDeleted(read, call) : [];
    yield {
      users,
      removed: [...rows.removed, ...deleted],
      isFullRead,
      cursor: writeCursor(entraTenantId, endOf(raw)),
      isLast: true,
    };
  }
}

/** A round that ends without a delta link was not understood to its end. */
function endOf(raw: RawPage): string {
  if (raw.deltaLink !== null) return raw.deltaLink;
  throw new EngineError(
    'provider.responseInvalid',
    'Microsoft Graph ended the list of users without saying so. The read does not count.',
  );
}

interface Rows {
  readonly present: ReadonlyMap<string, unknown>;
  readonly removed: readonly Removed[];
}

/** The same person may come several times, as present and as removed, in any mixture: the last row of a page wins. */
function lastOfEach(rows: readonly unknown[]): Rows {
  const present = new Map<string, unknown>();
  const removed = new Map<string, Removed>();
  for (const row of rows) {
    const gone = removedUser.safeParse(row);
    const parsed = gone.success ? gone : idRow.safeParse(row);
    if (!parsed.success) throw oddUser();
    const { id } = parsed.data;
    present.delete(id);
    removed.delete(id);
    if (gone.success) removed.set(id, { entraObjectId: id, proof: 'deltaTombstone' });
    else present.set(id, row);
  }
  return { present, removed: [...removed.values()] };
}

async function usersOf(
  read: ReadUsers,
  page: {
    readonly rows: ReadonlyMap<string, unknown>;
    readonly isFullRead: boolean;
    readonly seen: ReadonlySet<string>;
  },
): Promise<DirectoryUserFacts[]> {
  // In the first round a row is whole, unless it is a change that overtook the listing: then its person came before.
  const partial = [...page.rows.keys()].filter((id) => !page.isFullRead || page.seen.has(id));
  const fetched = await fetchUsersById(read.client, partial, {
    entraTenantId: read.entraTenantId,
    signal: read.signal,
    scopesNeeded: READ_USERS_SCOPES,
  });
  return [...page.rows].flatMap(([id, row]) => {
    // Not found any more: gone since the round was made. Its tombstone comes with the next round.
    const whole = partial.includes(id) ? fetched.get(id) : row;
    return whole === undefined ? [] : [toDirectoryUser(parseUser(whole), read.entraTenantId)];
  });
}

function parseUser(row: unknown) {
  const parsed = user.safeParse(row);
  if (parsed.success) return parsed.data;
  throw oddUser(parsed.error.issues[0]?.path.join('.') ?? null);
}

function oddUser(at: string | null = null): EngineError {
  return new EngineError(
    'provider.responseInvalid',
    'Microsoft Graph sent a user row that Concord does not understand. The read does not count.',
    {
      details: { at },
    },
  );
}

/** The recycle bin proves who was deleted. It may be closed to us; then absence from two reads has to do. */
async function readDeleted(read: ReadUsers, call: GraphCall): Promise<Removed[]> {
  const removed: Removed[] = [];
  try {
    for await (const raw of read.client.pages(
      'v1.0/directory/deletedItems/microsoft.graph.user?$select=id&$top=999',
      call,
    )) {
      for (const row of raw.rows) {
        const parsed = idRow.safeParse(row);
        if (parsed.success) removed.push({ entraObjectId: parsed.data.id, proof: 'deletedItems' });
      }
    }
    return removed;
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (
      error.code !== 'gdap.roleMissing' &&
      error.code !== 'provider.consentMissing' &&
      error.code !== 'provider.responseInvalid'
    )
      throw error;
    read.log.info(
      { entraTenantId: read.entraTenantId, code: error.code },
      'the list of deleted users is not readable here',
    );
    return [];
  }
}
