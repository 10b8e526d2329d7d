/**
 * Streams a customer's directory through CIPP, page by page. Order: prove which customer answers, learn the mailbox kinds,
 * then the people (ListGraphRequest; ListUsers on an older CIPP), then the deleted ones. Nobody is yielded before the proof
 * has passed, and an empty directory is believed only when CIPP's own count says zero: with status 200 and an empty list CIPP
 * also answers for customers that it does not know (`contracts/microsoft.md` 6.5).
 */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { MailboxKind } from '../../domain/directory-user.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { Log } from '../../http/log.ts';
import type { DirectoryPage, ReadUsersOptions } from '../port.ts';
import { deletedRow, type UserRow, userRow } from './answers.ts';
import type { CippClient } from './cipp-client.ts';
import { countUsers, identifyTenant, type TenantIdentity, wrongTenant } from './describe-tenant.ts';
import { readMailboxKinds } from './mailboxes.ts';
import { toDirectoryUser } from './map-user.ts';
import { invalidAnswer } from './refusals.ts';
import { bareRows, graphRows, parseRows } from './rows.ts';

/** `contracts/microsoft.md` 2.4. CIPP sorts and de-duplicates it. */
const USER_SELECT =
  'id,accountEnabled,userType,displayName,givenName,surname,mail,userPrincipalName,otherMails,proxyAddresses,jobTitle,department,companyName,businessPhones,mobilePhone,officeLocation,country,usageLocation,assignedLicenses,createdDateTime,isResourceAccount';
const PAGE_SIZE = 999;
/** A million people in one customer; beyond it a link goes round in circles. */
const MAX_PAGES = 1_100;

interface RowsPage {
  readonly rows: readonly UserRow[];
  readonly isLast: boolean;
}

