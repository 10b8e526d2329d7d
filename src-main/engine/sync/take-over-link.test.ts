import { expect, test } from 'vitest';
import { aContact, aDirectoryUser, readAt } from '../../../test/builders/people.ts';
import { aStore, aTenantIn } from '../../../test/builders/stores.ts';
import type { DirectoryUser } from '../domain/directory-user.ts';
import { saveLinkOrTakeOver } from './take-over-link.ts';

const successor = aDirectoryUser({ entraObjectId: 'user-new' });

/** A store where `former` is in the directory as given and holds the contact. */
function heldBy(former: DirectoryUser, isKnown: boolean) {
  const store = aStore();
  const number = store.directoryUsers.beginRead(aTenantIn(store), readAt);
  store.directoryUsers.ingestPage(number, { users: isKnown ? [former] : [], removed: [] }, readAt);
  store.directoryUsers.finishRead(number, {
    isFull: true,
    isComplete: true,
    finishedAt: readAt + 1,
    cursor: null,
    halvedSourceRatio: 0.5,
  });
  store.links.save(aContact().linkedTo(former));
  return store;
}

test.each([
  ['is disabled', aDirectoryUser({ accountEnabled: false }), true],
  ['is in no directory', aDirectoryUser(), false],
])('a contact passes to its new account when the former one %s', (_what, former, isKnown) => {
  const store = heldBy(former, isKnown);
  const link = aContact().linkedTo(successor);
  expect(saveLinkOrTakeOver(store, link)).toEqual({ kind: 'saved' });
  expect(store.links.find(successor)).toEqual(link);
  expect(store.links.find(former)).toMatchObject({ status: 'orphaned', inactivatedByUs: false });
});

test('a contact of somebody in use is never taken', () => {
  const former = aDirectoryUser();
  const store = heldBy(former, true);
  expect(saveLinkOrTakeOver(store, aContact().linkedTo(successor))).toMatchObject({ kind: 'contactTaken' });
  expect(store.links.find(former)).toMatchObject({ status: 'active' });
  expect(store.links.find(successor)).toBeNull();
});
