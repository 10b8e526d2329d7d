/**
 * One client's sync, user by user in the directory's order (psa.md 3.4, 5.6, 5.7). There is no catch per user on purpose:
 * the first refusal ends the client, what was written before stays, and nobody after is reached.
 *
 * Contacts of the mapped client whose lower-cased primary address is the user's:
 *   more than one   queue it                                          ambiguous
 *   exactly one     link + field rules                                linked (always), updated (a value changed)
 *   none            the identity's own link, else create              created (in both cases)
 * Links are not the first look-up, so a renamed user is "created" on every run.
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import { createContact } from '../contact-model.ts';
import type { ContactRow } from '../rows.ts';
import { type PsaStore, recordContactWrite } from '../state.ts';
import { linkAndStamp } from './contact-links.ts';
import { applyFieldRules, fullNameOf, matchAddress, phonesOf, ruleIsOn } from './field-rules.ts';
import { queueAmbiguous } from './queue-items.ts';
import { createUserFilter } from './user-filter.ts';

export type SyncCounters = {
  created: number;
  linked: number;
  updated: number;
  ambiguous: number;
  inactivated: number;
};

export type ClientScope = { managedTenantId: string; entraTenantId: string; clientId: string };

export function noCounts(): SyncCounters {
  return { created: 0, linked: 0, updated: 0, ambiguous: 0, inactivated: 0 };
}

/** Contacts of the client with the address: inactive ones included, additional addresses not. */
export function contactsByAddress(store: PsaStore, clientId: string, address: string): ContactRow[] {
  return store.contacts
    .idsByLowerPrimary(address)
    .map((id) => store.contacts.find(id))
    .filter((row) => row !== null)
    .filter((row) => row.client_id === clientId);
}

function createOrRefresh(store: PsaStore, scope: ClientScope, user: SandboxUser): void {
  const identity = { entraTenantId: scope.entraTenantId, entraObjectId: user.id, clientId: scope.clientId };
  const link = store.links.byIdentity(scope.entraTenantId, user.id);
  if (link && store.contacts.find(link.contact_name_id)) {
    linkAndStamp(store, { ...identity, contactId: link.contact_name_id }, { user, columns: {} });
    return;
  }
  const input = {
    full_name: fullNameOf(user),
    email: matchAddress(user),
    client_id: scope.clientId,
    phone_numbers: phonesOf(user),
    role: user.jobTitle,
  };
  const contact = createContact(store, input, 'entra-sync');
  linkAndStamp(store, { ...identity, contactId: contact.contact_name_id }, { user, columns: {} });
}

function syncUser(store: PsaStore, scope: ClientScope, work: { user: SandboxUser; counters: SyncCounters }): void {
  const { user, counters } = work;
  const found = contactsByAddress(store, scope.clientId, matchAddress(user));
  const [only] = found;
  if (found.length > 1) {
    queueAmbiguous(store, { ...scope, user, candidates: found });
    counters.ambiguous += 1;
    return;
  }
  if (!only) {
    createOrRefresh(store, scope, user);
    counters.created += 1;
    return;
  }
  const rules = applyFieldRules(store.settings.field_sync_config, { user, contact: only, nextId: store.nextId });
  const target = {
    entraTenantId: scope.entraTenantId,
    entraObjectId: user.id,
    clientId: scope.clientId,
    contactId: only.contact_name_id,
  };
  linkAndStamp(store, target, { user, columns: rules.columns });
  counters.linked += 1;
  if (rules.changed) counters.updated += 1;
}

/** Repeated and counted again on every run, for as long as the account stays disabled. */
function inactivate(store: PsaStore, scope: ClientScope, work: { user: SandboxUser; counters: SyncCounters }): void {
  const link = store.links.byIdentity(scope.entraTenantId, work.user.id);
  const contact = link && store.contacts.find(link.contact_name_id);
  if (!link || !contact) return;
  const at = store.nowIso();
  store.links.put({ ...link, link_status: 'inactive', is_active: false, last_seen_at: at, updated_at: at });
  const after: ContactRow = {
    ...contact,
    is_inactive: true,
    entra_account_enabled: false,
    entra_sync_status: 'inactive',
    entra_sync_status_reason: 'disabled_upstream',
    last_entra_sync_at: at,
    updated_at: at,
  };
  store.contacts.replace(after);
  recordContactWrite(store, { source: 'entra-sync', kind: 'update', row: after, changed: ['is_inactive'] });
  work.counters.inactivated += 1;
}

/**
 * Runs one client. `beforeEach` is called before every user and may throw to stop the worker in its tracks.
 * Throws the first refusal; the writes made until then stay.
 */
export async function syncClient(
  store: PsaStore,
  scope: ClientScope,
  run: { users: SandboxUser[]; beforeEach: () => Promise<void> },
): Promise<SyncCounters> {
  const excludedBecause = createUserFilter(store.settings.user_filter_config);
  const counters = noCounts();
  const disabled: SandboxUser[] = [];
  for (const user of run.users) {
    await run.beforeEach();
    const reason = excludedBecause(user);
    if (reason === null) syncUser(store, scope, { user, counters });
    else if (reason === 'account_disabled') disabled.push(user);
  }
  if (!ruleIsOn(store.settings.field_sync_config, 'markInactiveWhenDisabled')) return counters;
  for (const user of disabled) {
    await run.beforeEach();
    inactivate(store, scope, { user, counters });
  }
  return counters;
}
