/**
 * A small push of creates, updates, a rename and a new client, with the line cut at every one of its requests in turn, before
 * and after the write. However often it has to be tried again: nobody is made twice, and nothing is written that was not asked.
 */
import { expect, it } from 'vitest';
import type { Contact } from '../../../src-main/engine/domain/contact.ts';
import { EngineError } from '../../../src-main/engine/domain/engine-error.ts';
import { noRetry } from '../../../src-main/engine/http/retry-policy.ts';
import type { ContactIntent } from '../../../src-main/engine/psa/port.ts';
import {
  ANN,
  aJournal,
  aPerson,
  aPsaWorld,
  BOB,
  type PsaWorld,
  requests,
  signal,
  toCreate,
  toUpdate,
} from './psa-world.ts';

const addresses = ['cara@alder.example', 'dan@alder.example', 'eve@alder.example'];

async function found(world: PsaWorld, contactId: typeof ANN): Promise<Contact> {
  const contact = await world.psa.findContact(contactId, { signal });
  if (contact === null) throw new Error('not in the simulated PSA');
  return contact;
}

async function intentsOf(world: PsaWorld): Promise<ContactIntent[]> {
  const creates = addresses.map((address) =>
    toCreate({ person: aPerson({ address, displayName: address }), addresses: [address] }),
  );
  return [
    ...creates,
    toUpdate(await found(world, ANN), [{ field: 'role', from: 'Buyer', to: 'Head of Buying' }]),
    toUpdate(await found(world, BOB), [{ field: 'email', from: 'bob@alder.example', to: 'robert@alder.example' }]),
  ];
}

/** As the apply job does it: an operation that failed is tried again, knowing whether its request may have left. */
async function push(world: PsaWorld, intents: readonly ContactIntent[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const intent of intents) {
    const journal = aJournal();
    outcomes.push(
      await untilSettled(async () => {
        const sent = journal.sent.length > 0;
        const attempt = intent.kind === 'create' ? { ...intent, mayAlreadyBeSent: sent } : intent;
        return (await world.psa.ensureContact(attempt, journal, { signal })).kind;
      }),
    );
  }
  const client = { name: 'Cedar GmbH', website: 'cedar.example' };
  outcomes.push(await untilSettled(async () => (await world.psa.ensureClient(client, aJournal(), { signal })).kind));
  return outcomes;
}

async function untilSettled(attempt: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || thrown.code !== 'psa.unreachable') throw thrown;
    }
  }
  return 'given up';
}

/** One push with one cut; null once the push needs fewer requests than that. */
async function pushWithCut(atRequest: number, when: 'before' | 'after'): Promise<string[] | null> {
  const world = await aPsaWorld();
  try {
    const careful = { ...world, psa: world.connect({ readRetry: noRetry, lookAgainAfterMs: 1 }) };
    const intents = await intentsOf(careful);
    const already = requests(world.remote).length;
    world.remote.control('psa.dropConnection', { when, atRequest });
    const outcomes = await push(careful, intents);
    const wasCut = requests(world.remote).some((line) => line.endsWith('cut'));
    const state = world.remote.psa.state();
    const label = `cut ${when} request ${atRequest} of ${requests(world.remote).length - already}`;
    expect([label, ...addresses.map((address) => state.writeCounts.createdByEmail[address])]).toEqual([label, 1, 1, 1]);
    expect([label, state.clients.filter((client) => client.client_name === 'Cedar GmbH').length]).toEqual([label, 1]);
    const byId = new Map<string, (typeof state.contacts)[number]>(
      state.contacts.map((row) => [row.contact_name_id, row]),
    );
    expect([label, byId.get(ANN)?.role, byId.get(BOB)?.email]).toEqual([
      label,
      'Head of Buying',
      'robert@alder.example',
    ]);
    expect([label, state.contacts.length]).toEqual([label, 6]);
    return wasCut ? outcomes : null;
  } finally {
    await world.close();
  }
}

it.each(['before', 'after'] as const)('a line cut %s every request in turn loses and doubles nothing', async (when) => {
  let cuts = 0;
  for (let atRequest = 1; atRequest < 60; atRequest += 1) {
    const outcomes = await pushWithCut(atRequest, when);
    if (outcomes === null) break;
    cuts += 1;
    for (const kind of outcomes) expect(['done', 'adopted', 'created']).toContain(kind);
  }
  expect(cuts).toBeGreaterThan(15);
});
