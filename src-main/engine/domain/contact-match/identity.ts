/**
 * One directory user on its way through the decision, with what is known about it before any contact is looked at.
 * Nothing here is decided.
 */
import type { ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { ContactLink } from '../contact-link.ts';
import type { DirectoryUser } from '../directory-user.ts';
import type { TenantDirectory } from '../plan-input.ts';
import { normaliseAddress } from '../text/address.ts';
import type { Exclusion } from '../user-filter/compile-filter.ts';

export interface Identity {
  readonly user: DirectoryUser;
  readonly directory: TenantDirectory;
  /** The client that the directory is mapped to. */
  readonly clientId: ClientId;
  /** Normalised address = usable mail, else usable UPN; null when neither could receive mail. */
  readonly address: string | null;
  readonly exclusion: Exclusion | null;
  readonly link: ContactLink | null;
}

/** Counts, and is not proven gone: a person who may own an address today. A single absence proves nothing. */
export function isClaimant(identity: Identity): boolean {
  return identity.exclusion === null && identity.user.presence !== 'gone';
}

/** Proven gone or disabled: somebody whose contact another account may take over, if an operator says so. */
export function hasLeft(identity: Identity): boolean {
  return identity.user.presence === 'gone' || identity.exclusion?.reason === 'account_disabled';
}

export interface UserAddress {
  readonly address: string;
  /** `otherMails` hold recovery addresses, often shared or somebody else's: weaker than what the mailbox answers to. */
  readonly kind: 'mailbox' | 'recovery';
}

/** Every address of the account but the normalised one, each once, mailbox addresses first. */
export function otherAddresses({ user, address }: Pick<Identity, 'user' | 'address'>): readonly UserAddress[] {
  const seen = new Set<string | null>([address, null]);
  const found: UserAddress[] = [];
  const offer = (raw: string | null, kind: UserAddress['kind']): void => {
    const folded = normaliseAddress(raw);
    if (seen.has(folded) || folded === null) return;
    seen.add(folded);
    found.push({ address: folded, kind });
  };
  offer(user.mail, 'mailbox');
  offer(user.userPrincipalName, 'mailbox');
  for (const proxy of user.proxyAddresses) offer(hasScheme(proxy) ? proxy.slice(5) : proxy, 'mailbox');
  for (const mail of user.otherMails) offer(mail, 'recovery');
  return found;
}

/** `SMTP:` or `smtp:`; other kinds of proxy (`sip:`, `x500:`) stay as they are and are no addresses. */
function hasScheme(proxy: string): boolean {
  return proxy.startsWith('smtp:') || proxy.startsWith('SMTP:');
}
