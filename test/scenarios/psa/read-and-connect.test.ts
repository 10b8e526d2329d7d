/** Reading whole lists from a moving PSA, and saying in a sentence why a connection does not work. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../src-main/engine/domain/client.ts';
import type { Contact } from '../../../src-main/engine/domain/contact.ts';
import type { EngineError } from '../../../src-main/engine/domain/engine-error.ts';
import type { PsaPage } from '../../../src-main/engine/psa/port.ts';
import { CLIENT_B, contactId, contactSeed } from '../../../src-sandbox/psa/test-psa.ts';
import { ALDER, ANN, aJournal, aPsaWorld, type PsaWorld, people, requests, signal, writes } from './psa-world.ts';

let world: PsaWorld;
beforeEach(async () => {
  world = await aPsaWorld([...people(), ...crowd(640)]);
});
afterEach(() => world.close());

/** Everybody has the same creation time, as after an import: the default sort would lose some. */
function crowd(count: number) {
  return Array.from({ length: count }, (_, index) =>
    contactSeed({ contact_name_id: contactId(1000 + index), email: `w${index}@alder.example` }),
  );
}

async function readAll(psa = world.psa, onPage: (page: number) => void = () => undefined): Promise<string[]> {
  const ids: string[] = [];
  let page = 0;
  for await (const { rows } of psa.readContacts({ changedSince: null, signal })) {
    ids.push(...rows.map((row) => row.contactId));
    page += 1;
    onPage(page);
  }
  return ids;
}

const existing = () => world.remote.psa.state().contacts.map((row) => row.contact_name_id);