export interface UserReading {
  readonly client: CippClient;
  readonly entraTenantId: EntraTenantId;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Throws the customer's failures; a cursor is refused, because CIPP drops Graph's delta links. */
export async function* readUsers(
  reading: UserReading,
  { cursor }: Pick<ReadUsersOptions, 'cursor'>,
): AsyncGenerator<DirectoryPage> {
  if (cursor !== null)
    throw new EngineError('provider.cursorExpired', 'CIPP has no changes feed, so everybody is read again.');
  const { client, entraTenantId, signal, log } = reading;
  const identity = await identifyTenant(client, entraTenantId, signal);
  const kinds = await readMailboxKinds(client, entraTenantId, { signal, log });
  const seen = new Set<string>();
  let belongs = identity.isIdProven;
  for await (const page of userPages(reading)) {
    refuseForeignRows(page.rows, entraTenantId, identity);
    belongs ||= page.rows.some((row) => isOfTenant(row, identity));
    if (!belongs && page.rows.length > 0) throw wrongTenant(null);
    const fresh = page.rows.filter((row) => !seen.has(row.id));
    for (const row of fresh) seen.add(row.id);
    if (page.isLast && seen.size === 0) await refuseUnprovenEmptiness(reading);
    yield await toPage({ fresh, kinds, isLast: page.isLast, seen }, reading);
  }
}

async function toPage(
  page: {
    readonly fresh: readonly UserRow[];
    readonly kinds: ReadonlyMap<string, MailboxKind> | null;
    readonly isLast: boolean;
    readonly seen: ReadonlySet<string>;
  },
  reading: UserReading,
): Promise<DirectoryPage> {
  const deleted = page.isLast ? await readDeletedIds(reading) : [];
  return {
    users: page.fresh.map((row) => toDirectoryUser(row, reading.entraTenantId, page.kinds)),
    removed: deleted
      .filter((entraObjectId) => !page.seen.has(entraObjectId))
      .map((entraObjectId) => ({ entraObjectId, proof: 'deletedItems' as const })),
    isFullRead: true,
    cursor: null,
    isLast: page.isLast,
  };
}

async function* userPages(reading: UserReading): AsyncGenerator<RowsPage> {
  const { client, entraTenantId, signal } = reading;
  const endpoint = 'ListGraphRequest';
  const base = {
    Endpoint: 'users',
    Version: 'v1.0',
    $select: USER_SELECT,
    $top: PAGE_SIZE,
    manualPagination: 'true',
  };
  const visited = new Set<string>();
  let nextLink: string | null = null;
  do {
    const query = nextLink === null ? base : { ...base, nextLink };
    const answer = await client.askCustomer(entraTenantId, { endpoint, query }, signal);
    if (answer === null && nextLink === null) {
      yield await allUsersAtOnce(reading);
      return;
    }
    const page = graphRows(answer?.value, endpoint);
    nextLink = page.nextLink;
    if (nextLink !== null && (visited.has(nextLink) || visited.size >= MAX_PAGES)) {
      throw invalidAnswer('CIPP’s pages lead in a circle, so reading this customer was stopped.');
    }
    if (nextLink !== null) visited.add(nextLink);
    yield { rows: parseRows(page.rows, userRow, endpoint), isLast: nextLink === null };
  } while (nextLink !== null);
}

async function allUsersAtOnce({ client, entraTenantId, signal }: UserReading): Promise<RowsPage> {
  const endpoint = 'ListUsers';
  const answer = await client.askCustomer(entraTenantId, { endpoint, query: {} }, signal);
  if (answer === null) throw invalidAnswer('This CIPP offers neither ListGraphRequest nor ListUsers. Update CIPP.');
  return { rows: parseRows(bareRows(answer.value, endpoint), userRow, endpoint), isLast: true };
}

/** ListGraphRequest writes into each row which customer it was read for. */
function refuseForeignRows(rows: readonly UserRow[], entraTenantId: EntraTenantId, identity: TenantIdentity): void {
  const names = new Set([entraTenantId.toLowerCase(), ...domainsOf(identity)]);
  const foreign = rows.find((row) => row.Tenant !== null && !names.has(row.Tenant.trim().toLowerCase()));
  if (foreign !== undefined) throw wrongTenant(foreign.Tenant);
}

function domainsOf({ defaultDomain, initialDomain, verifiedDomains }: TenantIdentity): readonly string[] {
  return [defaultDomain, initialDomain, ...verifiedDomains].filter((domain) => domain !== null);
}

/** Every sign-in name ends in a domain of its tenant; the MSP's own people would show the MSP's. */
function isOfTenant(row: UserRow, identity: TenantIdentity): boolean {
  const domain = row.userPrincipalName?.split('@').at(-1)?.trim().toLowerCase() ?? '';
  return domainsOf(identity).includes(domain);
}

async function refuseUnprovenEmptiness({ client, entraTenantId, signal }: UserReading): Promise<void> {
  const count = await countUsers(client, entraTenantId, signal);
  if (count === 0) return;
  const why = count === null ? 'and does not say how many there should be' : `although it counts ${count}`;
  throw invalidAnswer(
    `CIPP listed nobody for this customer, ${why}, so the answer was not believed. Check in CIPP that the customer is not excluded, and refresh it there.`,
    { count: count ?? -1 },
  );
}

/** Proof that people are gone; without it nothing follows, so a failure here costs nothing but the proof. */
async function readDeletedIds({ client, entraTenantId, signal, log }: UserReading): Promise<readonly string[]> {
  const endpoint = 'ListDeletedItems';
  try {
    const answer = await client.askCustomer(entraTenantId, { endpoint, query: {} }, signal);
    if (answer === null) return [];
    const rows = bareRows(answer.value, endpoint).map((row) => deletedRow.safeParse(row));
    return rows.flatMap((row) =>
      row.success && /^#?(microsoft\.graph\.)?users?$/i.test(row.data.TargetType ?? '') ? [row.data.id] : [],
    );
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'cancelled') throw thrown;
    log.info({ entraTenantId, code: thrown.code }, 'the deleted items of this customer are unknown');
    return [];
  }
}
