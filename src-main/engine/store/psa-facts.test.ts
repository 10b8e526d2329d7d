import { expect, test } from 'vitest';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { aClient } from '../../../test/builders/estates.ts';
import { aContact, aPhone, contosoId, fabrikamId, readAt } from '../../../test/builders/people.ts';
import { aStore } from '../../../test/builders/stores.ts';
import type { Store } from './open-store.ts';

const ann = { ...aContact() };
const bob = {
  ...aContact({
    contactId: 'contact-bob',
    fullName: 'Bob Ray',
    email: 'Bob@Contoso.example',
    additionalEmails: ['bob@old.example'],
  }),
};

function readContacts(store: Store, contacts: readonly (typeof ann)[], how = { isFull: true, isComplete: true }) {
  const number = store.contacts.beginRead(readAt);
  store.contacts.savePage(number, contacts);
  return store.contacts.finishRead(number, { ...how, finishedAt: readAt + 5 });
}

test('a contact disappears only after a complete full read that does not name it', () => {
  const store = aStore();
  readContacts(store, [ann, bob]);
  expect(readContacts(store, [ann], { isFull: false, isComplete: true })).toEqual({
    removed: 0,
    removalRefused: false,
  });
  expect(readContacts(store, [ann], { isFull: true, isComplete: false })).toEqual({
    removed: 0,
    removalRefused: false,
  });
  expect(store.contacts.count()).toBe(2);
  expect(readContacts(store, [ann])).toEqual({ removed: 1, removalRefused: false });
  expect(store.contacts.find(bob.contactId)).toBeNull();
});

test('an empty full read is not believed, and the next read must be full again', () => {
  const store = aStore();
  readContacts(store, [ann, bob]);
  const before = store.psaReads.state('contacts');
  expect(readContacts(store, [])).toEqual({ removed: 0, removalRefused: true });
  expect(store.contacts.count()).toBe(2);
  expect(store.psaReads.state('contacts')?.lastFullAt).toBe(before?.lastFullAt);
});

test('only a complete read moves the time from which changes are asked for', () => {
  const store = aStore();
  readContacts(store, [ann], { isFull: true, isComplete: false });
  expect(store.psaReads.state('contacts')).toMatchObject({ lastFullAt: null, lastReadAt: null });
  readContacts(store, [ann]);
  expect(store.psaReads.state('contacts')).toMatchObject({ lastFullAt: readAt, lastReadAt: readAt });
});

test('a contact made while a full read goes on survives that read', () => {
  const store = aStore();
  readContacts(store, [ann]);
  const number = store.contacts.beginRead(readAt);
  store.contacts.savePage(number, [ann]);
  store.contacts.save(bob);
  store.contacts.finishRead(number, { isFull: true, isComplete: true, finishedAt: readAt });
  expect(store.contacts.find(bob.contactId)).toEqual(bob);
});

test('addresses are found whatever their case, primary or additional, and follow a change', () => {
  const store = aStore();
  readContacts(store, [ann, bob]);
  expect(store.contacts.findByAddress('BOB@contoso.EXAMPLE')).toEqual([bob]);
  expect(store.contacts.findByAddress('bob@old.example')).toEqual([bob]);
  store.contacts.save({ ...bob, additionalEmails: ['bob@new.example'] });
  expect(store.contacts.findByAddress('bob@old.example')).toEqual([]);
  expect(store.contacts.findByAddress('bob@new.example')).toHaveLength(1);
});

test('phones are found by their digits', () => {
  const store = aStore();
  const withPhone = { ...ann, phones: [aPhone('+49 (30) 1234-5')] };
  store.contacts.save(withPhone);
  expect(store.contacts.findByPhoneDigits('493012345')).toEqual([withPhone]);
});

test('the census counts active contacts by client and domain, each contact once', () => {
  const store = aStore();
  readContacts(store, [
    ann,
    { ...bob, additionalEmails: ['bob.ray@contoso.example'] },
    { ...aContact({ contactId: 'c3', email: 'x@contoso.example', isInactive: true }) },
    { ...aContact({ contactId: 'c4', email: 'y@contoso.example', clientId: null }) },
    { ...aContact({ contactId: 'c5', email: 'z@fabrikam.example', clientId: fabrikamId }) },
  ]);
  expect(store.contacts.census()).toEqual([
    { clientId: contosoId, domain: 'contoso.example', contactCount: 2 },
    { clientId: fabrikamId, domain: 'fabrikam.example', contactCount: 1 },
  ]);
});

