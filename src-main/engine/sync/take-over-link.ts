/**
 * Stores a link, taking the contact over from an account that left. Only an operator's answer leads here: a person recreated
 * in Entra, or moved between tenants, keeps one contact. A contact of somebody who is in use is never taken. What a link
 * takes the place of is journaled with the row that makes it, so that undo can give it back.
 */
import type { ContactLink } from '../domain/contact-link.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { Store } from '../store/open-store.ts';
import type { DirectoryIdentity, SaveLinkOutcome } from '../store/repos/contact-link-repo.ts';

/** A row as the journal keeps it. */
export interface JournaledChange extends PlannedChange {
  /** Links as they were before the row: the person's own, and the one that held the contact. */
  readonly linksBefore: readonly ContactLink[];
}

/** The former holder's link stays as `orphaned`: it holds nothing any more, and tells who had the contact before. */
export function saveLinkOrTakeOver(
  { links, directoryUsers }: Pick<Store, 'links' | 'directoryUsers'>,
  link: ContactLink,
): SaveLinkOutcome {
  const saved = links.save(link);
  if (saved.kind === 'saved') return saved;
  if (!mayTakeOverFrom({ directoryUsers }, saved.by)) return saved;
  links.setStatus(saved.by, 'orphaned', false);
  return links.save(link);
}

/** The account that holds the contact is gone, disabled, or in no directory we know. */
export function mayTakeOverFrom({ directoryUsers }: Pick<Store, 'directoryUsers'>, holder: ContactLink): boolean {
  const user = directoryUsers.find(holder.entraTenantId, holder.entraObjectId);
  return user === null || user.presence === 'gone' || user.accountEnabled === false;
}

/** What a new link of this row would take the place of; nothing for rows that make none. */
export function linksBefore({ links }: Pick<Store, 'links'>, change: PlannedChange): readonly ContactLink[] {
  if (change.action !== 'link' && change.action !== 'create') return [];
  const own = links.find(change);
  const holder = change.contactId === null ? null : links.findActiveByContact(change.contactId);
  const isOwn = holder?.entraTenantId === change.entraTenantId && holder.entraObjectId === change.entraObjectId;
  return [...(own ? [own] : []), ...(holder && !isOwn ? [holder] : [])];
}

/**
 * Takes a link back and gives back what it took the place of. A former holder who got another contact since keeps that one,
 * and a contact that somebody else holds by now stays theirs.
 */
export function removeLinkAndGiveBack(
  { links }: Pick<Store, 'links'>,
  holder: DirectoryIdentity,
  linksBefore: readonly ContactLink[],
): void {
  links.remove(holder);
  for (const former of linksBefore) {
    const now = links.find(former);
    if (now === null || (now.status === 'orphaned' && now.contactId === former.contactId)) links.save(former);
  }
}
