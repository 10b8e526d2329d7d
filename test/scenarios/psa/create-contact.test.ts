/** Creating a contact through v1 over real HTTP: every way it can go, and never twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT_B, contactId, contactSeed } from '../../../src-sandbox/psa/test-psa.ts';
import {
  ALDER,
  aJournal,
  aPerson,
  aPsaWorld,
  type PsaWorld,
  people,
  requests,
  signal,
  storedContacts,
  toCreate,
  writes,
} from './psa-world.ts';

const POST = { match: 'POST /api/v1/contacts' };
let world: PsaWorld;
beforeEach(async () => {
  world = await aPsaWorld();
});
afterEach(() => world.close());

describe('a person the PSA does not know', () => {
  it('is looked for, created once, read back and reported as done', async () => {
    const journal = aJournal();
    const outcome = await world.psa.ensureContact(toCreate(), journal, { signal });
    expect(outcome).toMatchObject({ kind: 'done', before: null });
    const [stored] = storedContacts(world.remote, 'cara@alder.example');
    expect(stored).toMatchObject({ full_name: 'Cara Cole', client_id: ALDER, role: 'Engineer' });
    expect(stored?.phone_numbers[0]).toMatchObject({
      phone_number: '+442079460001',
      extension: '12',
      is_default: true,
    });
    expect(requests(world.remote)).toEqual([
      'GET /api/v1/contacts → 200',
      'POST /api/v1/contacts → 201',
      `GET /api/v1/contacts/${stored?.contact_name_id} → 200`,
    ]);
  });

  it('is journaled before the request leaves, and with the answer', async () => {
    const journal = aJournal();
    await world.psa.ensureContact(toCreate(), journal, { signal });
    expect(journal.sent).toEqual([
      {
        method: 'POST',
        resource: '/api/v1/contacts',
        body: {
          full_name: 'Cara Cole',
          email: 'cara@alder.example',
          client_id: ALDER,
          role: 'Engineer',
          phone_numbers: [
            {
              phone_number: '+44 20 7946 0001',
              extension: '12',
              canonical_type: 'work',
              is_default: true,
              display_order: 0,
            },
          ],
        },
      },
    ]);
    expect(journal.answered).toMatchObject([{ status: 201 }]);
  });

  it('is created although a longer address contains theirs', async () => {
    const person = aPerson({ address: 'ian@alder.example', displayName: 'Ian' });
    const outcome = await world.psa.ensureContact(toCreate({ person, addresses: ['ian@alder.example'] }), aJournal(), {
      signal,
    });
    expect(outcome.kind).toBe('done');
  });

  it('is sent with phone numbers that the PSA accepts, whatever the directory held', async () => {
    const phones = ['+44 20 7946‑0002', '020 7946 0003 * reception', 'n/a'].map((number) => ({
      number,
      extension: null,
      type: 'work',
      customType: null,
      isDefault: false,
    }));
    const outcome = await world.psa.ensureContact(toCreate({ person: aPerson({ phones }) }), aJournal(), { signal });
    expect(outcome.kind).toBe('done');
    const [stored] = storedContacts(world.remote, 'cara@alder.example');
    expect(stored?.phone_numbers.map((phone) => [phone.phone_number, phone.is_default])).toEqual([
      ['+442079460002', true],
      ['020 7946 0003 reception', false],
    ]);
  });
});

describe('a person somebody else created meanwhile', () => {
  it.each([
    ['as primary address in another letter case', 'bob@alder.example'],
    ['at another client', 'dee@birch.example'],
    ['as an additional address', 'ann.old@alder.example'],
  ])('%s is stale and named, and nothing is sent', async (_case, address) => {
    world.remote.control('psa.addContact', { fullName: 'Dee', email: 'dee@birch.example', clientId: CLIENT_B });
    world.remote.control('psa.changeContact', {
      contactId: contactId(1),
      changes: { additional_email_addresses: ['ann.old@alder.example'] },
    });
    const intent = toCreate({ person: aPerson({ address }), addresses: [address] });
    const outcome = await world.psa.ensureContact(intent, aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'stale', sentence: expect.stringContaining('already holds') });
    expect(writes(world.remote)).toEqual([]);
  });

  it('between our look and our POST is refused with the owner named', async () => {
    // The look is answered by nothing; then a stored mixed-case twin appears only to the duplicate check.
    world.remote.control('psa.addContact', { fullName: 'Old Cara', email: 'cara@alder.example', clientId: CLIENT_B });
    const original = world.remote.psa.state().contacts.find((row) => row.full_name === 'Old Cara');
    const journal = { ...aJournal(), recordSent: () => undefined };
    world.remote.control('psa.changeContact', {
      contactId: original?.contact_name_id ?? '',
      changes: { email: 'someone@alder.example' },
    });
    journal.recordSent = () => {
      world.remote.control('psa.changeContact', {
        contactId: original?.contact_name_id ?? '',
        changes: { email: 'cara@alder.example' },
      });
      return undefined;
    };
    const outcome = await world.psa.ensureContact(toCreate(), journal, { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', ownerContactId: original?.contact_name_id });
    expect(outcome.kind === 'rejected' && outcome.sentence).toContain('Old Cara');
    expect(outcome.kind === 'rejected' && outcome.sentence).toContain('Birch Ltd');
  });
});

describe('a lost answer', () => {
  it('after the write leads to a look that finds our contact, not to a second POST', async () => {
    world.remote.control('psa.dropConnection', { when: 'after', ...POST });
    const outcome = await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'adopted', created: true });
    expect(writes(world.remote)).toHaveLength(1);
    expect(storedContacts(world.remote, 'cara@alder.example')).toHaveLength(1);
  });

  it('before the write is looked for twice, then fails as something to try later', async () => {
    world.remote.control('psa.dropConnection', { when: 'before', ...POST });
    await expect(world.psa.ensureContact(toCreate(), aJournal(), { signal })).rejects.toMatchObject({
      code: 'psa.unreachable',
    });
    expect(writes(world.remote)).toHaveLength(1);
    const later = await world.psa.ensureContact(toCreate({ mayAlreadyBeSent: true }), aJournal(), { signal });
    expect(later.kind).toBe('done');
    expect(storedContacts(world.remote, 'cara@alder.example')).toHaveLength(1);
  });

  it('by time-out is the same: the late write is found', async () => {
    const psa = world.connect({ timeoutMs: 150 });
    world.remote.control('psa.answerLate', { ms: 600, ...POST });
    const outcome = await psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'adopted', created: true });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('by an answer cut in half is the same', async () => {
    world.remote.control('psa.truncateAnswer', POST);
    const outcome = await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'adopted', created: true });
  });

  it('behind a gateway error without effect is a failure to try later', async () => {
    world.remote.control('psa.failNext', { status: 502, ...POST });
    await expect(world.psa.ensureContact(toCreate(), aJournal(), { signal })).rejects.toMatchObject({
      code: 'psa.serverFailed',
    });
  });

  it('from the server itself (500) fails this person only', async () => {
    world.remote.control('psa.failNext', { status: 500, ...POST });
    const outcome = await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', sentence: expect.stringContaining('INTERNAL_ERROR') });
  });

  it('of an earlier attempt: what is found and fits is ours', async () => {
    await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    const again = await world.psa.ensureContact(toCreate({ mayAlreadyBeSent: true }), aJournal(), { signal });
    expect(again).toMatchObject({ kind: 'adopted', created: true });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('of an earlier attempt: what is found and is somebody else is stale', async () => {
    const person = aPerson({ address: 'ann@alder.example', displayName: 'Ann Other' });
    const intent = toCreate({ person, addresses: ['ann@alder.example'], mayAlreadyBeSent: true });
    const outcome = await world.psa.ensureContact(intent, aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'stale', observed: { fullName: 'Ann Ashe' } });
  });
});

describe('a server that is not honest or not willing', () => {
  it.each([
    ['role', 'role', false],
    ['phone_numbers', 'phones', false],
    ['phone_numbers', 'phones', true],
    ['client_id', 'clientId', false],
  ])('accepts and drops %s: reading back names it', async (field, ours, echo) => {
    world.remote.control('psa.acceptAndDropField', { field, echo });
    const outcome = await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'mismatch', mismatches: [{ field: ours }] });
  });

  it('refuses one person with its own words', async () => {
    const person = aPerson({ jobTitle: 'x'.repeat(101) });
    const outcome = await world.psa.ensureContact(toCreate({ person }), aJournal(), { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', sentence: expect.stringContaining('role') });
  });

  it('does not keep contacts without an address, so none is sent', async () => {
    const outcome = await world.psa.ensureContact(toCreate({ person: aPerson({ address: null }) }), aJournal(), {
      signal,
    });
    expect(outcome.kind).toBe('rejected');
    expect(requests(world.remote)).toEqual([]);
  });

  it('forbids writing: that stops the connection, not the person', async () => {
    const psa = world.connect({ apiKey: async () => 'key-read' });
    await expect(psa.ensureContact(toCreate(), aJournal(), { signal })).rejects.toMatchObject({
      code: 'psa.forbidden',
    });
  });

  it('asks to wait (429): the same POST leaves again, and one contact exists', async () => {
    world.remote.control('psa.throttleNext', { retryAfterSeconds: 1, ...POST });
    const outcome = await world.psa.ensureContact(toCreate(), aJournal(), { signal });
    expect(outcome.kind).toBe('done');
    expect(writes(world.remote)).toEqual(['POST /api/v1/contacts → 429', 'POST /api/v1/contacts → 201']);
  });
});

it('a link dropped at every request of ten creates, before or after, never makes two of anyone', async () => {
  const intents = Array.from({ length: 10 }, (_, index) => {
    const address = `p${index}@alder.example`;
    return toCreate({ person: aPerson({ address, displayName: `Person ${index}` }), addresses: [address] });
  });
  for (const when of ['before', 'after']) {
    world.remote.control('psa.dropConnection', { when, everyNth: 3 });
    for (const intent of intents) {
      let sent = false;
      const journal = {
        recordSent() {
          sent = true;
        },
        recordAnswered: () => undefined,
      };
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const outcome = await world.psa
          .ensureContact({ ...intent, mayAlreadyBeSent: sent || when === 'after' }, journal, { signal })
          .catch(() => null);
        if (outcome !== null) break;
      }
    }
    world.remote.control('psa.clearFaults');
  }
  const { createdByEmail } = world.remote.psa.state().writeCounts;
  expect(intents.map((intent) => createdByEmail[intent.person.address ?? ''])).toEqual(Array(10).fill(1));
});

it('people() holds a contact whose stored address is in mixed case, or the tests above prove less', () => {
  expect(people().some((seed) => seed.email !== seed.email.toLowerCase())).toBe(true);
  expect(contactSeed({ contact_name_id: contactId(9), email: 'x@y.example' }).client_id).toBe(ALDER);
});
