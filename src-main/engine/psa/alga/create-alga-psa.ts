/**
 * AlgaPSA behind the PSA port: puts the v1 client, the reads and the `ensure` writes together. It stores nothing, decides
 * nothing about people, and promises what `port.ts` promises. One instance serves one address and one key.
 */
import { assertNever } from '../../../../shared/vocabulary/states.ts';
import type { ContactIntent, EnsureOutcome, FullRead, PsaPort, WriteJournal } from '../port.ts';
import { ensureClientCreated } from './ensure-client.ts';
import { type EnsureTools, ensureCreated } from './ensure-created.ts';
import { ensureUpdated, verifyContact } from './ensure-updated.ts';
import { findByAddress } from './find-by-address.ts';
import { toClient, toContact } from './map-rows.ts';
import { findWorkspaceId, probePsa } from './probe.ts';
import { readWholeList } from './read-pages.ts';
import { createV1Client, type V1ClientOptions } from './v1-client.ts';
import { clientRoute, contactRoute } from './v1-routes.ts';

export interface AlgaPsaOptions extends V1ClientOptions {
  /** How long after a lost answer the second look happens; 2 s unless told. */
  readonly lookAgainAfterMs?: number;
}

export interface AlgaPsa extends PsaPort {
  /** Closes kept-open connections. */
  close(): void;
}

/** Throws `psa.wrongAddress` when the address cannot be one. */
export function createAlgaPsa(options: AlgaPsaOptions): AlgaPsa {
  const v1 = createV1Client(options);
  const contacts = contactRoute(v1);
  const clients = clientRoute(v1);
  const now = options.now ?? Date.now;
  const lookAgainAfterMs = options.lookAgainAfterMs ?? 2_000;
  const { log } = options;

  return {
    probe: (probeOptions) => probePsa(probeOptions, { v1, contacts, clients, now }),
    findWorkspaceId: ({ signal }) => findWorkspaceId({ v1, contacts, clients, now }, signal),
    readClients: (read) =>
      readWholeList({
        route: clients,
        idOf: (row) => row.client_id,
        toItem: toClient,
        filters: filtersOf(read),
        signal: read.signal,
        log,
        now,
      }),
    readContacts: (read) =>
      readWholeList({
        route: contacts,
        idOf: (row) => row.contact_name_id,
        toItem: toContact,
        filters: filtersOf(read),
        signal: read.signal,
        log,
        now,
      }),
    async findContact(contactId, { signal }) {
      const row = await contacts.find(contactId, signal);
      return row === null ? null : toContact(row);
    },
    async findContactsByAddress(address, { signal }) {
      return (await findByAddress(contacts, address, signal)).map(toContact);
    },
    ensureContact: (intent, journal, { signal }) =>
      ensureContact(intent, { v1, contacts, journal, signal, lookAgainAfterMs }),
    ensureClient: (intent, journal: WriteJournal, { signal }) =>
      ensureClientCreated(intent, { v1, clients, journal, signal, lookAgainAfterMs }),
    close: () => v1.close(),
  };
}

function ensureContact(intent: ContactIntent, tools: EnsureTools): Promise<EnsureOutcome> {
  switch (intent.kind) {
    case 'create':
      return ensureCreated(intent, tools);
    case 'update':
      return ensureUpdated(intent, tools);
    case 'verify':
      return verifyContact(intent, tools);
    default:
      return assertNever(intent);
  }
}

function filtersOf({ changedSince }: FullRead): Readonly<Record<string, string>> {
  return changedSince === null ? {} : { updated_from: new Date(changedSince).toISOString() };
}
