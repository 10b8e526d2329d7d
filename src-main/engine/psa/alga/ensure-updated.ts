/**
 * Changes one contact, if it still is what the plan saw. A fresh GET is compared three ways (plan's base, intention, now):
 *
 *   contact gone, or moved to another client     stale
 *   a business field moved elsewhere             stale, naming the field and all three values
 *   everything already as intended               adopted, nothing sent
 *   otherwise                                    PUT with only the differing fields, then read back: done | mismatch
 *   refused with 409                             rejected, naming the owner of the address
 *   answer lost                                  look, wait, look again: done | the failure is thrown, to be tried later
 */
import { asId, type ContactId } from '../../../../shared/vocabulary/ids.ts';
import { type Contact, contactFacts } from '../../domain/contact.ts';
import { conflictsOf } from '../../domain/plan/conflicts-of.ts';
import { compareThreeWays } from '../../domain/plan/three-way.ts';
import { sleep } from '../../http/sleep.ts';
import type { EnsureOutcome, UpdateContactIntent, VerifyContactIntent } from '../port.ts';
import { type ContactRow, changedRow } from './answers.ts';
import { compareContact } from './contact-fields.ts';
import type { EnsureTools } from './ensure-created.ts';
import { findByAnyAddress, nameContact } from './find-by-address.ts';
import { toContact } from './map-rows.ts';
import { readBackContact } from './read-back.ts';
import { sendWrite, type WriteResult } from './send-write.ts';
import { type ContactUpdate, contactUpdate } from './update-body.ts';
import { CONTACTS } from './v1-routes.ts';

const GONE = 'The contact is no longer in the PSA. Nothing was sent.';

export async function ensureUpdated(intent: UpdateContactIntent, tools: EnsureTools): Promise<EnsureOutcome> {
  const row = await tools.contacts.find(intent.contactId, tools.signal);
  if (row === null) return { kind: 'stale', sentence: GONE, observed: null };
  const current = toContact(row);
  if (current.clientId !== intent.base.clientId) return movedClient(row);
  const comparison = compareThreeWays(intent.base, intent.fields, contactFacts(current));
  if (comparison.kind === 'alreadyThere') {
    return { kind: 'adopted', contactId: current.contactId, observed: current, created: false };
  }
  if (comparison.kind === 'conflict') return conflict(current, comparison.fields);
  const update = contactUpdate(row, comparison.fields);
  if (update === null) return rejected('The PSA keeps no contact without a name and a primary address.', null);
  const owner = await otherOwner(intent.contactId, update.addedAddresses, tools);
  if (owner !== null) return addressTaken(row, owner);
  return sendUpdate(row, update, tools);
}

async function sendUpdate(row: ContactRow, update: ContactUpdate, tools: EnsureTools): Promise<EnsureOutcome> {
  const contactId = asId<ContactId>(row.contact_name_id);
  const before = toContact(row);
  const { intended } = update;
  const path = `${CONTACTS}/${encodeURIComponent(contactId)}`;
  const result = await sendWrite({ method: 'PUT', path, body: update.body }, changedRow, tools);
  switch (result.kind) {
    case 'accepted':
      return readBackContact(contactId, { intended, before }, tools);
    case 'refused': {
      if (result.refusal.status === 404) return { kind: 'stale', sentence: GONE, observed: null };
      const owner = result.refusal.status === 409 ? await otherOwner(contactId, update.addedAddresses, tools) : null;
      if (owner !== null) return addressTaken(row, owner);
      return rejected(`The PSA did not accept the change to ${nameContact(row)}: ${result.refusal.message}`, null);
    }
    case 'unknown':
      return afterLostAnswer(result, { before, update, tools });
  }
}

async function afterLostAnswer(
  result: Extract<WriteResult<unknown>, { kind: 'unknown' }>,
  facts: { readonly before: Contact; readonly update: ContactUpdate; readonly tools: EnsureTools },
): Promise<EnsureOutcome> {
  const { before, update, tools } = facts;
  for (const waitMs of [0, tools.lookAgainAfterMs]) {
    if (waitMs > 0) await sleep(waitMs, tools.signal);
    const row = await tools.contacts.find(before.contactId, tools.signal);
    if (row === null) return { kind: 'stale', sentence: GONE, observed: null };
    const observed = toContact(row);
    if (compareContact(update.intended, observed).length === 0) {
      return { kind: 'done', contactId: before.contactId, before, observed };
    }
  }
  if (result.refusal?.code != null) {
    return rejected(`The PSA failed on ${before.fullName} (${result.refusal.code}): ${result.refusal.message}`, null);
  }
  throw result.failure;
}

/**
 * Proves that a contact still is the person the plan saw, before a link is stored. Only what identifies a person counts
 * (client, name, addresses, being active): a phone number that somebody tidied does not make it another person.
 */
export async function verifyContact(intent: VerifyContactIntent, tools: EnsureTools): Promise<EnsureOutcome> {
  const row = await tools.contacts.find(intent.contactId, tools.signal);
  if (row === null) return { kind: 'stale', sentence: GONE, observed: null };
  const observed = toContact(row);
  const { base } = intent;
  if (observed.clientId !== base.clientId) return movedClient(row);
  const moved = conflictsOf({ base, fields: [], person: null, current: observed });
  if (moved.length > 0) return conflict(observed, moved);
  return { kind: 'adopted', contactId: observed.contactId, observed, created: false };
}

const fieldNames: Readonly<Record<string, string>> = {
  fullName: 'name',
  role: 'job title',
  email: 'primary address',
  additionalEmails: 'other addresses',
  addresses: 'addresses',
  phones: 'phone numbers',
  isInactive: 'active state',
};

function conflict(
  observed: Contact,
  fields: readonly { readonly field: string; readonly base: unknown; readonly current: unknown }[],
): EnsureOutcome {
  const changes = fields.map(({ field, base, current }) => {
    const name = fieldNames[field] ?? field;
    const bothAreShort = [base, current].every((value) => value === null || typeof value === 'string');
    return bothAreShort ? `${name} (was "${base ?? ''}", is "${current ?? ''}")` : name;
  });
  const sentence = `Somebody changed ${observed.fullName || 'this contact'} meanwhile: ${changes.join(', ')}. Nothing was sent.`;
  return { kind: 'stale', sentence, observed };
}

function movedClient(row: ContactRow): EnsureOutcome {
  const sentence = `The contact is now ${nameContact(row)}: it moved to another client meanwhile. Nothing was sent.`;
  return { kind: 'stale', sentence, observed: toContact(row) };
}

async function otherOwner(
  contactId: ContactId,
  addresses: readonly string[],
  tools: EnsureTools,
): Promise<ContactRow | null> {
  if (addresses.length === 0) return null;
  const owners = await findByAnyAddress(tools.contacts, addresses, tools.signal);
  return owners.find((row) => row.contact_name_id !== contactId) ?? null;
}

function addressTaken(row: ContactRow, owner: ContactRow): EnsureOutcome {
  const sentence = `The new address of ${row.full_name} belongs to ${nameContact(owner)}, so it was not changed.`;
  return rejected(sentence, asId<ContactId>(owner.contact_name_id));
}

function rejected(sentence: string, ownerContactId: ContactId | null): EnsureOutcome {
  return { kind: 'rejected', sentence, ownerContactId };
}
