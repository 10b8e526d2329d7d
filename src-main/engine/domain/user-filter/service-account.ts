/**
 * Decides whether a directory user is a machine, by its names alone. A person whose surname happens to be a machine word
 * stays a person when the directory says that it is the surname. The domain after the @ is never looked at.
 */
import type { DirectoryUser } from '../directory-user.ts';
import { localPartOf } from '../text/address.ts';
import { foldName } from '../text/fold-name.ts';
import { type MachineName, machineDisplayNames, machineNames, sharedMailboxName } from './service-account-names.ts';

// One alternation answers "no" for nearly everybody in one pass; only a hit looks for the rule to name.
const anyMachineName = new RegExp(machineNames.map(({ pattern }) => pattern.source).join('|'));
const anyMachineDisplayName = new RegExp(machineDisplayNames.map(({ pattern }) => pattern.source).join('|'));

/** Why this user is a machine, in words, or null for a person. */
export function serviceAccountRule(user: DirectoryUser): string | null {
  const upnLocal = localPartOf(user.userPrincipalName);
  const mailLocal = user.mail === user.userPrincipalName ? upnLocal : localPartOf(user.mail);
  return (
    byLocalPart(upnLocal, user) ??
    (mailLocal === upnLocal ? null : byLocalPart(mailLocal, user)) ??
    byDisplayName(user) ??
    bySharedMailboxName(user, mailLocal ?? upnLocal)
  );
}

function byLocalPart(local: string | null, user: DirectoryUser): string | null {
  if (local === null || !anyMachineName.test(local)) return null;
  const hit = machineNames.find((machine) => machine.pattern.test(local) && !isSurnameOf(machine, local, user));
  return hit ? sentence(local, hit.words) : null;
}

function byDisplayName(user: DirectoryUser): string | null {
  const displayName = user.displayName?.trim().toLowerCase() ?? '';
  if (!anyMachineDisplayName.test(displayName)) return null;
  const hit = machineDisplayNames.find(({ pattern }) => pattern.test(displayName));
  return hit ? sentence(user.displayName ?? '', hit.words) : null;
}

function bySharedMailboxName(user: DirectoryUser, local: string | null): string | null {
  if (user.mailboxKind !== null) return null;
  for (const name of [user.displayName, local])
    if (name !== null && sharedMailboxName.test(name.toLowerCase()))
      return sentence(name, 'is that of a shared mailbox');
  return null;
}

/** True when the directory gives both names and the surname stands in the local part: "bot@" of Jan Bot, "sa-khan@" of S. A. Khan. */
function isSurnameOf(machine: MachineName, local: string, user: DirectoryUser): boolean {
  if (!(machine.mayBeSurname && user.givenName?.trim() && user.surname?.trim())) return false;
  const words = new Set(foldName(local).split(' '));
  return foldName(user.surname)
    .split(' ')
    .some((word) => word.length > 1 && words.has(word));
}

function sentence(name: string, words: string): string {
  return `Service account: the name "${name}" ${words}.`;
}
