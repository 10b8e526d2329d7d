/** One row of the table at the head of `find-poison.ts` a test. */
import { expect, test } from 'vitest';
import { asId, type ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import { aContact, aDirectoryUser, contosoId, fabrikamId } from '../../../../test/builders/people.ts';
import type { Contact } from '../contact.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { findPoison } from './find-poison.ts';

function poison(users: DirectoryUser[], contacts: Contact[]) {
  return findPoison([{ clientId: contosoId, managedTenantId: asId<ManagedTenantId>('contoso'), users }], contacts);
}

test('an ordinary person poisons nothing, with or without a contact', () => {
  expect(poison([aDirectoryUser()], [])).toEqual([]);
  expect(poison([aDirectoryUser()], [aContact()])).toEqual([]);
});

test('an address at another client would fail the create', () => {
  const [row] = poison([aDirectoryUser()], [aContact({ clientId: fabrikamId })]);
  expect(row).toMatchObject({ kind: 'addressAtAnotherClient', remedy: { kind: 'byHand' } });
});

test('an additional address of the same client can be promoted from here', () => {
  const contact = aContact({ email: 'ann@old.example', additionalEmails: ['Ann.Lee@contoso.example'] });
  expect(poison([aDirectoryUser()], [contact])[0]).toMatchObject({
    kind: 'addressIsAdditional',
    remedy: { kind: 'promoteAddress', contactId: contact.contactId },
  });
});

test('an additional address at another client is for people to sort out', () => {
  const contact = aContact({
    clientId: fabrikamId,
    email: 'ann@old.example',
    additionalEmails: ['ann.lee@contoso.example'],
  });
  expect(poison([aDirectoryUser()], [contact])[0]).toMatchObject({
    kind: 'addressIsAdditional',
    remedy: { kind: 'byHand' },
  });
});

test('two people with one address are both named', () => {
  const rows = poison([aDirectoryUser(), aDirectoryUser({ entraObjectId: 'user-ann-2' })], [aContact()]);
  expect(rows.map((row) => row.kind)).toEqual(['peopleShareAddress', 'peopleShareAddress']);
});

test('a contact linked to another account would break its link', () => {
  expect(poison([aDirectoryUser()], [aContact({ entraObjectId: 'someone-else' })])[0]).toMatchObject({
    kind: 'contactLinkedToAnother',
  });
  expect(poison([aDirectoryUser()], [aContact({ entraObjectId: 'user-ann' })])).toEqual([]);
});

test('a phone number that the PSA refuses would fail the create', () => {
  expect(poison([aDirectoryUser({ businessPhones: ['+31 20 555 01;02'] })], [])[0]).toMatchObject({
    kind: 'phoneCharacters',
  });
  expect(poison([aDirectoryUser({ businessPhones: ['+31 20 555 01;02'] })], [aContact()])).toEqual([]);
});

test('disabled people are not created and poison nothing', () => {
  expect(poison([aDirectoryUser({ accountEnabled: false })], [aContact({ clientId: fabrikamId })])).toEqual([]);
});
