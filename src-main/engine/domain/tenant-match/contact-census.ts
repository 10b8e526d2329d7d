/**
 * The census: which e-mail domains the contacts of a client use. Counts only; whether it means anything is decided by
 * the matcher. Free mail, free hosts and Microsoft's own names count towards the total and towards no domain.
 */
import type { ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { Contact } from '../contact.ts';
import { registrableDomain } from '../text/registrable-domain.ts';

export interface ClientCensus {
  /** Active contacts with an e-mail address. */
  readonly total: number;
  /** Contacts by registrable domain of their primary address. */
  readonly byDomain: ReadonlyMap<string, number>;
}
export type ContactCensus = ReadonlyMap<ClientId, ClientCensus>;

/** Counts active contacts by client and domain; contacts without a client or an address are left out. */
export function censusOf(contacts: readonly Pick<Contact, 'clientId' | 'email' | 'isInactive'>[]): ContactCensus {
  const census = new Map<ClientId, { total: number; byDomain: Map<string, number> }>();
  // Many contacts, few domains: each spelling behind the @ is read once.
  const domains = new Map<string, string | null>();
  for (const { clientId, email, isInactive } of contacts) {
    if (clientId === null || email === null || isInactive) continue;
    const at = email.lastIndexOf('@');
    if (at < 1) continue;
    const host = email.slice(at + 1);
    let domain = domains.get(host);
    if (domain === undefined) {
      domain = registrableDomain(host);
      domains.set(host, domain);
    }
    let ofClient = census.get(clientId);
    if (!ofClient) {
      ofClient = { total: 0, byDomain: new Map() };
      census.set(clientId, ofClient);
    }
    ofClient.total++;
    if (domain !== null) ofClient.byDomain.set(domain, (ofClient.byDomain.get(domain) ?? 0) + 1);
  }
  return census;
}