describe('a full read', () => {
  it('yields every contact exactly once, in id order, with few requests', async () => {
    const ids = await readAll();
    expect(ids).toEqual([...existing()].sort());
    // Seven pages, and one question about what was created meanwhile.
    expect(requests(world.remote)).toHaveLength(8);
  });

  it('finds what a delete in the middle would have hidden', async () => {
    const ids = await readAll(world.psa, (page) => {
      if (page === 1) {
        for (let index = 0; index < 30; index += 1) {
          world.remote.control('psa.deleteContact', { contactId: contactId(1000 + index) });
        }
      }
    });
    expect(existing().filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('fetches what was created behind our back on pages already read', async () => {
    world.remote.clock.now = Date.now();
    const ids = await readAll(world.psa, (page) => {
      if (page > 3) return;
      const id = `00000000-0000-4000-8000-00000000aa0${page}`;
      world.remote.control('psa.addContact', { contactId: id, fullName: 'New', email: `new${page}@alder.example` });
    });
    expect(existing().filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('survives a server that fails now and then', async () => {
    world.remote.control('psa.failNext', { status: 500, count: 2 });
    world.remote.control('psa.dropConnection', { when: 'after', atRequest: 4 });
    expect(await readAll()).toHaveLength(existing().length);
  });

  it('can be left early without leaving requests behind', async () => {
    for await (const page of world.psa.readContacts({ changedSince: null, signal })) {
      expect(page.total).toBe(643);
      break;
    }
    const before = requests(world.remote).length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(requests(world.remote).length).toBe(before);
  });

  it('stops when cancelled', async () => {
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _page of world.psa.readContacts({ changedSince: null, signal: stop.signal })) stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('throttled midway (429) waits and is still whole', async () => {
    world.remote.control('psa.throttleNext', { retryAfterSeconds: 1, count: 2 });
    expect(new Set(await readAll()).size).toBe(existing().length);
  });

  it('yields one empty page for an empty PSA, so that its total is known', async () => {
    const empty = await aPsaWorld([]);
    try {
      const pages: PsaPage<Contact>[] = [];
      for await (const page of empty.psa.readContacts({ changedSince: null, signal })) pages.push(page);
      expect(pages).toEqual([{ rows: [], total: 0 }]);
    } finally {
      await empty.close();
    }
  });
});

describe('an incremental read', () => {
  it('brings only what changed since', async () => {
    const since = world.remote.clock.now;
    world.remote.clock.now += 1000;
    world.remote.control('psa.changeContact', { contactId: ANN, changes: { role: 'New' } });
    const rows: Contact[] = [];
    for await (const page of world.psa.readContacts({ changedSince: since, signal })) rows.push(...page.rows);
    expect(rows).toMatchObject([{ contactId: ANN, role: 'New', updatedAt: since + 1000 }]);
  });
});

describe('looking', () => {
  it('for an address finds its exact owners, whatever the letter case, and not those who contain it', async () => {
    const find = async (address: string) =>
      (await world.psa.findContactsByAddress(address, { signal })).map((contact) => contact.email);
    expect(await find('BOB@alder.example')).toEqual(['Bob@Alder.example']);
    expect(await find('w1@alder.example')).toEqual(['w1@alder.example']);
    expect(await find('n@alder.example')).toEqual([]);
  });

  it('for clients reads their websites and Entra marks', async () => {
    world.remote.control('psa.changeClient', { clientId: ALDER, changes: { properties: { website: 'alder.test' } } });
    const rows: Client[] = [];
    for await (const page of world.psa.readClients({ changedSince: null, signal })) rows.push(...page.rows);
    expect(rows).toMatchObject([
      { name: 'Alder Ltd', websites: ['https://alder.example', 'alder.test'], isInactive: false },
      { name: 'Birch Ltd', websites: [] },
    ]);
  });
});

describe('a new client', () => {
  const intent = { name: 'Cedar GmbH', website: 'cedar.example' };
  const ensure = (changes = {}) => world.psa.ensureClient({ ...intent, ...changes }, aJournal(), { signal });

  it('is created once with website and billing cycle, and read back', async () => {
    expect(await ensure()).toMatchObject({
      kind: 'created',
      client: { name: 'Cedar GmbH', websites: ['https://cedar.example'] },
    });
    expect(await ensure({ name: 'CEDAR gmbh' })).toMatchObject({ kind: 'adopted', client: { name: 'Cedar GmbH' } });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('whose answer was lost is found by its name, not posted again', async () => {
    world.remote.control('psa.dropConnection', { when: 'after', match: 'POST /api/v1/clients' });
    expect(await ensure()).toMatchObject({ kind: 'created' });
    expect(writes(world.remote)).toHaveLength(1);
  });

  it('that an existing client already is gets adopted without a write', async () => {
    expect(await ensure({ name: 'birch ltd' })).toMatchObject({ kind: 'adopted', client: { clientId: CLIENT_B } });
    expect(writes(world.remote)).toEqual([]);
  });
});

describe('a probe', () => {
  it('tells counts, and that the Entra routes need a session or are not there', async () => {
    const found = await world.psa.probe({ signal });
    expect(found).toMatchObject({ mayReadContacts: true, mayWriteContacts: null, contactCount: 643, clientCount: 2 });
    expect(['needsSession', 'notMounted']).toContain(found.entraRoutes.state);
    expect(writes(world.remote)).toEqual([]);
  });

  it('proves writing by creates that cannot succeed, when asked to', async () => {
    expect(await world.psa.probe({ signal, proveWriting: true })).toMatchObject({
      mayWriteContacts: true,
      mayWriteClients: true,
    });
    const readOnly = world.connect({ apiKey: async () => 'key-read' });
    expect(await readOnly.probe({ signal, proveWriting: true })).toMatchObject({
      mayReadContacts: true,
      mayWriteContacts: false,
      mayWriteClients: false,
    });
    expect(world.remote.psa.state().writes).toEqual([]);
  });
});

describe('a connection that does not work says why', () => {
  const failure = (psa = world.psa) =>
    psa.probe({ signal }).then(
      () => null,
      (error: EngineError) => ({ code: error.code, message: error.message }),
    );

  it('key refused', async () => {
    const psa = world.connect({ apiKey: async () => 'wrong' });
    expect(await failure(psa)).toMatchObject({ code: 'psa.keyRejected', message: expect.stringContaining('key') });
  });

  it('no key stored, or one with characters that no key has', async () => {
    expect(await failure(world.connect({ apiKey: async () => '  ' }))).toMatchObject({ code: 'psa.keyRejected' });
    expect(await failure(world.connect({ apiKey: async () => 'a b\nc' }))).toMatchObject({ code: 'psa.keyRejected' });
  });

  it('a web page instead of data', async () => {
    world.remote.control('psa.answerHtml', {});
    expect(await failure()).toMatchObject({ code: 'psa.wrongAddress', message: expect.stringContaining('web page') });
  });

  it('an address below which there is no PSA', async () => {
    expect(await failure(world.connect({ baseUrl: `${world.remote.origin}/portal` }))).toMatchObject({
      code: 'psa.wrongAddress',
    });
  });

  it('an address with the API path already in it works all the same', async () => {
    expect(await failure(world.connect({ baseUrl: `${world.remote.origin}/api/v1/` }))).toBeNull();
  });

  it('nobody listening', async () => {
    expect(await failure(world.connect({ baseUrl: 'http://127.0.0.1:9' }))).toMatchObject({ code: 'psa.unreachable' });
  });

  it('something that is no address at all', () => {
    expect(() => world.connect({ baseUrl: 'our psa' })).toThrow(/web address/);
  });

  it('a product that does not include the API', async () => {
    world.remote.control('psa.blockProduct', {});
    const found = await world.psa.probe({ signal });
    expect(found).toMatchObject({ mayReadContacts: false, contactCount: null });
  });
});
