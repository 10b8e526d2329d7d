/**
 * Who holds a contact. One record must not swallow two people, so before a contact is given to an identity the holder is
 * found: a link of ours or of the server's, or the object id that the server's sync left on the contact.
 */
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import type { Estate } from './estate.ts';
import { hasLeft, type Identity } from './identity.ts';

export type Claim =
  | { readonly kind: 'free' }
  /** The identity itself holds it: by its link, or by the object id on the contact. */
  | { readonly kind: 'own'; readonly by: 'link' | 'provenance' }
  | {
      readonly kind: 'taken';
      readonly entraTenantId: string | null;
      readonly entraObjectId: string;
      readonly holder: Identity | null;
      /** `left`: proven gone or disabled, or not in a directory that we read. `unread`: in no directory of this plan. */
      readonly state: 'live' | 'left' | 'unread';
      /** The holder belongs to another tenant than the identity that asks. */
      readonly isOtherTenant: boolean;
    };

const free: Claim = { kind: 'free' };
const ownLink: Claim = { kind: 'own', by: 'link' };
const ownProvenance: Claim = { kind: 'own', by: 'provenance' };

/** Active links come first; two that are active at once are a contradiction, and then nobody owns the contact. */
export function claimOn(contact: Contact, asking: Identity, estate: Estate): Claim {
  const links = estate.linksToContact(contact.contactId);
  const first = links[0];
  if (first === undefined) return provenanceClaim(contact, asking, estate);
  if (links.length === 1 && isLinkOf(first, asking)) return ownLink;
  const active = links.filter((link) => link.status === 'active');
  const holding = active.length > 0 ? active : links;
  const other = holding.find((link) => !isLinkOf(link, asking));
  if (other === undefined) return ownLink;
  const holder = estate.findIdentity(other.entraTenantId, other.entraObjectId);
  return {
    kind: 'taken',
    entraTenantId: other.entraTenantId,
    entraObjectId: other.entraObjectId,
    holder,
    state: stateOf(holder, estate.isTenantRead(other.entraTenantId)),
    isOtherTenant: other.entraTenantId !== asking.user.entraTenantId,
  };
}

function provenanceClaim(contact: Contact, asking: Identity, estate: Estate): Claim {
  const objectId = contact.entraObjectId?.toLowerCase() ?? null;
  if (objectId === null || objectId === '') return free;
  if (objectId === asking.user.entraObjectId.toLowerCase()) return ownProvenance;
  const [holder = null] = estate.identitiesByObjectId(objectId);
  return {
    kind: 'taken',
    entraTenantId: holder?.user.entraTenantId ?? null,
    entraObjectId: objectId,
    holder,
    // The directory of the contact's own client is read when it is the client of the one who asks.
    state: stateOf(holder, contact.clientId === asking.clientId && asking.directory.read.isComplete),
    isOtherTenant: holder !== null && holder.user.entraTenantId !== asking.user.entraTenantId,
  };
}

function stateOf(holder: Identity | null, isRead: boolean): 'live' | 'left' | 'unread' {
  if (holder === null) return isRead ? 'left' : 'unread';
  return hasLeft(holder) ? 'left' : 'live';
}

function isLinkOf(link: ContactLink, { user }: Identity): boolean {
  return link.entraTenantId === user.entraTenantId && link.entraObjectId === user.entraObjectId;
}
