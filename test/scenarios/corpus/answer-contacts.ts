/**
 * Puts a contact case to the engine: builds a plan input from the case's facts and plans the estate. Remembered answers
 * carry the evidence that `before` showed, taken from a plan of that earlier day.
 */
import { asId, type ClientId } from '../../../shared/vocabulary/ids.ts';
import type { ContactLink, RememberedDecision } from '../../../src-main/engine/domain/contact-link.ts';
import type { DirectoryUser } from '../../../src-main/engine/domain/directory-user.ts';
import type { ManagedTenant } from '../../../src-main/engine/domain/managed-tenant.ts';
import { planEstate } from '../../../src-main/engine/domain/plan/plan-estate.ts';
import type { PlanInput, TenantDirectory } from '../../../src-main/engine/domain/plan-input.ts';
import type { PlannedChange } from '../../../src-main/engine/domain/planned-change.ts';
import { type BrakeRules, defaultSyncRules, type SyncRules } from '../../../src-main/engine/domain/rules.ts';
import { usableAddress } from '../../../src-main/engine/domain/text/address.ts';
import {
  buildClients,
  buildContacts,
  buildTenants,
  type Clients,
  type Contacts,
  nowOf,
  type Tenants,
} from './build-facts.ts';
import type { GivenFacts, World } from './format.ts';
import { References } from './references.ts';

export interface ContactAnswers {
  /** The planned row of every user, by id; absent when the plan forgot somebody. */
  readonly changes: ReadonlyMap<string, PlannedChange>;
  readonly users: References;
  readonly contacts: References;
}

interface Facts {
  readonly world: World;
  readonly now: number;
  readonly tenants: Tenants;
  readonly clients: Clients;
  readonly contacts: Contacts;
  readonly users: References;
  readonly userById: ReadonlyMap<string, DirectoryUser>;
  readonly clientOfTenant: ReadonlyMap<string, ClientId>;
}

const DAY = 86_400_000;

/** The engine's row for every user of the case. */
export function answerContacts(given: GivenFacts): ContactAnswers {
  const { before, ...today } = given;
  const facts = readFacts(today);
  const decisions = given.decisions?.length ? rememberedDecisions(given, readFacts({ ...today, ...before })) : [];
  const plan = planEstate(planInput(facts, decisions));
  return { changes: rowsByUser(plan.changes), users: facts.users, contacts: facts.contacts.find };
}

function rowsByUser(changes: readonly PlannedChange[]): Map<string, PlannedChange> {
  return new Map(changes.map((change) => [change.entraObjectId, change]));
}

function readFacts(world: World): Facts {
  const now = nowOf(world);
  const clients = buildClients(world.clients ?? [{ id: 'c1', name: 'Contoso' }]);
  const tenants = buildTenants(world.tenants ?? [{ id: 't1' }], now);
  const home = clients.all[0]?.clientId ?? null;
  const contacts = buildContacts(world.contacts ?? [], clients, home);
  const users = new References('user');
  const userById = new Map<string, DirectoryUser>();
  for (const [at, user] of (world.users ?? []).entries()) {
    const built = buildUser(user, at, tenants);
    users.add(built.entraObjectId, [built.mail, built.userPrincipalName, built.displayName]);
    userById.set(built.entraObjectId, built);
  }
  const clientOfTenant = new Map<string, ClientId>();
  for (const [at, tenant] of tenants.all.entries()) {
    const client = clientReference(world, tenant, { at, tenants, home });
    if (client !== null) clientOfTenant.set(tenant.managedTenantId, asId(clients.find.find(client)));
  }
  return { world, now, tenants, clients, contacts, users, userById, clientOfTenant };
}

interface TenantPosition {
  readonly at: number;
  readonly tenants: Tenants;
  readonly home: string | null;
}

/** Whom a tenant is mapped to: its own `client`, a mapping, the client at its position, the first client. */
function clientReference(world: World, tenant: ManagedTenant, { at, tenants, home }: TenantPosition): string | null {
  const own = world.tenants?.[at]?.client;
  if (own !== undefined) return own;
  const mapping = world.mappings?.find((facts) => tenants.find.find(facts.tenant) === tenant.managedTenantId);
  if (mapping) return mapping.client ?? null;
  const neighbour = world.clients?.[at];
  return neighbour?.id ?? neighbour?.name ?? home;
}

