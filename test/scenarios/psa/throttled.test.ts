/** A PSA that enforces its rate limit: reads and writes get through whole, and are refused only until the pace is known. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asId, type ClientId } from '../../../shared/vocabulary/ids.ts';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { type AlgaPsa, createAlgaPsa } from '../../../src-main/engine/psa/alga/create-alga-psa.ts';
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import { aJournal, aPerson, signal, toCreate } from './psa-world.ts';

let sandbox: Sandbox;
let psa: AlgaPsa;
beforeEach(async () => {
  sandbox = await startSandbox({ scenario: 'harbor-it' });
  await sandbox.control('psa.rateLimit', { enforce: true, burst: 5, perMinute: 1200 });
  psa = createAlgaPsa({
    baseUrl: sandbox.info.psa.url,
    apiKey: async () => sandbox.info.psa.apiKey,
    http: { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null },
    log: silentLog,
    pacing: { burst: 5, perSecond: 20 },
  });
});
afterEach(async () => {
  psa.close();
  await sandbox.stop();
});

const refusals = () => sandbox.requests().filter((request) => request.status === 429).length;

it('reads everybody, and after the first refusals keeps to the server’s rate', async () => {
  let count = 0;
  for await (const page of psa.readContacts({ changedSince: null, signal })) count += page.rows.length;
  const { contacts } = sandbox.state().psa as { contacts: readonly unknown[] };
  expect(count).toBe(contacts.length);
  const all = sandbox.requests().length;
  expect(refusals()).toBeGreaterThan(0);
  expect(refusals()).toBeLessThanOrEqual(6);
  expect(all).toBeLessThan(count / 100 + 12);
});

it('creates each person once, although some of their requests are refused first', async () => {
  const { clients } = sandbox.state().psa as { clients: readonly { client_id: string }[] };
  const people = Array.from({ length: 6 }, (_, index) => `throttled${index}@somewhere.example`);
  const outcomes = await Promise.all(
    people.map((address) => {
      const intent = toCreate({ person: aPerson({ address, displayName: address }), addresses: [address] });
      return psa.ensureContact({ ...intent, clientId: asId<ClientId>(clients[0]?.client_id ?? '') }, aJournal(), {
        signal,
      });
    }),
  );
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill('done'));
  const { writeCounts } = sandbox.state().psa as { writeCounts: { createdByEmail: Record<string, number> } };
  expect(people.map((address) => writeCounts.createdByEmail[address])).toEqual(Array(6).fill(1));
});
