/**
 * The ledger of one candidate: what agrees, disagrees or is missing between a directory user and a contact, in points that
 * sum to the score exactly. Scores rank candidates for a person to choose from; no decision branches on them.
 */
import type { Contact } from '../contact.ts';
import type { Agreement, EvidenceLedger, EvidenceLine } from '../evidence.ts';
import { isSameName, roleOf, tidyText } from '../field-rules/person-name.ts';
import { isPlainlySame } from '../field-rules/phone-reader.ts';
import { personNameKey } from '../text/fold-name.ts';
import { type Claim, claimOn } from './claims.ts';
import { type Estate, foldContactAddress } from './estate.ts';
import { type Identity, otherAddresses } from './identity.ts';
import { quoted } from './sentences.ts';

/** Points by field: agreed, disagreed. What is missing weighs nothing. */
const weights = {
  identity: [100, -80],
  clientOwnership: [10, -40],
  primaryAddress: [60, -10],
  aliasAddress: [40, 0],
  formerAddress: [35, 0],
  name: [20, -10],
  phone: [15, -2],
  jobTitle: [5, -1],
  domain: [5, -3],
  status: [0, -5],
} as const satisfies Record<string, readonly [number, number]>;

type LedgerField = keyof typeof weights;

interface Comparison {
  readonly agreement: Agreement;
  readonly left: string | null;
  readonly right: string | null;
}

export interface LedgerContext {
  readonly estate: Estate;
  readonly counterfactual: string | null;
}

/** Compares one person with one contact, field by field. `asOf` of each line is the older of the two readings. */
export function contactLedger(identity: Identity, contact: Contact, context: LedgerContext): EvidenceLedger {
  const { estate } = context;
  const asOf = Math.min(identity.directory.read.readAt, estate.psaReadAt);
  const lines: EvidenceLine[] = [];
  const add = (field: LedgerField, comparison: Comparison | null, source: string): void => {
    if (comparison === null) return;
    const { agreement, left, right } = comparison;
    const weight = agreement === 'missing' ? 0 : weights[field][agreement === 'agreed' ? 0 : 1];
    lines.push({ field, agreement, weight, left, right, source, asOf });
  };
  const claim = claimOn(contact, identity, estate);
  const held = contactAddresses(contact);
  add('identity', compareIdentity(identity, claim), 'Entra object id / link');
  add('clientOwnership', compareClient(identity, contact, estate), 'Mapping / PSA client');
  const primary = comparePrimary(identity, contact, held);
  add('primaryAddress', primary, 'Entra mail, else UPN / PSA addresses');
  if (primary.agreement !== 'agreed') {
    add('aliasAddress', compareAliases(identity, held), 'Entra aliases / PSA addresses');
    add('formerAddress', compareFormer(identity, contact, estate), 'Last sync / Entra mail');
  }
  add('name', compareNames(identity, contact), 'Entra name / PSA name');
  add('phone', comparePhones(identity, contact, estate), 'Entra phones / PSA phones');
  add('jobTitle', compareRoles(identity, contact), 'Entra job title / PSA role');
  add('domain', compareDomains(identity, contact), 'Entra mail / PSA primary address');
  add(
    'status',
    contact.isInactive ? { agreement: 'disagreed', left: 'account', right: 'inactive contact' } : null,
    'PSA status',
  );
  let score = 0;
  for (const { weight } of lines) score += weight;
  return { lines, score, sentence: sentenceFor(contact, lines), counterfactual: context.counterfactual };
}

export function contactAddresses(contact: Contact): readonly string[] {
  const others = contact.additionalEmails.map(foldContactAddress);
  return contact.email === null ? others : [foldContactAddress(contact.email), ...others];
}

function compareIdentity(identity: Identity, claim: Claim): Comparison {
  const left = identity.user.entraObjectId;
  if (claim.kind === 'free') return { agreement: 'missing', left, right: null };
  if (claim.kind === 'own') return { agreement: 'agreed', left, right: left };
  const right = `${claim.entraObjectId}${claim.state === 'left' ? ' (left)' : ''}`;
  return { agreement: 'disagreed', left, right };
}

function compareClient(identity: Identity, contact: Contact, estate: Estate): Comparison {
  const left = estate.clientName(identity.clientId);
  if (contact.clientId === null) return { agreement: 'missing', left, right: null };
  const agreement = contact.clientId === identity.clientId ? 'agreed' : 'disagreed';
  return { agreement, left, right: estate.clientName(contact.clientId) };
}

