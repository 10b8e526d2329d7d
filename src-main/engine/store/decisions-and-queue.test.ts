import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { asId, type ContactId, type QueueItemId } from '../../../shared/vocabulary/ids.ts';
import { planOf, rowOf } from '../../../test/builders/estates.ts';
import { aContact, aDirectoryUser, contosoId, contosoTenantId, readAt } from '../../../test/builders/people.ts';
import { aProfileHome, aStore, aStoreIn } from '../../../test/builders/stores.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { Store } from './open-store.ts';
import type { QueueFilter } from './repos/queue-item-repo.ts';

const ann = aDirectoryUser();
const open = { planId: null, at: readAt, reopenBecause: null };
const everything: QueueFilter = {
  status: 'open',
  clientId: null,
  managedTenantId: null,
  reason: null,
  pushState: null,
  isPutOff: null,
  search: '',
};

/** Two contacts of Contoso have the user's address: a question for an operator. */
function aQuestion(id = 'user-ann', name = 'Ann Lee'): PlannedChange {
  const user = aDirectoryUser({ entraObjectId: id, displayName: name });
  return rowOf(planOf({ users: [user], contacts: [aContact(), aContact({ contactId: 'contact-ann-2' })] }));
}

function openItem(store: Store, change = aQuestion()): QueueItemId {
  return store.queue.openOrRefresh(change, open).queueItemId;
}

test('a question is opened with its candidates, and refreshed when the next plan asks the same', () => {
  const store = aStore();
  const first = store.queue.openOrRefresh(aQuestion(), open);
  const again = store.queue.openOrRefresh({ ...aQuestion(), because: 'Still the same.' }, { ...open, at: readAt + 9 });
  expect([first.kind, again.kind]).toEqual(['opened', 'refreshed']);
  expect(again.queueItemId).toBe(first.queueItemId);
  const item = store.queue.get(first.queueItemId);
  expect(item).toMatchObject({ because: 'Still the same.', openedAt: readAt, refreshedAt: readAt + 9, status: 'open' });
  expect(item.candidates).toEqual(aQuestion().candidates);
  expect(item.candidates).toHaveLength(2);
  expect(item.person).toEqual(aQuestion().person);
});

test('an answered question stays closed until somebody says why it must be asked again', () => {
  const store = aStore();
  const queueItemId = openItem(store);
  const closing = {
    kind: 'dismiss',
    contactId: null,
    closedBy: 'Olga',
    closedAt: readAt,
    note: 'a shared PC',
    pushState: 'none',
  } as const;
  expect(store.queue.close(queueItemId, closing)).toBe(true);
  expect(store.queue.close(queueItemId, closing)).toBe(false);
  expect(store.queue.openOrRefresh(aQuestion(), open)).toEqual({ kind: 'stayedClosed', queueItemId });
  const reopened = store.queue.openOrRefresh(aQuestion(), { ...open, reopenBecause: 'The phone number changed.' });
  expect(reopened).toEqual({ kind: 'reopened', queueItemId });
  expect(store.queue.get(queueItemId)).toMatchObject({
    status: 'open',
    reopenedBecause: 'The phone number changed.',
    resolution: null,
    closedBy: null,
    note: null,
  });
});

test('a resolution remembers who chose what, and whether the PSA knows', () => {
  const store = aStore();
  const queueItemId = openItem(store);
  const contactId = asId<ContactId>('contact-ann');
  store.queue.close(queueItemId, {
    kind: 'linkExisting',
    contactId,
    closedBy: 'Olga',
    closedAt: readAt,
    note: null,
    pushState: 'pending',
  });
  expect(store.queue.listByPushState('pending').map((item) => item.queueItemId)).toEqual([queueItemId]);
  expect(store.queue.countPushes()).toEqual({ pending: 1, conflict: 0, failed: 0 });
  expect(store.queue.findPendingClaim(contactId)).toMatchObject({ queueItemId });
  store.queue.setPushState(queueItemId, 'conflict', { now: 'moved' });
  expect(store.queue.get(queueItemId)).toMatchObject({
    status: 'resolved',
    resolution: 'linkExisting',
    resolvedContactId: contactId,
    pushState: 'conflict',
    pushDetail: { now: 'moved' },
  });
  expect(store.queue.countPushes()).toEqual({ pending: 0, conflict: 1, failed: 0 });
  expect(store.queue.findPendingClaim(contactId)).toBeNull();
  expect(store.queue.reopen(queueItemId, null)).toBe(true);
  expect(store.queue.reopen(queueItemId, null)).toBe(false);
  expect(store.queue.listByPushState('conflict')).toEqual([]);
});