function buildUser(facts: NonNullable<World['users']>[number], at: number, tenants: Tenants): DirectoryUser {
  const tenantId = facts.tenant === undefined ? tenants.all[0]?.managedTenantId : tenants.find.find(facts.tenant);
  const tenant = tenants.all.find(({ managedTenantId }) => managedTenantId === tenantId);
  if (!tenant) throw new Error('a user needs a tenant');
  const names = [facts.givenName, facts.surname].filter((name) => name).join(' ');
  return {
    entraTenantId: tenant.entraTenantId,
    entraObjectId: asId(facts.id ?? `u${at + 1}`),
    accountEnabled: facts.accountEnabled === undefined ? true : facts.accountEnabled,
    userType: facts.userType === undefined ? 'Member' : facts.userType,
    displayName: facts.displayName === undefined ? names || null : facts.displayName,
    givenName: facts.givenName ?? null,
    surname: facts.surname ?? null,
    mail: facts.mail ?? null,
    userPrincipalName: facts.userPrincipalName === undefined ? (facts.mail ?? null) : facts.userPrincipalName,
    proxyAddresses: facts.proxyAddresses ?? [],
    otherMails: facts.otherMails ?? [],
    jobTitle: facts.jobTitle ?? null,
    department: facts.department ?? null,
    companyName: facts.companyName ?? null,
    officeLocation: facts.officeLocation ?? null,
    businessPhones: facts.businessPhones ?? [],
    mobilePhone: facts.mobilePhone ?? null,
    countryCode: facts.countryCode ?? null,
    licenseCount: facts.licenseCount === undefined ? 1 : facts.licenseCount,
    mailboxKind: facts.mailboxKind ?? null,
    isResourceAccount: facts.isResourceAccount ?? null,
    createdAt: typeof facts.createdAt === 'string' ? Date.parse(facts.createdAt) : (facts.createdAt ?? null),
    presence: facts.presence ?? 'present',
  };
}

function planInput(facts: Facts, decisions: readonly RememberedDecision[]): PlanInput {
  const { world, now } = facts;
  return {
    now,
    clients: facts.clients.all,
    contacts: facts.contacts.all,
    directories: buildDirectories(facts),
    links: (world.links ?? []).map((link) => buildLink(link, facts)),
    decisions,
    rules: buildRules(world, facts.tenants),
    policy: { psaMayWrite: true, fieldSyncFlagOn: true, clientSyncFlagOn: true, ...world.policy },
    overrides: [],
    psaReadAt: now,
  };
}

function buildDirectories(facts: Facts): TenantDirectory[] {
  const { world, now, tenants, clientOfTenant, userById, users } = facts;
  const groups = Object.entries(world.groups ?? {}).map(([groupId, members]): [string, Set<string>] => [
    groupId,
    new Set(members.map((member) => users.find(member))),
  ]);
  const directories: TenantDirectory[] = [];
  for (const [at, managedTenant] of tenants.all.entries()) {
    const clientId = clientOfTenant.get(managedTenant.managedTenantId);
    if (clientId === undefined) continue;
    const given = world.tenants?.[at];
    const own = [...userById.values()].filter((user) => user.entraTenantId === managedTenant.entraTenantId);
    directories.push({
      managedTenant,
      mapping: {
        managedTenantId: managedTenant.managedTenantId,
        state: 'mapped',
        clientId,
        evidenceHash: '',
        domainsWhenDecided: given?.domainsWhenMapped ?? managedTenant.verifiedDomains,
        decidedBy: 'an operator',
        decidedAt: now - DAY,
      },
      users: own,
      groupMembers: new Map(groups),
      read: {
        isComplete: given?.readIsComplete ?? true,
        readAt: now,
        presentCount: own.filter(({ presence }) => presence === 'present').length,
        previousPresentCount: given?.previousPresentCount ?? null,
      },
    });
  }
  return directories;
}

