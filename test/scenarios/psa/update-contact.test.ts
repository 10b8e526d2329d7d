/** Changing and verifying a contact through v1 over real HTTP: three ways compared, only differences sent, read back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Contact, contactFacts } from '../../../src-main/engine/domain/contact.ts';
import { CLIENT_B, contactId, contactSeed } from '../../../src-sandbox/psa/test-psa.ts';
import { ANN, aJournal, aPsaWorld, BOB, type PsaWorld, people, signal, toUpdate, writes } from './psa-world.ts';

const PUT = { match: 'PUT /api/v1/contacts' };
let world: PsaWorld;
let ann: Contact;
beforeEach(async () => {
  world = await aPsaWorld();
  const found = await world.psa.findContact(ANN, { signal });
  if (found === null) throw new Error('Ann is not in the simulated PSA');
  ann = found;
});
afterEach(() => world.close());

const newRole = { field: 'role', from: 'Buyer', to: 'Head of Buying' } as const;
const newAddress = { field: 'email', from: 'ann@alder.example', to: 'ann.new@alder.example' } as const;

describe('an update', () => {
  it('sends only the fields that differ, reads back and says what was there before', async () => {
    const journal = aJournal();
    const fields = [newRole, { field: 'fullName', from: 'Ann Ashe', to: 'Ann Ashe' } as const];
    const outcome = await world.psa.ensureContact(toUpdate(ann, fields), journal, { signal });
    expect(outcome).toMatchObject({ kind: 'done', before: { role: 'Buyer' }, observed: { role: 'Head of Buying' } });
    expect(journal.sent).toEqual([
      { method: 'PUT', resource: `/api/v1/contacts/${ANN}`, body: { role: 'Head of Buying' } },
    ]);
  });

  it('that is already true sends nothing', async () => {
    world.remote.control('psa.changeContact', { contactId: ANN, changes: { role: 'Head of Buying' } });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'adopted', created: false });
    expect(writes(world.remote)).toEqual([]);
  });

  it('under which somebody changed the same field is stale, with the field and its values named', async () => {
    world.remote.control('psa.changeContact', { contactId: ANN, changes: { role: 'Retired' } });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'stale', observed: { role: 'Retired' } });
    expect(outcome.kind === 'stale' && outcome.sentence).toMatch(/job title.*Buyer.*Retired/);
    expect(writes(world.remote)).toEqual([]);
  });

  it('beside which somebody changed another field goes through and keeps their change', async () => {
    world.remote.control('psa.changeContact', { contactId: ANN, changes: { phone_numbers: ['+442079460099'] } });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'done', observed: { phones: [{ number: '+442079460099' }] } });
  });

  it('of a contact that is gone is stale', async () => {
    world.remote.control('psa.deleteContact', { contactId: ANN });
    expect(await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal })).toMatchObject({
      kind: 'stale',
      observed: null,
    });
  });

  it('of a contact that moved to another client is stale and names the client', async () => {
    world.remote.control('psa.moveContact', { contactId: ANN, clientId: CLIENT_B });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'stale', sentence: expect.stringContaining('Birch Ltd') });
  });

  it('empties a job title with what the strict body accepts', async () => {
    const fields = [{ field: 'role', from: 'Buyer', to: null } as const];
    const outcome = await world.psa.ensureContact(toUpdate(ann, fields), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'done', observed: { role: null } });
  });

  it('marks a contact inactive and active again', async () => {
    const off = await world.psa.ensureContact(
      toUpdate(ann, [{ field: 'isInactive', from: false, to: true }]),
      aJournal(),
      { signal },
    );
    expect(off).toMatchObject({ kind: 'done', observed: { isInactive: true } });
    const inactive = { ...ann, isInactive: true };
    const on = await world.psa.ensureContact(
      toUpdate(inactive, [{ field: 'isInactive', from: true, to: false }]),
      aJournal(),
      { signal },
    );
    expect(on).toMatchObject({ kind: 'done', observed: { isInactive: false } });
  });
});

describe('phones', () => {
  it('are sent as one whole set with extension, label and default kept', async () => {
    world.remote.control('psa.changeContact', {
      contactId: ANN,
      changes: { phone_numbers: [{ phone_number: '+442079460010', custom_type: 'Van', extension: '7' }] },
    });
    const current = await world.psa.findContact(ANN, { signal });
    if (current === null) throw new Error('gone');
    const added = { number: '+44 7700 900123', extension: null, type: 'mobile', customType: null, isDefault: false };
    const fields = [{ field: 'phones', from: current.phones, to: [...current.phones, added] } as const];
    const outcome = await world.psa.ensureContact(toUpdate(current, fields), aJournal(), { signal });
    expect(outcome).toMatchObject({
      kind: 'done',
      observed: {
        phones: [
          { number: '+442079460010', customType: 'Van', extension: '7', isDefault: true },
          { number: '+447700900123', type: 'mobile', isDefault: false },
        ],
      },
    });
  });
});

describe('a renamed primary address', () => {
  it('goes by the promote rule in one call, and the old address stays as additional', async () => {
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newAddress]), aJournal(), { signal });
    expect(outcome).toMatchObject({
      kind: 'done',
      observed: { email: 'ann.new@alder.example', additionalEmails: ['ann@alder.example'] },
    });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('keeps the other additional addresses and promotes one that is among them', async () => {
    world.remote.control('psa.changeContact', {
      contactId: ANN,
      changes: {
        additional_email_addresses: [
          { email_address: 'ann.new@alder.example', canonical_type: 'personal' },
          { email_address: 'bills@alder.example', canonical_type: 'billing' },
        ],
      },
    });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newAddress]), aJournal(), { signal });
    expect(outcome.kind).toBe('done');
    const row = world.remote.psa.state().contacts.find((contact) => contact.contact_name_id === ANN);
    expect(row?.additional_email_addresses.map((entry) => [entry.email_address, entry.canonical_type])).toEqual([
      ['bills@alder.example', 'billing'],
      ['ann@alder.example', 'work'],
    ]);
  });

  it('with the old address wished for as additional needs no second call either', async () => {
    const fields = [
      newAddress,
      { field: 'additionalEmails', from: [], to: ['ann@alder.example', 'a.ashe@alder.example'] } as const,
    ];
    const outcome = await world.psa.ensureContact(toUpdate(ann, fields), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'done', observed: { email: 'ann.new@alder.example' } });
    expect(outcome.kind === 'done' && [...outcome.observed.additionalEmails].sort()).toEqual([
      'a.ashe@alder.example',
      'ann@alder.example',
    ]);
  });

  it('onto an address that somebody has in another letter case is refused before it is sent', async () => {
    const fields = [{ ...newAddress, to: 'bob@alder.example' }];
    const outcome = await world.psa.ensureContact(toUpdate(ann, fields), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', ownerContactId: BOB });
    expect(writes(world.remote)).toEqual([]);
  });

  it('that differs in letter case only is no rename', async () => {
    const bob = await world.psa.findContact(BOB, { signal });
    if (bob === null) throw new Error('gone');
    const fields = [{ field: 'email', from: 'Bob@Alder.example', to: 'bob@alder.example' } as const];
    const outcome = await world.psa.ensureContact(toUpdate(bob, fields), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'adopted' });
  });
});

describe('a lost answer to an update', () => {
  it('after the write is found done by looking', async () => {
    world.remote.control('psa.dropConnection', { when: 'after', ...PUT });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'done', before: { role: 'Buyer' } });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('before the write fails as something to try later, and the next attempt lands it', async () => {
    world.remote.control('psa.dropConnection', { when: 'before', ...PUT });
    const attempt = () => world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    await expect(attempt()).rejects.toMatchObject({ code: 'psa.unreachable' });
    expect((await attempt()).kind).toBe('done');
  });

  it('accepted but not kept is named', async () => {
    world.remote.control('psa.acceptAndDropField', { field: 'role', echo: true });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({
      kind: 'mismatch',
      mismatches: [{ field: 'role', intended: 'Head of Buying', observed: 'Buyer' }],
    });
  });

  it('refused by the server for one person is one rejection', async () => {
    world.remote.control('psa.failNext', { status: 500, ...PUT });
    const outcome = await world.psa.ensureContact(toUpdate(ann, [newRole]), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', sentence: expect.stringContaining('Ann Ashe') });
  });
});

describe('verifying before a link is stored', () => {
  const verify = () =>
    world.psa.ensureContact({ kind: 'verify', contactId: ANN, base: contactFacts(ann) }, aJournal(), { signal });

  it('passes and writes nothing when the contact is what the plan saw', async () => {
    expect(await verify()).toMatchObject({ kind: 'adopted', created: false });
    expect(writes(world.remote)).toEqual([]);
  });

  it('passes when only a phone number or job title moved', async () => {
    world.remote.control('psa.changeContact', { contactId: ANN, changes: { role: 'x', phone_numbers: ['123456'] } });
    expect((await verify()).kind).toBe('adopted');
  });

  it.each([
    ['another name', { full_name: 'Anna Ashby' }],
    ['another address', { email: 'else@alder.example' }],
    ['another client', { client_id: CLIENT_B }],
    ['being inactive', { is_inactive: true }],
  ])('is stale after %s', async (_case, changes) => {
    world.remote.control('psa.changeContact', { contactId: ANN, changes });
    expect((await verify()).kind).toBe('stale');
  });
});

it('fifty of two hundred changed underneath: exactly the true conflicts stop, the rest land once', async () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    contactSeed({ contact_name_id: contactId(1000 + index), email: `w${index}@alder.example`, role: 'Buyer' }),
  );
  const crowd = await aPsaWorld([...people(), ...many]);
  try {
    const seen: Contact[] = [];
    for await (const page of crowd.psa.readContacts({ changedSince: null, signal })) seen.push(...page.rows);
    const workers = seen.filter((contact) => contact.email?.startsWith('w'));
    const changed = workers.slice(0, 50);
    for (const [index, contact] of changed.entries()) {
      const changes = index % 2 === 0 ? { role: 'Changed' } : { notes: 'Changed' };
      crowd.remote.control('psa.changeContact', { contactId: contact.contactId, changes });
    }
    const outcomes = await Promise.all(
      workers.map((contact) => crowd.psa.ensureContact(toUpdate(contact, [newRole]), aJournal(), { signal })),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'stale')).toHaveLength(25);
    expect(outcomes.filter((outcome) => outcome.kind === 'done')).toHaveLength(175);
    expect(writes(crowd.remote)).toHaveLength(175);
  } finally {
    await crowd.close();
  }
});
