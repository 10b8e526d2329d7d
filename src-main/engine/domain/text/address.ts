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
  if (isPlainAddress(mail)) return mail;
  const text = mail
    .trim()
    .replace(/^(?:smtp|mailto):/i, '')
    .normalize('NFC')
    .toLowerCase();
  if (text.length > 254 || text.includes('..') || text.startsWith('.') || text.includes('.@')) return null;
  return PLAUSIBLE.test(text) && !GUEST_UPN.test(text) ? text : null;
}

/**
 * True for an address that is its own normal form, told without a regular expression: lower-case Latin letters, digits and
 * the usual signs. Nearly every address is one, and a plan looks at half a million. False decides nothing.
 */
function isPlainAddress(mail: string): boolean {
  const at = mail.indexOf('@');
  const lastDot = mail.lastIndexOf('.');
  if (at < 1 || lastDot < at || mail.length > 254 || mail.length - lastDot < 3) return false;
  return isPlainRun(mail, 0, at) && isPlainRun(mail, at + 1, mail.length) && isLetter(mail.charCodeAt(lastDot + 1));
}

/** Plain signs with single dots between them; what only a local part may hold is told by the place of the @. */
function isPlainRun(mail: string, from: number, to: number): boolean {
  let before = DOT;
  for (let place = from; place < to; place++) {
    const code = mail.charCodeAt(place);
    const isPlain = code === DOT ? before !== DOT : isPlainSign(code, from === 0);
    if (!isPlain) return false;
    before = code;
  }
  return before !== DOT;
}

const DOT = 46;
const DASH = 45;
const UNDERSCORE = 95;
const PLUS = 43;
const APOSTROPHE = 39;

function isPlainSign(code: number, isLocalPart: boolean): boolean {
  if (isLetter(code) || isDigit(code) || code === DASH) return true;
  return isLocalPart && (code === UNDERSCORE || code === PLUS || code === APOSTROPHE);
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
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
