/**
 * The poison list: everyone who would make the server's own sync fail a whole client (`contracts/psa.md` 5.7, 9.1 point 5).
 * The server takes one person after another, matches the lower-cased mail (else UPN) against primary addresses of the mapped
 * client alone, creates when nothing fits, and the first refusal ends the client. So each row here is somebody it would
 * choke on, with what takes it away.
 *
 *   the address is another client's contact's primary         the create is refused: exists already
 *   the address is somebody's additional address              the create is refused by a trigger
 *   two people of the scope have one address                  the second link breaks the one-link-per-contact index
 *   the contact is linked to another account                  the same
 *   a phone number has characters that the PSA refuses        the create throws
 */
import type { ClientId, ContactId, EntraObjectId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { Contact } from '../contact.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { usableAddress } from '../text/address.ts';

export type PoisonKind =
  | 'addressAtAnotherClient'
  | 'addressIsAdditional'
  | 'peopleShareAddress'
  | 'contactLinkedToAnother'
  | 'phoneCharacters';

/** What can be done; `promoteAddress` can be done from here through v1, the others by people. */
export type PoisonRemedy =
  | { readonly kind: 'promoteAddress'; readonly contactId: ContactId }
  | { readonly kind: 'byHand' };

export interface PoisonRow {
  readonly kind: PoisonKind;
  readonly clientId: ClientId;
  readonly managedTenantId: ManagedTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly displayName: string;
  readonly address: string;
  /** The contact in the way; null where it is not about one. */
  readonly contactId: ContactId | null;
  readonly sentence: string;
  readonly remedy: PoisonRemedy;
  readonly remedySentence: string;
}

export interface PoisonScope {
  readonly clientId: ClientId;
  readonly managedTenantId: ManagedTenantId;
  /** Those the server's filter lets through; disabled people are not created, so they poison nothing. */
  readonly users: readonly DirectoryUser[];
}

/** The PSA's phone rule (`contracts/psa.md` 1.5): these characters only, and at least one digit. */
const allowedPhone = /^[0-9A-Za-z+().\-#/\s]*[0-9][0-9A-Za-z+().\-#/\s]*$/;

type Known = Omit<PoisonRow, 'kind' | 'contactId' | 'sentence' | 'remedy' | 'remedySentence'>;

/** Rows in the order of the scopes and their users. `contacts` are all of the PSA's: addresses are unique across it. */
export function findPoison(scopes: readonly PoisonScope[], contacts: readonly Contact[]): PoisonRow[] {
  const index = indexContacts(contacts);
  const holders = countAddresses(scopes);
  return scopes.flatMap((scope) => scope.users.flatMap((user) => poisonOf(user, scope, { index, holders })));
}

interface Facts {
  readonly index: ReturnType<typeof indexContacts>;
  readonly holders: ReadonlyMap<string, number>;
}

function indexContacts(contacts: readonly Contact[]) {
  const primary = new Map<string, Contact[]>();
  const additional = new Map<string, Contact>();
  for (const contact of contacts) {
    const address = contact.email?.trim().toLowerCase();
    if (address) primary.set(address, [...(primary.get(address) ?? []), contact]);
    for (const other of contact.additionalEmails) additional.set(other.trim().toLowerCase(), contact);
  }
  return { primary, additional };
}

function countAddresses(scopes: readonly PoisonScope[]): Map<string, number> {
  const holders = new Map<string, number>();
  for (const { users, clientId } of scopes)
    for (const user of users) {
      const address = usableAddress(user);
      if (address !== null) holders.set(`${clientId} ${address}`, (holders.get(`${clientId} ${address}`) ?? 0) + 1);
    }
  return holders;
}

function poisonOf(user: DirectoryUser, scope: PoisonScope, { index, holders }: Facts): PoisonRow[] {
  const address = usableAddress(user);
  if (address === null || user.accountEnabled === false || user.presence === 'gone') return [];
  const { clientId, managedTenantId } = scope;
  const known: Known = {
    clientId,
    managedTenantId,
    entraObjectId: user.entraObjectId,
    displayName: user.displayName ?? address,
    address,
  };
  if ((holders.get(`${clientId} ${address}`) ?? 0) > 1) return [shared(known)];
  const own = (index.primary.get(address) ?? []).filter((contact) => contact.clientId === clientId);
  const row = own.length > 0 ? poisonOfMatch(known, own) : poisonOfCreate(known, user, index);
  return row === null ? [] : [row];
}

/** The server would link; several contacts with one address go to its queue, which poisons nothing. */
function poisonOfMatch(known: Known, own: readonly Contact[]): PoisonRow | null {
  const [only] = own;
  if (own.length !== 1 || !only || only.entraObjectId === null) return null;
  return only.entraObjectId.toLowerCase() === known.entraObjectId ? null : linkedElsewhere(known, only);
}

/** The server would create. */
function poisonOfCreate(known: Known, user: DirectoryUser, index: Facts['index']): PoisonRow | null {
  const [foreign] = index.primary.get(known.address) ?? [];
  if (foreign) return atAnotherClient(known, foreign);
  const carrier = index.additional.get(known.address);
  if (carrier) return isAdditional(known, carrier);
  const bad = [...user.businessPhones, user.mobilePhone ?? ''].find(
    (number) => number !== '' && !allowedPhone.test(number),
  );
  return bad === undefined ? null : badPhone(known, bad);
}

const byHand: PoisonRemedy = { kind: 'byHand' };

function shared(known: Known): PoisonRow {
  return {
    ...known,
    kind: 'peopleShareAddress',
    contactId: null,
    sentence: `${known.address} belongs to several accounts.`,
    remedy: byHand,
    remedySentence: 'Give each account its own mail in Entra, or exclude all but one by a filter.',
  };
}

function linkedElsewhere(known: Known, contact: Contact): PoisonRow {
  return {
    ...known,
    kind: 'contactLinkedToAnother',
    contactId: contact.contactId,
    sentence: `${contact.fullName} has this address and is linked to another account.`,
    remedy: byHand,
    remedySentence: 'Take that link away in the PSA, or give the contact another address.',
  };
}

function atAnotherClient(known: Known, contact: Contact): PoisonRow {
  return {
    ...known,
    kind: 'addressAtAnotherClient',
    contactId: contact.contactId,
    sentence: `${contact.fullName} of another client has this address, and the PSA allows an address once.`,
    remedy: byHand,
    remedySentence: 'Move that contact to this client in the PSA, or give it another address.',
  };
}

function isAdditional(known: Known, contact: Contact): PoisonRow {
  const isOwn = contact.clientId === known.clientId;
  return {
    ...known,
    kind: 'addressIsAdditional',
    contactId: contact.contactId,
    sentence: `The address is an additional address of ${contact.fullName}${isOwn ? '' : ' at another client'}.`,
    remedy: isOwn ? { kind: 'promoteAddress', contactId: contact.contactId } : byHand,
    remedySentence: isOwn
      ? 'Make it that contact’s primary address; the server then links instead of creating.'
      : 'Remove it from that contact in the PSA, or move the contact here.',
  };
}

function badPhone(known: Known, number: string): PoisonRow {
  return {
    ...known,
    kind: 'phoneCharacters',
    contactId: null,
    sentence: `The phone number “${number}” has a character that the PSA refuses.`,
    remedy: byHand,
    remedySentence: 'Correct the number in Entra.',
  };
}
