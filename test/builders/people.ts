/**
 * People for tests, in field words: a directory user, a contact, a link between them, an operator's answer. Every value that
 * a test does not name is ordinary and the same for all, so that a test shows only what it is about.
 */
import { asId, type ClientId, type EntraTenantId } from '../../shared/vocabulary/ids.ts';
import type { Contact, ContactPhone } from '../../src-main/engine/domain/contact.ts';
import type { ContactLink, RememberedDecision } from '../../src-main/engine/domain/contact-link.ts';
import type { DirectoryUser } from '../../src-main/engine/domain/directory-user.ts';
import { usableAddress } from '../../src-main/engine/domain/text/address.ts';

export const contosoTenantId: EntraTenantId = asId('11111111-0000-4000-8000-000000000001');
export const contosoId: ClientId = asId('client-contoso');
export const fabrikamTenantId: EntraTenantId = asId('22222222-0000-4000-8000-000000000002');
export const fabrikamId: ClientId = asId('client-fabrikam');
export const readAt = Date.UTC(2026, 5, 1, 8);

/** Ann Lee of Contoso, an enabled, licensed member. Give each person of a test an id of its own. */
export function aDirectoryUser(overrides: Partial<Plain<DirectoryUser>> = {}): DirectoryUser {
  const mail = overrides.mail === undefined ? 'ann.lee@contoso.example' : overrides.mail;
  return {
    accountEnabled: true,
    userType: 'Member',
    displayName: 'Ann Lee',
    givenName: null,
    surname: null,
    userPrincipalName: mail,
    proxyAddresses: [],
    otherMails: [],
    jobTitle: null,
    department: null,
    companyName: null,
    officeLocation: null,
    businessPhones: [],
    mobilePhone: null,
    countryCode: null,
    licenseCount: 1,
    mailboxKind: 'user',
    isResourceAccount: false,
    createdAt: null,
    presence: 'present',
    ...overrides,
    mail,
    entraTenantId: asId(overrides.entraTenantId ?? contosoTenantId),
    entraObjectId: asId(overrides.entraObjectId ?? 'user-ann'),
  };
}

export interface ContactBuilder extends Contact {
  /** The active link that makes this contact stand for the user, last synced with the user's present address. */
  linkedTo(user: DirectoryUser, overrides?: Partial<Plain<ContactLink>>): ContactLink;
}

/** Ann Lee at Contoso, active, unlinked. */
export function aContact(overrides: Partial<Plain<Contact>> = {}): ContactBuilder {
  const contact: Contact = {
    fullName: 'Ann Lee',
    email: 'ann.lee@contoso.example',
    additionalEmails: [],
    phones: [],
    role: null,
    isInactive: false,
    entraObjectId: null,
    entraSyncStatusReason: null,
    updatedAt: null,
    ...overrides,
    contactId: asId(overrides.contactId ?? 'contact-ann'),
    clientId: overrides.clientId === null ? null : asId(overrides.clientId ?? contosoId),
  };
  const linkedTo: ContactBuilder['linkedTo'] = (user, changes = {}) => ({
    status: 'active',
    origin: 'plan',
    inactivatedByUs: false,
    lastAddress: usableAddress(user),
    linkedAt: readAt,
    ...changes,
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    contactId: contact.contactId,
    clientId: contact.clientId ?? contosoId,
  });
  // Not enumerable: a builder's contact must compare and serialise like one that was read.
  return Object.defineProperty(contact, 'linkedTo', { value: linkedTo, enumerable: false }) as ContactBuilder;
}

export function aPhone(number: string, overrides: Partial<ContactPhone> = {}): ContactPhone {
  return { number, extension: null, type: 'work', customType: null, isDefault: false, ...overrides };
}

/** Olga's answer about a user; the facts it rested on come from the row that she saw. */
export function anAnswer(
  user: DirectoryUser,
  answer: Pick<RememberedDecision, 'kind' | 'evidenceFacts'> & { readonly contactId?: string },
): RememberedDecision {
  return {
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    clientId: contosoId,
    cameBack: false,
    decidedBy: 'Olga',
    decidedAt: readAt,
    kind: answer.kind,
    evidenceFacts: answer.evidenceFacts,
    contactId: answer.contactId === undefined ? null : asId(answer.contactId),
  };
}

type IdKey = 'entraTenantId' | 'entraObjectId' | 'contactId' | 'clientId' | 'managedTenantId';

/** Facts whose ids may be given as plain strings. */
export type Plain<Facts> = {
  readonly [Key in keyof Facts]: Key extends IdKey ? (null extends Facts[Key] ? string | null : string) : Facts[Key];
};
