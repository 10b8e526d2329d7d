/**
 * The corpus format: one JSON file a case (or an array of cases), as `README.md` describes it. Everything in `given` is
 * optional and has a sensible default; a key that is not known here is an error that names the file and the key.
 */
import { z } from 'zod';
import {
  changeActions,
  decisionReasons,
  exclusionReasons,
  mappingStates,
  matchCautions,
  resolutionKinds,
} from '../../../shared/vocabulary/states.ts';

const text = z.string().nullable();
const list = z.array(z.string());
/** A single value may stand for a list of one. */
const oneOrMany = z.union([z.string(), list]).nullable();
const when = z.union([z.number(), z.string()]).nullable();

export const tenantFacts = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  entraTenantId: z.string(),
  verifiedDomains: oneOrMany,
  defaultDomain: text,
  initialDomain: text,
  isPartner: z.boolean(),
  /** Contact cases: the client this tenant is mapped to; null leaves it unmapped. */
  client: text,
  /** Contact cases: the directory as read. */
  readIsComplete: z.boolean(),
  previousPresentCount: z.number().nullable(),
  domainsWhenMapped: list,
});

export const clientFacts = z.strictObject({
  id: z.string(),
  name: z.string(),
  websites: oneOrMany,
  billingEmail: text,
  inboundEmailDomains: oneOrMany,
  entraTenantId: text,
  entraPrimaryDomain: text,
  isInactive: z.boolean(),
  /** Tenant cases: addresses of this client's contacts, a shorthand for `contacts`. */
  contactEmails: list,
});

const phoneFacts = z.union([
  z.string(),
  z
    .strictObject({
      number: z.string(),
      extension: text,
      type: text,
      customType: text,
      isDefault: z.boolean(),
    })
    .partial()
    .required({ number: true }),
]);

export const contactFactsGiven = z.strictObject({
  id: z.string(),
  client: text,
  fullName: z.string(),
  email: text,
  additionalEmails: oneOrMany,
  phones: z.array(phoneFacts),
  role: text,
  isInactive: z.boolean(),
  entraObjectId: text,
  entraSyncStatusReason: text,
});

export const userFacts = z.strictObject({
  id: z.string(),
  tenant: z.string(),
  displayName: text,
  givenName: text,
  surname: text,
  mail: text,
  userPrincipalName: text,
  proxyAddresses: list,
  otherMails: list,
  jobTitle: text,
  department: text,
  companyName: text,
  officeLocation: text,
  businessPhones: list,
  mobilePhone: text,
  countryCode: text,
  accountEnabled: z.boolean().nullable(),
  userType: z.enum(['Member', 'Guest']).nullable(),
  licenseCount: z.number().nullable(),
  mailboxKind: z.enum(['user', 'shared', 'room', 'equipment']).nullable(),
  isResourceAccount: z.boolean().nullable(),
  createdAt: when,
  presence: z.enum(['present', 'missedOnce', 'gone']),
});

export const linkFacts = z
  .strictObject({
    user: z.string(),
    contact: z.string(),
    tenant: z.string(),
    client: z.string(),
    status: z.enum(['active', 'inactive', 'orphaned']),
    origin: z.enum(['plan', 'operator', 'server']),
    inactivatedByUs: z.boolean(),
    lastAddress: text,
  })
  .partial()
  .required({ user: true, contact: true });

export const decisionFacts = z
  .strictObject({
    user: z.string(),
    kind: z.enum(resolutionKinds),
    contact: text,
    tenant: z.string(),
    client: z.string(),
    /** Overrides the evidence that the operator saw; by default it is what `before` (else the present facts) showed. */
    evidenceFacts: z.record(z.string(), z.string()),
  })
  .partial()
  .required({ user: true, kind: true });

export const mappingFacts = z
  .strictObject({
    tenant: z.string(),
    state: z.enum(['mapped', 'skipped', 'unmapped']),
    client: text,
    domainsWhenDecided: list,
  })
  .partial()
  .required({ tenant: true });

const brakeLimit = z
  .strictObject({ ratio: z.number(), minimumPopulation: z.number(), number: z.number().nullable() })
  .partial();
const brakeLimits = z
  .strictObject({ creates: brakeLimit, updates: brakeLimit, relinks: brakeLimit, inactivations: brakeLimit })
  .partial();

