/**
 * Random estates for property tests. Names, addresses and ids come from tiny pools on purpose: collisions, shared mail,
 * case twins, contested links and namesakes are then the rule and not the exception.
 */
import * as fc from 'fast-check';
import type { Contact } from '../../src-main/engine/domain/contact.ts';
import type { ContactLink } from '../../src-main/engine/domain/contact-link.ts';
import type { DirectoryUser } from '../../src-main/engine/domain/directory-user.ts';
import type { PlanInput } from '../../src-main/engine/domain/plan-input.ts';
import { aDirectory, anEstate } from './estates.ts';
import {
  aContact,
  aDirectoryUser,
  aPhone,
  contosoId,
  contosoTenantId,
  fabrikamId,
  fabrikamTenantId,
} from './people.ts';

const names = ['Ann Lee', 'LEE, Ann', 'Bob Hall', 'Jan de Vries', 'Zoë O’Neil', 'Info', ''];
const addresses = [
  'ann.lee@contoso.example',
  'Ann.Lee@Contoso.example',
  'bob.hall@contoso.example',
  'jan@contoso.example',
  'jan@fabrikam.example',
  'ann.lee@fabrikam.example',
  'info@contoso.example',
  "zoe.o'neil@contoso.example",
  'guest_home.example#EXT#@contoso.example',
  'nobody@internal',
];
const phoneNumbers = ['+1 206 555 0100', '+12065550100', '206-555-0101', '+44 20 7946 0000', '12'];

const name = fc.constantFrom(...names);
const address = fc.constantFrom(...addresses);
const maybeAddress = fc.option(address, { freq: 4 });
const phone = fc.constantFrom(...phoneNumbers);
const tenant = fc.constantFrom(contosoTenantId, contosoTenantId, contosoTenantId, fabrikamTenantId);

const userFacts = fc.record({
  entraTenantId: tenant,
  displayName: name,
  mail: maybeAddress,
  userPrincipalName: maybeAddress,
  proxyAddresses: fc.array(
    address.map((value) => `smtp:${value}`),
    { maxLength: 2 },
  ),
  otherMails: fc.array(address, { maxLength: 1 }),
  jobTitle: fc.constantFrom(null, 'Clerk', ' Manager'),
  businessPhones: fc.array(phone, { maxLength: 2 }),
  mobilePhone: fc.option(phone),
  accountEnabled: fc.constantFrom(true, true, true, false, null),
  userType: fc.constantFrom<DirectoryUser['userType']>('Member', 'Member', 'Member', 'Guest', null),
  presence: fc.constantFrom<DirectoryUser['presence']>('present', 'present', 'present', 'missedOnce', 'gone'),
});

const contactFacts = fc.record({
  clientId: fc.constantFrom(contosoId, contosoId, contosoId, fabrikamId, null),
  fullName: name,
  email: maybeAddress,
  additionalEmails: fc.uniqueArray(address, { maxLength: 2 }),
  phones: fc.array(phone, { maxLength: 2 }),
  role: fc.constantFrom(null, 'Clerk', 'Boss'),
  isInactive: fc.boolean(),
  provenance: fc.option(fc.nat({ max: 7 }), { freq: 3 }),
  entraSyncStatusReason: fc.constantFrom(null, null, 'disabled_upstream'),
});

const linkFacts = fc.record({
  user: fc.nat({ max: 7 }),
  contact: fc.nat({ max: 8 }),
  status: fc.constantFrom<ContactLink['status']>('active', 'active', 'inactive', 'orphaned'),
  origin: fc.constantFrom<ContactLink['origin']>('plan', 'operator', 'server'),
  inactivatedByUs: fc.boolean(),
  lastAddress: fc.option(address.map((value) => value.toLowerCase())),
});

const ruleFacts = fc.record({
  fields: fc.record({
    displayName: fc.boolean(),
    email: fc.boolean(),
    phone: fc.boolean(),
    role: fc.boolean(),
    upn: fc.boolean(),
    markInactiveWhenDisabled: fc.boolean(),
    blankMayOverwrite: fc.subarray(['role', 'phone', 'email'] as const),
  }),
  nameOnly: fc.constantFrom<'review' | 'create'>('review', 'create'),
  inactivateExcluded: fc.boolean(),
});

/** Up to eight people and eight contacts of two clients, with links that may contradict each other. */
export const arbitraryEstate: fc.Arbitrary<PlanInput> = fc
  .record({
    users: fc.array(userFacts, { maxLength: 8 }),
    contacts: fc.array(contactFacts, { maxLength: 8 }),
    links: fc.uniqueArray(linkFacts, { maxLength: 6, selector: ({ user }) => user }),
    rules: ruleFacts,
    oneClientForBoth: fc.boolean(),
  })
  .map(({ users, contacts, links, rules, oneClientForBoth }) => {
    const people = users.map((facts, at) => aDirectoryUser({ ...facts, entraObjectId: `user-${at}` }));
    const known = contacts.map(({ provenance, phones, ...facts }, at) =>
      aContact({
        ...facts,
        contactId: `contact-${at}`,
        phones: phones.map((number) => aPhone(number)),
        entraObjectId: provenance === null ? null : `user-${provenance}`,
      }),
    );
    return estateOf({
      people,
      known,
      rules,
      oneClientForBoth,
      links: links.flatMap((facts) => linkOf(facts, people, known)),
    });
  });

type LinkFacts = Pick<ContactLink, 'status' | 'origin' | 'inactivatedByUs' | 'lastAddress'> & {
  user: number;
  contact: number;
};

function linkOf(
  { user, contact, ...facts }: LinkFacts,
  people: readonly DirectoryUser[],
  known: readonly Contact[],
): readonly ContactLink[] {
  const person = people[user];
  if (person === undefined) return [];
  const target = aContact({ contactId: `contact-${contact}`, clientId: known[contact]?.clientId ?? contosoId });
  return [target.linkedTo(person, facts)];
}

interface Parts {
  readonly people: readonly DirectoryUser[];
  readonly known: readonly Contact[];
  readonly links: readonly ContactLink[];
  readonly rules: {
    readonly fields: PlanInput['rules']['fields'];
    readonly nameOnly: 'review' | 'create';
    readonly inactivateExcluded: boolean;
  };
  readonly oneClientForBoth: boolean;
}

function estateOf({ people, known, links, rules, oneClientForBoth }: Parts): PlanInput {
  const input = anEstate({ contacts: known, links, rules: { fields: rules.fields, nameOnly: rules.nameOnly } });
  const inTenant = (entraTenantId: string) => people.filter((user) => user.entraTenantId === entraTenantId);
  return {
    ...input,
    rules: { ...input.rules, filters: { ...input.rules.filters, inactivateExcluded: rules.inactivateExcluded } },
    directories: [
      aDirectory({ users: inTenant(contosoTenantId) }),
      aDirectory({
        tenant: { entraTenantId: fabrikamTenantId, displayName: 'Fabrikam', verifiedDomains: ['fabrikam.example'] },
        clientId: oneClientForBoth ? contosoId : fabrikamId,
        users: inTenant(fabrikamTenantId),
      }),
    ],
  };
}
