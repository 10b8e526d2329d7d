/**
 * Stores a link, taking the contact over from an account that left. Only an operator's answer leads here: a person recreated
 * in Entra, or moved between tenants, keeps one contact. A contact of somebody who is in use is never taken.
 */
import type { ContactLink } from '../domain/contact-link.ts';
import type { Store } from '../store/open-store.ts';
import type { SaveLinkOutcome } from '../store/repos/contact-link-repo.ts';

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
