/** Facts as the contract shows them: contacts, directory users and ledgers, as plain data with names instead of ids. */
import type { ContactView, DirectoryUserView, EvidenceLedgerView } from '../../../shared/contract/evidence-views.ts';
import type { CandidateView } from '../../../shared/contract/plan-entries.ts';
import { asId, type EntraObjectId } from '../../../shared/vocabulary/ids.ts';
import type { Contact } from '../domain/contact.ts';
import type { DirectoryUser } from '../domain/directory-user.ts';
import type { EvidenceLedger } from '../domain/evidence.ts';
import type { ContactCandidate } from '../domain/planned-change.ts';
import type { SyncContext } from '../sync/context.ts';

export function ledgerView(ledger: EvidenceLedger): EvidenceLedgerView {
  return { ...ledger, lines: ledger.lines.map((line) => ({ ...line })) };
}

/** Client names by id, read once for a page of rows. */
export function clientNames(ctx: SyncContext): (clientId: string | null) => string | null {
  const known = new Map<string, string | null>();
  return (clientId) => {
    if (clientId === null) return null;
    if (!known.has(clientId)) known.set(clientId, ctx.store.clients.find(clientId as never)?.name ?? null);
    return known.get(clientId) ?? null;
  };
}

/** Whose contact this is: by our own link, else by the provenance that the server's own sync wrote on it. */
function linkedTo(ctx: SyncContext, contact: Contact): string | null {
  const link = ctx.store.links.findActiveByContact(contact.contactId);
  if (link)
    return (
      ctx.store.directoryUsers.find(link.entraTenantId, link.entraObjectId)?.displayName ?? 'another directory user'
    );
  if (contact.entraObjectId === null) return null;
  const entraObjectId = asId<EntraObjectId>(contact.entraObjectId.toLowerCase());
  const mappings = contact.clientId === null ? [] : ctx.store.mappings.listByClient(contact.clientId);
  const owners = mappings.map(({ managedTenantId }) => {
    const { entraTenantId } = ctx.store.managedTenants.get(managedTenantId);
    return ctx.store.directoryUsers.find(entraTenantId, entraObjectId)?.displayName ?? null;
  });
  return owners.find((owner) => owner !== null) ?? 'an account (by the PSA’s own sync)';
}

export function contactView(ctx: SyncContext, contact: Contact): ContactView {
  return {
    contactId: contact.contactId,
    clientId: contact.clientId,
    clientName: clientNames(ctx)(contact.clientId),
    fullName: contact.fullName,
    email: contact.email,
    additionalEmails: [...contact.additionalEmails],
    phones: contact.phones.map((phone) => ({ ...phone })),
    role: contact.role,
    isInactive: contact.isInactive,
    linkedTo: linkedTo(ctx, contact),
    asOf: ctx.store.psaReads.state('contacts')?.lastReadAt ?? null,
  };
}

export function directoryUserView(user: DirectoryUser, asOf: number | null): DirectoryUserView {
  const aliases = [...user.proxyAddresses.map((value) => value.replace(/^smtp:/i, '')), ...user.otherMails];
  return {
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    mail: user.mail,
    userPrincipalName: user.userPrincipalName,
    aliases: [...new Set(aliases)].filter((alias) => alias.toLowerCase() !== user.mail?.toLowerCase()),
    jobTitle: user.jobTitle,
    department: user.department,
    phones: [...user.businessPhones, ...(user.mobilePhone ? [user.mobilePhone] : [])],
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    licenseCount: user.licenseCount,
    mailboxKind: user.mailboxKind,
    presence: user.presence,
    asOf,
  };
}

/** A candidate whose contact was deleted since is shown with what its ledger still says. */
export function candidateView(ctx: SyncContext, candidate: ContactCandidate): CandidateView {
  const contact = ctx.store.contacts.find(candidate.contactId);
  const gone: ContactView = {
    contactId: candidate.contactId,
    clientId: candidate.clientId,
    clientName: clientNames(ctx)(candidate.clientId),
    fullName: '(no longer in the PSA)',
    email: null,
    additionalEmails: [],
    phones: [],
    role: null,
    isInactive: false,
    linkedTo: null,
    asOf: null,
  };
  return {
    contact: contact ? contactView(ctx, contact) : gone,
    evidence: ledgerView(candidate.evidence),
    choosable: candidate.choosable && contact !== null,
    obstacle: contact === null ? 'This contact is no longer in the PSA.' : candidate.obstacle,
  };
}
