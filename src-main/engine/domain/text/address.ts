/**
 * E-mail addresses as keys. Design 6: the normalised address is the trimmed, lower-cased mail, else the UPN. Refuses what
 * no mail could reach, and a guest's `#EXT#` name, which is Microsoft's label for somebody else's address.
 */
import type { DirectoryUser } from '../directory-user.ts';

// Deliberately loose before the @ (plus signs, apostrophes, non-Latin letters), strict about what separates fields.
const PLAUSIBLE =
  /^[^\s@<>()[\]\\,;:"]+@(?:[^\s@<>()[\]\\,;:"./_]+\.)+[^\s@<>()[\]\\,;:"./_\d][^\s@<>()[\]\\,;:"./_]+$/u;
const GUEST_UPN = /#ext#/i;

/** Trimmed, lower-cased, composed (NFC), without an `SMTP:` prefix; null when it is not plausibly an address. */
export function normaliseAddress(mail: string | null): string | null {
  if (mail === null) return null;
  const text = mail
    .trim()
    .replace(/^(?:smtp|mailto):/i, '')
    .normalize('NFC')
    .toLowerCase();
  if (text.length > 254 || text.includes('..') || text.startsWith('.') || text.includes('.@')) return null;
  return PLAUSIBLE.test(text) && !GUEST_UPN.test(text) ? text : null;
}

/** The address a person is matched and created by, or null when the directory holds none that could receive mail. */
export function usableAddress(user: Pick<DirectoryUser, 'mail' | 'userPrincipalName'>): string | null {
  return normaliseAddress(user.mail) ?? normaliseAddress(user.userPrincipalName);
}

/** A UPN that Microsoft makes for people of another tenant: `ann_fabrikam.com#EXT#@contoso.onmicrosoft.com`. */
export function isGuestUpn(userPrincipalName: string | null): boolean {
  return userPrincipalName !== null && GUEST_UPN.test(userPrincipalName);
}

/** What stands before the last @, lower-cased and without a plus tag; null without an @. */
export function localPartOf(address: string | null): string | null {
  if (address === null) return null;
  const at = address.lastIndexOf('@');
  if (at <= 0) return null;
  const local = address.slice(0, at).trim().toLowerCase();
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(0, plus) : local;
}
