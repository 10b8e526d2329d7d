/**
 * Creates one contact at most once, ever. It looks by every address first, and whatever is unclear afterwards leads to a
 * look, never to a second POST in the same call:
 *
 *   found, never sent by us              stale      somebody made it meanwhile
 *   found, sent before, fits             adopted    our own request arrived after all
 *   found, sent before, does not fit     stale
 *   nothing found, POST accepted         read back: done | mismatch
 *   POST refused with 409                rejected, naming the owner (or adopted, when our earlier request made it)
 *   POST refused otherwise               rejected, with the PSA's own words
 *   answer lost                          look, wait, look again: adopted | stale | the failure is thrown, to be tried later
 */
import { asId, type ContactId } from '../../../../shared/vocabulary/ids.ts';
import { sleep } from '../../http/sleep.ts';
import type { CreateContactIntent, EnsureOutcome } from '../port.ts';
import { type ContactRow, createdContact } from './answers.ts';
import { compareContact, expectedPhones, foldAddress, type IntendedContact, sendablePhones } from './contact-fields.ts';
import { findByAnyAddress, nameContact } from './find-by-address.ts';
import { toContact } from './map-rows.ts';
import { readBackContact } from './read-back.ts';
import { sendWrite, type WriteResult, type WriteTools } from './send-write.ts';
import { CONTACTS, type ListRoute } from './v1-routes.ts';

export interface EnsureTools extends WriteTools {
  readonly contacts: ListRoute<ContactRow>;
  /** A request that is late rather than lost shows up within this time. */
  readonly lookAgainAfterMs: number;
}

export async function ensureCreated(intent: CreateContactIntent, tools: EnsureTools): Promise<EnsureOutcome> {
  const address = intent.person.address;
  if (address === null) {
    const sentence = `${intent.person.displayName} has no address, and the PSA keeps no contact without one.`;
    return { kind: 'rejected', sentence, ownerContactId: null };
  }
  const intended = intendedContact(intent, address);
  const look = () => findByAnyAddress(tools.contacts, [address, ...intent.addresses], tools.signal);
  const before = await look();
  if (before.length > 0) return judgeFound(before, intended, intent.mayAlreadyBeSent);

  const write = { method: 'POST', path: CONTACTS, body: createBody(intent, address) } as const;
  const result = await sendWrite(write, createdContact, tools);
  switch (result.kind) {
    case 'accepted':
      return readBackContact(asId<ContactId>(result.answer.data.contact_name_id), { intended, before: null }, tools);
    case 'refused':
      return refused(result.refusal.status, result.refusal.message, {
        owners: result.refusal.status === 409 ? await look() : [],
        intended,
        intent,
      });
    case 'unknown':
      return afterLostAnswer(result, { look, intended, tools });
  }
}

/** Only keys that the strict body knows, and only those that say something. */
function createBody({ clientId, person }: CreateContactIntent, address: string): Record<string, unknown> {
  const phones = sendablePhones(person.phones);
  const role = (person.jobTitle ?? '').trim();
  return {
    full_name: person.displayName.trim(),
    email: foldAddress(address),
    client_id: clientId,
    ...(role === '' ? {} : { role }),
    ...(phones.length === 0 ? {} : { phone_numbers: phones }),
  };
}

function intendedContact({ clientId, person }: CreateContactIntent, address: string): IntendedContact {
  return {
    clientId,
    fullName: person.displayName,
    email: address,
    role: person.jobTitle,
    isInactive: false,
    phones: expectedPhones(person.phones),
  };
}

/** Our own request made this row: same client, same primary address, same name. */
function isOurs(row: ContactRow, intended: IntendedContact): boolean {
  return (
    row.client_id === intended.clientId &&
    foldAddress(row.email ?? '') === foldAddress(intended.email ?? '') &&
    row.full_name.trim() === (intended.fullName ?? '').trim()
  );
}

function judgeFound(rows: readonly ContactRow[], intended: IntendedContact, sentBefore: boolean): EnsureOutcome {
  const ours = sentBefore ? rows.find((row) => isOurs(row, intended)) : undefined;
  if (ours !== undefined) return adoptedAsOurs(ours, intended);
  const [first] = rows;
  const others = rows.length > 1 ? ` and ${rows.length - 1} more` : '';
  return {
    kind: 'stale',
    sentence: `The PSA already holds ${first ? nameContact(first) : 'such a contact'}${others}, made meanwhile. Nothing was sent.`,
    observed: first ? toContact(first) : null,
  };
}

function adoptedAsOurs(row: ContactRow, intended: IntendedContact): EnsureOutcome {
  const observed = toContact(row);
  const mismatches = compareContact(intended, observed);
  if (mismatches.length === 0) return { kind: 'adopted', contactId: observed.contactId, observed, created: true };
  return { kind: 'mismatch', contactId: observed.contactId, before: null, observed, mismatches };
}

function refused(
  status: number,
  message: string,
  facts: { owners: readonly ContactRow[]; intended: IntendedContact; intent: CreateContactIntent },
): EnsureOutcome {
  const { owners, intended, intent } = facts;
  const ours = intent.mayAlreadyBeSent ? owners.find((row) => isOurs(row, intended)) : undefined;
  if (ours !== undefined) return adoptedAsOurs(ours, intended);
  const [owner] = owners;
  if (owner !== undefined) {
    const sentence = `The PSA did not create ${intent.person.displayName}: the address belongs to ${nameContact(owner)}.`;
    return { kind: 'rejected', sentence, ownerContactId: asId<ContactId>(owner.contact_name_id) };
  }
  const sentence =
    status === 409
      ? `The PSA says that the address of ${intent.person.displayName} is taken, but shows nobody who has it. The PSA says: ${message}`
      : `The PSA did not accept ${intent.person.displayName}: ${message}`;
  return { kind: 'rejected', sentence, ownerContactId: null };
}

async function afterLostAnswer(
  result: Extract<WriteResult<unknown>, { kind: 'unknown' }>,
  facts: { look: () => Promise<readonly ContactRow[]>; intended: IntendedContact; tools: EnsureTools },
): Promise<EnsureOutcome> {
  for (const waitMs of [0, facts.tools.lookAgainAfterMs]) {
    if (waitMs > 0) await sleep(waitMs, facts.tools.signal);
    const rows = await facts.look();
    if (rows.length > 0) return judgeFound(rows, facts.intended, true);
  }
  // The server answered by itself that it failed, and nothing is there: that is this person's failure, not the line's.
  if (result.refusal?.code != null) {
    const sentence = `The PSA failed on ${facts.intended.fullName ?? 'this contact'} (${result.refusal.code}): ${result.refusal.message}`;
    return { kind: 'rejected', sentence, ownerContactId: null };
  }
  throw result.failure;
}
