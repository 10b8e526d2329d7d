/** A simulated PSA with a few people and the adapter connected to it; short waits, so that lost answers take no time. */
import type { ClientId, ContactId } from '../../../shared/vocabulary/ids.ts';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { type Contact, contactFacts } from '../../../src-main/engine/domain/contact.ts';
import type { FieldChange, PlannedPerson } from '../../../src-main/engine/domain/planned-change.ts';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { readRetryPolicy } from '../../../src-main/engine/http/retry-policy.ts';
import { type AlgaPsa, type AlgaPsaOptions, createAlgaPsa } from '../../../src-main/engine/psa/alga/create-alga-psa.ts';
import type { CreateContactIntent, UpdateContactIntent, WriteJournal } from '../../../src-main/engine/psa/port.ts';
import {
  CLIENT_A,
  contactId,
  contactSeed,
  psaSeed,
  startTestPsa,
  type TestPsa,
} from '../../../src-sandbox/psa/test-psa.ts';

export const ALDER = asId<ClientId>(CLIENT_A);
export const signal = new AbortController().signal;

export interface PsaWorld {
  readonly remote: TestPsa;
  readonly psa: AlgaPsa;
  connect(changes?: Partial<AlgaPsaOptions>): AlgaPsa;
  close(): Promise<void>;
}

export async function aPsaWorld(contacts = people()): Promise<PsaWorld> {
  const remote = await startTestPsa(psaSeed(contacts));
  const connected: AlgaPsa[] = [];
  const connect = (changes: Partial<AlgaPsaOptions> = {}) => {
    const psa = createAlgaPsa({
      baseUrl: remote.origin,
      apiKey: async () => 'key-full',
      http: { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null },
      log: silentLog,
      lookAgainAfterMs: 20,
      readRetry: { ...readRetryPolicy, statuses: [500, 502, 503, 504], firstDelayMs: 5 },
      ...changes,
    });
    connected.push(psa);
    return psa;
  };
  return {
    remote,
    psa: connect(),
    connect,
    async close() {
      for (const psa of connected) psa.close();
      await remote.close();
    },
  };
}

export function people() {
  return [
    contactSeed({ contact_name_id: contactId(1), email: 'ann@alder.example', full_name: 'Ann Ashe', role: 'Buyer' }),
    contactSeed({ contact_name_id: contactId(2), email: 'Bob@Alder.example', full_name: 'Bob Birch' }),
    contactSeed({ contact_name_id: contactId(3), email: 'marian@alder.example', full_name: 'Marian Moss' }),
  ];
}

export const ANN = asId<ContactId>(contactId(1));
export const BOB = asId<ContactId>(contactId(2));

export interface RecordedJournal extends WriteJournal {
  readonly sent: { method: string; resource: string; body: unknown }[];
  readonly answered: { status: number; body: unknown }[];
}

export function aJournal(): RecordedJournal {
  const sent: RecordedJournal['sent'] = [];
  const answered: RecordedJournal['answered'] = [];
  return {
    sent,
    answered,
    recordSent: (request) => void sent.push({ ...request }),
    recordAnswered: (answer) => void answered.push({ ...answer }),
  };
}

export function aPerson(changes: Partial<PlannedPerson> = {}): PlannedPerson {
  return {
    displayName: 'Cara Cole',
    accountState: 'enabled',
    address: 'cara@alder.example',
    userPrincipalName: 'cara@alder.example',
    jobTitle: 'Engineer',
    phones: [{ number: '+44 20 7946 0001', extension: '12', type: 'work', customType: null, isDefault: true }],
    ...changes,
  };
}

export function toCreate(changes: Partial<CreateContactIntent> = {}): CreateContactIntent {
  const person = changes.person ?? aPerson();
  return {
    kind: 'create',
    clientId: ALDER,
    person,
    addresses: person.address === null ? [] : [person.address],
    mayAlreadyBeSent: false,
    ...changes,
  };
}

export function toUpdate(contact: Contact, fields: readonly FieldChange[]): UpdateContactIntent {
  return { kind: 'update', contactId: contact.contactId, base: contactFacts(contact), fields };
}

/** Requests that reached the PSA, as "METHOD path → status". */
export function requests(remote: TestPsa): string[] {
  return remote.log.map((entry) => `${entry.method} ${entry.path} → ${entry.status ?? 'cut'}`);
}

export function writes(remote: TestPsa): string[] {
  return requests(remote).filter((line) => !line.startsWith('GET'));
}

/** What the PSA itself holds under an address, whatever the adapter thinks. */
export function storedContacts(remote: TestPsa, email: string) {
  return remote.psa.state().contacts.filter((row) => row.email.toLowerCase() === email.toLowerCase());
}
