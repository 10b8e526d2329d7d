/**
 * Names and other one-line texts as the PSA stores them: what a directory user is called, and when two spellings are the
 * same name. Refuses to let spacing or letter case overwrite what somebody typed with care.
 */
import type { DirectoryUser } from '../directory-user.ts';

type Named = Pick<DirectoryUser, 'displayName' | 'givenName' | 'surname' | 'entraObjectId'>;

const NAME_LIMIT = 255;
const ROLE_LIMIT = 100;
// Control characters and runs of blanks: neither survives a form field, both make equal values look different.
const UNTIDY = /[\s\p{Cc}\u200b\ufeff]+/gu;
const MAY_BE_UNTIDY = /[^\x21-\x7e\u00c0-\u024f ]| {2}|^ | $/;

/** Trimmed, single blanks, composed; empty for null. */
export function tidyText(text: string | null): string {
  if (text === null) return '';
  return MAY_BE_UNTIDY.test(text) ? text.normalize('NFC').replace(UNTIDY, ' ').trim() : text;
}

/** The directory's own name for the person, or null when it holds none: display name, else given name and surname. */
export function givenFullName(user: Named): string | null {
  const name = tidyText(user.displayName) || tidyText(`${user.givenName ?? ''} ${user.surname ?? ''}`);
  return name === '' ? null : name.slice(0, NAME_LIMIT).trim();
}

/** Never empty: the own name, else the local part of the address, else the object id (the guide's fallback chain). */
export function fullNameOf(user: Named, address: string | null): string {
  const own = givenFullName(user);
  if (own !== null) return own;
  return address === null ? user.entraObjectId : address.slice(0, address.lastIndexOf('@'));
}

/** The job title as a role the PSA accepts (at most 100 characters), or null when empty. */
export function roleOf(jobTitle: string | null): string | null {
  const role = tidyText(jobTitle).slice(0, ROLE_LIMIT).trim();
  return role === '' ? null : role;
}

/** Equal but for spacing and letter case: "ANN LEE " is how a directory shouts "Ann Lee", not news about her. */
export function isSameName(left: string, right: string): boolean {
  return left === right || tidyText(left).toLowerCase() === tidyText(right).toLowerCase();
}