function buildLink(given: NonNullable<World['links']>[number], facts: Facts): ContactLink {
  const tenantId = given.tenant === undefined ? null : facts.tenants.find.find(given.tenant);
  const tenant = facts.tenants.all.find(({ managedTenantId }) => managedTenantId === tenantId);
  // A link may outlive its user: then the words of the link are the object id, in the tenant named or the first.
  const user = knownUser(given.user, facts);
  const entraTenantId = tenant?.entraTenantId ?? user?.entraTenantId ?? facts.tenants.all[0]?.entraTenantId;
  const contact = facts.contacts.all.find(({ contactId }) => contactId === knownContact(given.contact, facts));
  const clientId = given.client === undefined ? null : facts.clients.find.find(given.client);
  return {
    entraTenantId: asId(entraTenantId ?? ''),
    entraObjectId: user?.entraObjectId ?? asId(given.user),
    contactId: contact?.contactId ?? asId(given.contact),
    clientId: asId(clientId ?? contact?.clientId ?? facts.clients.all[0]?.clientId ?? ''),
    status: given.status ?? 'active',
    origin: given.origin ?? 'plan',
    inactivatedByUs: given.inactivatedByUs ?? false,
    lastAddress: given.lastAddress === undefined ? (user ? usableAddress(user) : null) : given.lastAddress,
    linkedAt: facts.now - 30 * DAY,
  };
}

function knownUser(words: string, facts: Facts): DirectoryUser | undefined {
  return facts.userById.get(facts.users.has(words) ? facts.users.find(words) : words);
}

function knownContact(words: string, facts: Facts): string {
  return facts.contacts.find.has(words) ? facts.contacts.find.find(words) : words;
}

function rememberedDecisions(given: GivenFacts, then: Facts): RememberedDecision[] {
  const shown = rowsByUser(planEstate(planInput(then, [])).changes);
  return (given.decisions ?? []).map((decision): RememberedDecision => {
    const user = knownUser(decision.user, then);
    if (!user) throw new Error(`no user "${decision.user}" when the decision was made`);
    const tenant = then.tenants.all.find(({ entraTenantId }) => entraTenantId === user.entraTenantId);
    const clientId =
      decision.client === undefined
        ? then.clientOfTenant.get(tenant?.managedTenantId ?? '')
        : then.clients.find.find(decision.client);
    return {
      entraTenantId: user.entraTenantId,
      entraObjectId: user.entraObjectId,
      kind: decision.kind,
      contactId: decision.contact ? asId(knownContact(decision.contact, then)) : null,
      clientId: asId(clientId ?? ''),
      evidenceFacts: decision.evidenceFacts ?? shown.get(user.entraObjectId)?.evidenceFacts ?? {},
      cameBack: false,
      decidedBy: 'an operator',
      decidedAt: then.now - DAY,
    };
  });
}

function buildRules({ rules }: World, tenants: Tenants): SyncRules {
  const { fields, filters, filterOverrides, brakes, nameOnly } = rules ?? {};
  return {
    fields: { ...defaultSyncRules.fields, ...fields },
    filters: { ...defaultSyncRules.filters, ...filters },
    filterOverrides: Object.fromEntries(
      Object.entries(filterOverrides ?? {}).map(([tenant, override]) => [tenants.find.find(tenant), override]),
    ),
    brakes: {
      perClient: mergeLimits(defaultSyncRules.brakes.perClient, brakes?.perClient),
      perPlan: mergeLimits(defaultSyncRules.brakes.perPlan, brakes?.perPlan),
      halvedSourceRatio: brakes?.halvedSourceRatio ?? defaultSyncRules.brakes.halvedSourceRatio,
    },
    nameOnly: nameOnly ?? defaultSyncRules.nameOnly,
  };
}

type Limits = BrakeRules['perClient'];
type GivenLimits = NonNullable<NonNullable<NonNullable<World['rules']>['brakes']>['perClient']>;

function mergeLimits(defaults: Limits, given: GivenLimits | undefined): Limits {
  return {
    creates: { ...defaults.creates, ...given?.creates },
    updates: { ...defaults.updates, ...given?.updates },
    relinks: { ...defaults.relinks, ...given?.relinks },
    inactivations: { ...defaults.inactivations, ...given?.inactivations },
  };
}