test('contacts are paged by name, narrowed by client and activity, and searched by the beginning of words', () => {
  const store = aStore();
  const eva = {
    ...aContact({ contactId: 'c-eva', fullName: 'Éva Szabó', email: 'eva@fabrikam.example', clientId: fabrikamId }),
  };
  readContacts(store, [
    bob,
    eva,
    ann,
    { ...aContact({ contactId: 'c-old', fullName: 'Zoe Old', email: null, isInactive: true }) },
  ]);
  const names = (filter: Partial<Parameters<Store['contacts']['page']>[0]>): string[] =>
    store.contacts
      .page({ clientId: null, isInactive: null, search: '', ...filter }, { offset: 0, limit: 10 })
      .rows.map(({ fullName }) => fullName);
  expect(names({})).toEqual(['Ann Lee', 'Bob Ray', 'Éva Szabó', 'Zoe Old']);
  expect(names({ clientId: fabrikamId })).toEqual(['Éva Szabó']);
  expect(names({ isInactive: true })).toEqual(['Zoe Old']);
  expect(names({ search: 'eva sza' })).toEqual(['Éva Szabó']);
  expect(names({ search: 'CONTOSO' })).toEqual(['Ann Lee', 'Bob Ray']);
  expect(names({ search: 'contoso', clientId: fabrikamId })).toEqual([]);
  expect(store.contacts.loadForPlanning()).toHaveLength(4);
  expect(store.contacts.listByClient(fabrikamId)).toEqual([eva]);
});

test('a changed or removed contact is found by what it is now', () => {
  const store = aStore();
  const search = (text: string): number =>
    store.contacts.page({ clientId: null, isInactive: null, search: text }, { offset: 0, limit: 10 }).total;
  readContacts(store, [ann, bob]);
  expect(search('ray')).toBe(1);
  store.contacts.save({ ...bob, fullName: 'Bob Marsh' });
  expect([search('ray'), search('marsh')]).toEqual([0, 1]);
  store.contacts.remove(bob.contactId);
  expect(search('marsh')).toBe(0);
});

test('clients keep every fact, are searched by their domains too, and vanish like contacts do', () => {
  const store = aStore();
  const contoso = aClient({ websites: ['https://www.contoso.example/en'], entraTenantId: 'aaaa' });
  const closed = aClient({ clientId: 'client-closed', name: 'Alpha Closed', isInactive: true });
  const number = store.clients.beginRead(readAt);
  store.clients.savePage(number, [contoso, closed]);
  store.clients.finishRead(number, { isFull: true, isComplete: true, finishedAt: readAt });
  expect(store.clients.list()).toEqual([closed, contoso]);
  expect(store.clients.get(contosoId)).toEqual(contoso);
  expect(store.clients.counts()).toEqual({ total: 2, inactive: 1 });
  const page = store.clients.page({ isInactive: false, search: 'contoso.exa' }, { offset: 0, limit: 5 });
  expect(page).toEqual({ rows: [contoso], total: 1, isTotalExact: true });
  const second = store.clients.beginRead(readAt);
  store.clients.savePage(second, [contoso]);
  expect(store.clients.finishRead(second, { isFull: true, isComplete: true, finishedAt: readAt }).removed).toBe(1);
  expect(() => store.clients.get(asId('client-closed'))).toThrow(expect.objectContaining({ code: 'client.notFound' }));
});

test('a client is found by its whole name, however many others have it as one of their words', () => {
  const store = aStore();
  const others = Array.from({ length: 60 }, (_, at) => aClient({ clientId: `c-${at}`, name: `Anchor ${at} Bäy` }));
  const bay = aClient({ clientId: 'client-bay', name: 'Bäy' });
  const number = store.clients.beginRead(readAt);
  store.clients.savePage(number, [...others, bay]);
  store.clients.finishRead(number, { isFull: true, isComplete: true, finishedAt: readAt });
  expect(store.clients.listNamed('BAY')).toEqual([bay]);
  const { rows } = store.clients.page({ isInactive: null, search: 'bay' }, { offset: 0, limit: 20 });
  expect(rows).not.toContainEqual(bay);
});
