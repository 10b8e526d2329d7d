/**
 * The person of a planned change: what a create would send and a queue item shows, without a second read of the
 * directory. Create sends all of it whatever the field rules say, as the server does (`contracts/psa.md` 5.6).
 */
import type { DirectoryUser } from '../directory-user.ts';
import type { AccountState, PlannedPerson } from '../planned-change.ts';
import { fullNameOf, roleOf } from './person-name.ts';
import type { PhoneReader } from './phone-reader.ts';
import { readPhones } from './phone-set.ts';

const noPhones: PlannedPerson['phones'] = [];

/** Without phones: reading them is costly and only creates and questions need them. */
export function plannedPerson(user: DirectoryUser, address: string | null): PlannedPerson {
  return {
    displayName: fullNameOf(user, address),
    accountState: accountStateOf(user),
    address,
    userPrincipalName: user.userPrincipalName,
    jobTitle: roleOf(user.jobTitle),
    phones: noPhones,
  };
}

export interface PersonWithWords {
  readonly person: PlannedPerson;
  /** Numbers that were cleaned or left out, for `because`. */
  readonly words: readonly string[];
}

export function plannedPersonWithPhones(
  user: DirectoryUser,
  address: string | null,
  read: PhoneReader,
): PersonWithWords {
  const { phones, words } = readPhones(user, read);
  return { person: { ...plannedPerson(user, address), phones }, words };
}

export function accountStateOf(user: DirectoryUser): AccountState {
  if (user.presence === 'gone') return 'gone';
  if (user.presence === 'missedOnce') return 'missedOnce';
  return user.accountEnabled === false ? 'disabled' : 'enabled';
}
