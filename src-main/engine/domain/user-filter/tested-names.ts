/**
 * The names of one directory user that an operator's pattern is asked about: user principal name, mail, display name, and
 * what stands before the @ (design 6, in this order). Read once for all patterns; a name that repeats another is left out.
 */
import type { DirectoryUser } from '../directory-user.ts';
import { localPartOf } from '../text/address.ts';

/** Longer names are cut before an operator's pattern sees them: the last guard against slow patterns. */
const LONGEST_TESTED = 256;

export interface TestedNames {
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly displayName: string | null;
  readonly upnLocal: string | null;
  readonly mailLocal: string | null;
}

export function testedNames({ userPrincipalName, mail, displayName }: DirectoryUser): TestedNames {
  const upnLocal = localPartOf(userPrincipalName);
  const otherMail = mail === userPrincipalName ? null : mail;
  const mailLocal = localPartOf(otherMail);
  return {
    userPrincipalName: cut(userPrincipalName),
    mail: cut(otherMail),
    displayName: cut(displayName),
    upnLocal: cut(upnLocal),
    mailLocal: mailLocal === upnLocal ? null : cut(mailLocal),
  };
}

/** Which of the names the pattern fits, in words; null for none. */
export function fittingName(expression: RegExp, names: TestedNames): string | null {
  const { userPrincipalName, mail, displayName, upnLocal, mailLocal } = names;
  if (userPrincipalName !== null && expression.test(userPrincipalName))
    return `user principal name ${userPrincipalName}`;
  if (mail !== null && expression.test(mail)) return `mail ${mail}`;
  if (displayName !== null && expression.test(displayName)) return `display name ${displayName}`;
  if (upnLocal !== null && expression.test(upnLocal)) return `name before the @, ${upnLocal}`;
  return mailLocal !== null && expression.test(mailLocal) ? `name before the @, ${mailLocal}` : null;
}

function cut(name: string | null): string | null {
  if (name === null || name === '') return null;
  return name.length > LONGEST_TESTED ? name.slice(0, LONGEST_TESTED) : name;
}
