/**
 * The last rows of the table, for people whose addresses say nothing. A name never links, in any setting: it may only stop
 * a create and ask.
 *   an unlinked, active contact of the client has the name           queue (or create, where the operator prefers that)
 *   so does the contact of an account that left another tenant       queue
 *   no usable address                                                skip
 *   nothing                                                          create
 */
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import { localPartOf } from '../text/address.ts';
import { personNameKey } from '../text/fold-name.ts';
import { claimOn } from './claims.ts';
import type { DecisionContext } from './decide-linked.ts';
import { byIdentity } from './estate.ts';
import { hasLeft, type Identity } from './identity.ts';
import { createMultiMap, type MultiMap } from './multi-map.ts';
import { list, quoted } from './sentences.ts';
import { type Verdict, verdict } from './verdict.ts';

export interface NameContext extends DecisionContext {
  /** Contacts that other rows of this plan link: they are somebody already. */
  readonly spokenFor: ReadonlySet<Contact>;
  readonly leavers: MultiMap<Leaver>;
}

export interface Leaver {
  readonly identity: Identity;
  readonly link: ContactLink;
}

export function decideByName(identity: Identity, context: NameContext): Verdict {
  const { rules } = context;
  const keys = nameKeys(identity);
  const moved = findMoved(identity, keys, context);
  if (moved !== null) return moved;
  const namesakes = findNamesakes(identity, keys, context);
  const wantsQuestion = namesakes.length > 0 && rules.nameOnly === 'review';
  if (wantsQuestion) return nameQuestion(identity, namesakes);
  if (identity.address === null) return noAddress;
  const warning =
    namesakes.length === 0
      ? ''
      : ` ${list(namesakes.map((contact) => quoted(contact.fullName)))} has the same name; your rule says to create anyway.`;
  return verdict({
    action: 'create',
    reason: 'nothingMatches',
    candidates: namesakes,
    because: namesakes.length === 0 ? nobody : `No contact has this person's addresses.${warning}`,
    counterfactual: ifAddressed,
  });
}

const nobody = 'No contact of the PSA has this person’s addresses, and none of the client has the name.';

const noAddress = verdict({
  action: 'skip',
  reason: 'noUsableAddress',
  because: 'Entra holds no address for this account that could receive mail, and the PSA needs one.',
  counterfactual: 'With a mail address in Entra, the person would be planned.',
});

const ifAddressed = 'If a contact of the client had this person’s address, it would be considered instead.';

function nameQuestion(identity: Identity, namesakes: readonly Contact[]): Verdict {
  const names = list(namesakes.map((contact) => quoted(contact.fullName)));
  return verdict({
    action: 'queue',
    reason: 'nameOnlyMatch',
    candidates: namesakes,
    because: `Only the name agrees with ${names}. A name alone never links: is this the same person, or a new one?`,
    counterfactual: `If ${quoted(namesakes[0]?.fullName ?? '')} carried ${identity.address ?? 'an address of this account'}, it would be linked; under another name, a contact would be created.`,
  });
}

function nameKeys({ user }: Identity): readonly string[] {
  const shown = user.displayName === null ? '' : personNameKey(user.displayName);
  const parts = user.givenName && user.surname ? personNameKey(`${user.givenName} ${user.surname}`) : '';
  return [...new Set([shown, parts])].filter((key) => key !== '');
}

function findNamesakes(
  identity: Identity,
  keys: readonly string[],
  { estate, spokenFor }: NameContext,
): readonly Contact[] {
  const found = new Set<Contact>();
  for (const key of keys)
    for (const contact of estate.strangersByName(identity.clientId, key))
      if (!spokenFor.has(contact) && claimOn(contact, identity, estate).kind === 'free') found.add(contact);
  return [...found];
}

/** Same name and same local part as an account that left another tenant of ours: people keep both when they move. */
function findMoved(
  identity: Identity,
  keys: readonly string[],
  { estate, leavers, spokenFor }: NameContext,
): Verdict | null {
  for (const key of keys) {
    const id = leaverKey(key, identity.address);
    if (id === null) continue;
    for (const leaver of leavers.all(id)) {
      const contact = estate.contactById.get(leaver.link.contactId);
      if (contact === undefined || spokenFor.has(contact)) continue;
      if (leaver.identity.user.entraTenantId === identity.user.entraTenantId) continue;
      return verdict({
        action: 'queue',
        reason: 'linkedIdentityMovedTenant',
        candidates: [contact],
        rivals: [leaver.identity],
        because: `${quoted(contact.fullName)} at ${estate.clientName(contact.clientId)} belonged to an account of another tenant that left, with the same name and the same name before the @. The person seems to have moved.`,
        counterfactual: 'If the former account were still enabled, a contact would be created.',
      });
    }
  }
  return null;
}

function leaverKey(nameKey: string, address: string | null): string | null {
  const local = localPartOf(address);
  return local === null || nameKey === '' ? null : `${nameKey}\n${local}`;
}

/** Linked people who left, by name and local part; few, so it is made once a plan. */
export function indexLeavers(identities: readonly Identity[]): MultiMap<Leaver> {
  const leavers = createMultiMap<Leaver>((left, right) => byIdentity(left.link, right.link));
  for (const identity of identities) {
    if (identity.link === null || !hasLeft(identity)) continue;
    for (const key of nameKeys(identity)) {
      const id = leaverKey(key, identity.address ?? identity.link.lastAddress);
      if (id !== null) leavers.add(id, { identity, link: identity.link });
    }
  }
  return leavers;
}