const filterFacts = z
  .strictObject({
    excludeGuests: z.boolean(),
    excludeSharedAndResource: z.boolean(),
    excludeUnlicensed: z.boolean(),
    excludeServiceAccounts: z.boolean(),
    customPatterns: list,
    excludedGroupIds: list,
    includedGroupIds: list,
    inactivateExcluded: z.boolean(),
  })
  .partial();

export const rulesFacts = z
  .strictObject({
    fields: z
      .strictObject({
        displayName: z.boolean(),
        email: z.boolean(),
        phone: z.boolean(),
        role: z.boolean(),
        upn: z.boolean(),
        markInactiveWhenDisabled: z.boolean(),
        blankMayOverwrite: z.array(
          z.enum(['displayName', 'email', 'phone', 'role', 'upn', 'markInactiveWhenDisabled']),
        ),
      })
      .partial(),
    filters: filterFacts,
    /** By tenant `id`. */
    filterOverrides: z.record(z.string(), filterFacts),
    brakes: z.strictObject({ perClient: brakeLimits, perPlan: brakeLimits, halvedSourceRatio: z.number() }).partial(),
    nameOnly: z.enum(['review', 'create']),
  })
  .partial();

const world = z
  .strictObject({
    now: when,
    tenants: z.array(tenantFacts.partial()),
    clients: z.array(clientFacts.partial()),
    contacts: z.array(contactFactsGiven.partial()),
    users: z.array(userFacts.partial()),
    links: z.array(linkFacts),
    mappings: z.array(mappingFacts),
    decisions: z.array(decisionFacts),
    rules: rulesFacts,
    /** Object ids by group id. */
    groups: z.record(z.string(), list),
    policy: z
      .strictObject({ psaMayWrite: z.boolean(), fieldSyncFlagOn: z.boolean(), clientSyncFlagOn: z.boolean() })
      .partial(),
  })
  .partial();

/** `before`: the facts as they were when an operator skipped, mapped, dismissed or answered; missing keys are as today. */
export const givenFacts = world.extend({ before: world }).partial();

export const tenantExpectation = z
  .strictObject({
    tenant: z.string(),
    state: z.enum(mappingStates),
    mustAsk: z.boolean(),
    client: text,
    cautions: z.array(z.enum(matchCautions)),
    contradicted: z.boolean(),
  })
  .partial();

export const contactExpectation = z
  .strictObject({
    user: z.string(),
    action: z.enum(changeActions),
    reason: z.enum(decisionReasons),
    contact: text,
    contactId: text,
    mustAsk: z.boolean(),
    exclusion: z.enum(exclusionReasons),
    /** Contact fields that change, in any order. */
    fields: list,
    held: z.boolean(),
  })
  .partial();

const common = { name: z.string().min(1), why: z.string().default(''), given: givenFacts };

/** `expect` has been made a list by then (`normalise.ts`). */
export const tenantCase = z.strictObject({ ...common, kind: z.literal('tenant'), expect: z.array(tenantExpectation) });
export const contactCase = z.strictObject({
  ...common,
  kind: z.literal('contact'),
  expect: z.array(contactExpectation),
});

/** Zod types an absent key as `undefined`; JSON knows only absent. */
type Exact<Value> = Value extends readonly (infer Item)[]
  ? Exact<Item>[]
  : Value extends object
    ? { [Key in keyof Value]: Exact<Exclude<Value[Key], undefined>> }
    : Value;

export type World = Exact<z.infer<typeof world>>;
export type GivenFacts = Exact<z.infer<typeof givenFacts>>;
export type TenantExpectation = Exact<z.infer<typeof tenantExpectation>>;
export type ContactExpectation = Exact<z.infer<typeof contactExpectation>>;

export interface TenantCase {
  readonly file: string;
  readonly name: string;
  readonly kind: 'tenant';
  readonly why: string;
  readonly given: GivenFacts;
  readonly expect: readonly TenantExpectation[];
}

export interface ContactCase {
  readonly file: string;
  readonly name: string;
  readonly kind: 'contact';
  readonly why: string;
  readonly given: GivenFacts;
  readonly expect: readonly ContactExpectation[];
}

export type CorpusCase = TenantCase | ContactCase;