function comparePrimary({ address }: Identity, contact: Contact, held: readonly string[]): Comparison {
  if (address === null || held.length === 0) return { agreement: 'missing', left: address, right: contact.email };
  const isHeld = held.includes(address);
  return { agreement: isHeld ? 'agreed' : 'disagreed', left: address, right: isHeld ? address : (held[0] ?? null) };
}

function compareAliases(identity: Identity, held: readonly string[]): Comparison | null {
  const others = otherAddresses(identity);
  if (others.length === 0) return null;
  const shared = others.find(({ address }) => held.includes(address))?.address ?? null;
  return {
    agreement: shared === null ? 'missing' : 'agreed',
    left: shared ?? others[0]?.address ?? null,
    right: shared,
  };
}

function compareFormer({ address }: Identity, contact: Contact, estate: Estate): Comparison | null {
  if (address === null) return null;
  const isFormer = estate.linksByLastAddress(address).some((link) => link.contactId === contact.contactId);
  return isFormer ? { agreement: 'agreed', left: address, right: address } : null;
}

function compareNames({ user }: Identity, contact: Contact): Comparison {
  const left = tidyText(user.displayName) || tidyText(`${user.givenName ?? ''} ${user.surname ?? ''}`);
  if (left === '') return { agreement: 'missing', left: null, right: contact.fullName };
  const agrees = isSameName(left, contact.fullName) || personNameKey(left) === personNameKey(contact.fullName);
  return { agreement: agrees ? 'agreed' : 'disagreed', left, right: contact.fullName };
}

function comparePhones({ user }: Identity, contact: Contact, estate: Estate): Comparison {
  const ours = user.mobilePhone === null ? user.businessPhones : [...user.businessPhones, user.mobilePhone];
  const [left = null] = ours;
  const right = contact.phones[0]?.number ?? null;
  if (left === null || right === null) return { agreement: 'missing', left, right };
  for (const number of ours) {
    const alike = contact.phones.find((phone) => isPlainlySame(number, phone.number));
    if (alike !== undefined) return { agreement: 'agreed', left: number, right: alike.number };
  }
  for (const number of ours) {
    const key = estate.readPhone(number, user.countryCode);
    const same = contact.phones.find(
      (phone) => estate.readPhone(phone.number, user.countryCode) === key && key !== null,
    );
    if (same !== undefined) return { agreement: 'agreed', left: number, right: same.number };
  }
  return { agreement: 'disagreed', left, right };
}

function compareRoles({ user }: Identity, contact: Contact): Comparison {
  const left = roleOf(user.jobTitle);
  const right = roleOf(contact.role);
  if (left === null || right === null) return { agreement: 'missing', left, right };
  return { agreement: isSameName(left, right) ? 'agreed' : 'disagreed', left, right };
}

function compareDomains({ address }: Identity, contact: Contact): Comparison {
  const left = domainOf(address);
  const right = contact.email === null ? null : domainOf(foldContactAddress(contact.email));
  if (left === null || right === null) return { agreement: 'missing', left, right };
  return { agreement: left === right ? 'agreed' : 'disagreed', left, right };
}

function domainOf(address: string | null): string | null {
  return address === null ? null : address.slice(address.lastIndexOf('@') + 1);
}

const fieldWords: Readonly<Record<LedgerField, string>> = {
  identity: 'account id',
  clientOwnership: 'client',
  primaryAddress: 'address',
  aliasAddress: 'alias',
  formerAddress: 'former address',
  name: 'name',
  phone: 'phone',
  jobTitle: 'job title',
  domain: 'mail domain',
  status: 'status',
};

function sentenceFor(contact: Contact, lines: readonly EvidenceLine[]): string {
  const words = (agreement: Agreement): string =>
    lines
      .filter((line) => line.agreement === agreement)
      .map(({ field }) => fieldWords[field as LedgerField])
      .join(', ');
  const agreed = words('agreed');
  const disagreed = words('disagreed');
  const about = agreed === '' ? 'nothing agrees' : `${agreed} agree${agreed.includes(',') ? '' : 's'}`;
  return `${quoted(contact.fullName)}: ${about}${disagreed === '' ? '' : `; against it: ${disagreed}`}.`;
}