test('the list shows the oldest first and narrows by every filter', () => {
  const store = aStore();
  const ids = ['Ann Lee', 'Bea Marsh', 'Cyd Noor'].map(
    (name, index) =>
      store.queue.openOrRefresh(aQuestion(`user-${index}`, name), { ...open, at: readAt - index }).queueItemId,
  );
  const names = (filter: Partial<QueueFilter>): string[] =>
    store.queue
      .page({ ...everything, ...filter }, { offset: 0, limit: 10 })
      .rows.map(({ person }) => person.displayName);
  expect(names({})).toEqual(['Cyd Noor', 'Bea Marsh', 'Ann Lee']);
  store.queue.setUnsure(ids[1] as QueueItemId, true);
  expect(names({ isPutOff: true })).toEqual(['Bea Marsh']);
  expect(names({ isPutOff: false })).not.toContain('Bea Marsh');
  expect(names({ search: 'noo' })).toEqual(['Cyd Noor']);
  expect(names({ clientId: contosoId })).toHaveLength(3);
  expect(names({ clientId: asId('another') })).toEqual([]);
  expect(names({ search: 'noo', clientId: asId('another') })).toEqual([]);
  expect(names({ reason: aQuestion().reason })).toHaveLength(3);
  expect(names({ status: 'resolved' })).toEqual([]);
  expect(store.queue.counts()).toMatchObject({
    open: 3,
    resolved: 0,
    dismissed: 0,
    openByReason: { [aQuestion().reason]: 3 },
  });
});

test('the last answer about an identity counts, and taking it back leaves none', () => {
  const { decisions } = aStore();
  const answer = {
    entraTenantId: contosoTenantId,
    entraObjectId: ann.entraObjectId,
    clientId: contosoId,
    contactId: null,
    queueItemId: null,
    evidenceFacts: { mail: 'ann.lee@contoso.example' },
    note: null,
    decidedBy: 'Olga',
    decidedAt: readAt,
  };
  expect(decisions.latest(ann)).toBeNull();
  decisions.append({ ...answer, kind: 'dismiss' });
  decisions.append({ ...answer, kind: 'createNew' });
  expect(decisions.latest(ann)).toMatchObject({ kind: 'createNew', evidenceFacts: answer.evidenceFacts });
  expect(decisions.listCurrent()).toEqual([
    expect.objectContaining({ kind: 'createNew', entraObjectId: ann.entraObjectId, decidedBy: 'Olga' }),
  ]);
  decisions.append({ ...answer, kind: 'withdrawn' });
  expect(decisions.latest(ann)).toBeNull();
  expect(decisions.listCurrent()).toEqual([]);
  expect(decisions.listHistory(ann).map(({ kind }) => kind)).toEqual(['withdrawn', 'createNew', 'dismiss']);
});

test.each(["UPDATE decision SET kind = 'dismiss'", 'DELETE FROM decision'])(
  'decisions cannot be changed: %s',
  (sql) => {
    const home = aProfileHome();
    const store = aStoreIn(home);
    store.decisions.append({
      entraTenantId: contosoTenantId,
      entraObjectId: ann.entraObjectId,
      kind: 'createNew',
      clientId: contosoId,
      contactId: null,
      queueItemId: null,
      evidenceFacts: {},
      note: null,
      decidedBy: 'Olga',
      decidedAt: readAt,
    });
    const file = store.files?.databaseFile ?? '';
    store.close();
    const raw = new SqliteDatabase(file);
    expect(() => raw.exec(sql)).toThrow('append-only');
    raw.close();
  },
);

test('a contact stands for one directory user: a second claim is answered with the first', () => {
  const { links } = aStore();
  const link = aContact().linkedTo(ann);
  const bea = aDirectoryUser({ entraObjectId: 'user-bea' });
  expect(links.save(link)).toEqual({ kind: 'saved' });
  expect(links.save(link)).toEqual({ kind: 'saved' });
  expect(links.save(aContact().linkedTo(bea))).toEqual({ kind: 'contactTaken', by: link });
  links.setStatus(ann, 'inactive', true);
  expect(links.find(ann)).toEqual({ ...link, status: 'inactive', inactivatedByUs: true });
  expect(links.save(aContact().linkedTo(bea))).toEqual({ kind: 'saved' });
  expect(links.findActiveByContact(link.contactId)?.entraObjectId).toBe('user-bea');
  expect(links.listByContact(link.contactId)).toHaveLength(2);
  links.remove(bea);
  expect(links.list()).toHaveLength(1);
});
