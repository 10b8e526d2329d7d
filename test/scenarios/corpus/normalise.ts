/**
 * Makes a case file canonical before it is parsed: other spellings of a key (the engine's own type names among them)
 * become the documented one, and `expect` becomes a list. Changes nothing it does not know, so that a wrong key is still
 * found and named by the schema.
 */
type Json = Readonly<Record<string, unknown>>;

const tenantAliases = {
  managedTenantId: 'id',
  name: 'displayName',
  domains: 'verifiedDomains',
  partner: 'isPartner',
  clientId: 'client',
  mappedTo: 'client',
};
const clientAliases = {
  clientId: 'id',
  clientName: 'name',
  website: 'websites',
  url: 'websites',
  inboundDomains: 'inboundEmailDomains',
  inactive: 'isInactive',
};
const contactAliases = {
  contactId: 'id',
  clientId: 'client',
  name: 'fullName',
  displayName: 'fullName',
  mail: 'email',
  additionalEmailAddresses: 'additionalEmails',
  inactive: 'isInactive',
};
const userAliases = {
  entraObjectId: 'id',
  objectId: 'id',
  entraTenantId: 'tenant',
  managedTenantId: 'tenant',
  name: 'displayName',
  email: 'mail',
  upn: 'userPrincipalName',
  enabled: 'accountEnabled',
};
const relationAliases = {
  entraTenantId: 'tenant',
  managedTenantId: 'tenant',
  entraObjectId: 'user',
  userId: 'user',
  contactId: 'contact',
  clientId: 'client',
};

const listAliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tenants: { ...tenantAliases },
  clients: { ...clientAliases },
  contacts: { ...contactAliases },
  users: { ...userAliases },
  links: { ...relationAliases },
  decisions: { ...relationAliases },
  mappings: { ...relationAliases },
};
const worldAliases: Readonly<Record<string, string>> = {
  managedTenants: 'tenants',
  directoryUsers: 'users',
  contactLinks: 'links',
  groupMembers: 'groups',
};
const expectAliases = { ...relationAliases, clientId: 'client' };

/** The canonical form of one raw case; what is not an object is returned as it is. */
export function normaliseCase(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  const key = raw['kind'] === 'contact' ? 'user' : 'tenant';
  return { ...raw, given: normaliseWorld(raw['given'] ?? {}), expect: normaliseExpect(raw['expect'], key) };
}

function normaliseWorld(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  const world: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const name = worldAliases[key] ?? singular[key] ?? key;
    const aliases = listAliases[name];
    if (name === 'before') world[name] = normaliseWorld(value);
    else if (aliases && Array.isArray(value)) world[name] = value.map((item) => rename(item, aliases));
    else if (aliases && isObject(value)) world[name] = [rename(value, aliases)];
    else world[name] = value;
  }
  return world;
}

/** `tenant: {…}` stands for `tenants: [{…}]`, and so on. */
const singular: Readonly<Record<string, string>> = {
  tenant: 'tenants',
  client: 'clients',
  contact: 'contacts',
  user: 'users',
  link: 'links',
  decision: 'decisions',
  mapping: 'mappings',
};

function normaliseExpect(raw: unknown, key: 'tenant' | 'user'): unknown {
  if (Array.isArray(raw)) return raw.map((item) => rename(item, expectAliases));
  if (!isObject(raw)) return raw;
  const nested = raw[`${key}s`];
  if (nested !== undefined && Object.keys(raw).length === 1) return normaliseExpect(nested, key);
  const entries = Object.entries(raw);
  if (entries.length > 0 && entries.every(([, value]) => isObject(value)))
    return entries.map(([id, value]) => ({ [key]: id, ...(rename(value, expectAliases) as Json) }));
  return [rename(raw, expectAliases)];
}

function rename(raw: unknown, aliases: Readonly<Record<string, string>>): unknown {
  if (!isObject(raw)) return raw;
  const renamed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) renamed[aliases[key] ?? key] = value;
  return renamed;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
