/**
 * What happens to people at Microsoft: hired, renamed, disabled, deleted, restored, moved to another company. Each verb
 * changes the directory and records the change, so that delta, full reads and CIPP all tell the same story.
 */
import { randomUUID } from 'node:crypto';
import {
  type ControlArguments,
  ControlError,
  type ControlVerb,
  flagOf,
  optionalTextOf,
  recordOf,
  textOf,
} from '../control/arguments.ts';
import { mailWord } from '../scenarios/names.ts';
import type { SandboxTenant, SandboxUser } from '../scenarios/world.ts';
import type { Directory } from './directory.ts';
import { tenantNamed, userNamed } from './lookup.ts';

const LICENCE = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';

function newPerson(tenant: SandboxTenant, given: Partial<SandboxUser>, at: string): SandboxUser {
  const displayName = given.displayName ?? 'New Person';
  const words = displayName.split(' ');
  const local =
    words
      .map(mailWord)
      .filter((word) => word !== '')
      .join('.') || `person${tenant.users.length + 1}`;
  const address = given.mail ?? given.userPrincipalName ?? `${local}@${tenant.defaultDomain}`;
  return {
    id: randomUUID(),
    accountEnabled: true,
    userType: 'Member',
    displayName,
    givenName: words[0] ?? null,
    surname: words.slice(1).join(' ') || null,
    mail: address,
    userPrincipalName: address,
    proxyAddresses: [`SMTP:${address}`],
    otherMails: [],
    jobTitle: null,
    department: null,
    companyName: null,
    businessPhones: [],
    mobilePhone: null,
    officeLocation: null,
    city: null,
    country: null,
    usageLocation: tenant.country,
    preferredLanguage: null,
    employeeId: null,
    assignedLicenses: [{ skuId: LICENCE }],
    mailboxType: 'user',
    isResourceAccount: null,
    showInAddressList: null,
    onPremisesSyncEnabled: null,
    externalUserState: null,
    createdDateTime: at,
    ...given,
  };
}

/** New name and address; the old address stays as an alias, as Exchange keeps it. */
function renamed(user: SandboxUser, args: ControlArguments): Partial<SandboxUser> {
  const givenName = optionalTextOf(args, 'givenName') ?? user.givenName;
  const surname = optionalTextOf(args, 'surname') ?? user.surname;
  const displayName = optionalTextOf(args, 'displayName') ?? `${givenName ?? ''} ${surname ?? ''}`.trim();
  const names = { givenName, surname, displayName };
  const domain = user.userPrincipalName.split('@')[1] ?? '';
  const local = [mailWord(givenName ?? ''), mailWord(surname ?? '')].filter((word) => word !== '').join('.');
  const mail =
    optionalTextOf(args, 'mail') ??
    (flagOf(args, 'keepAddress', false) || local === '' ? user.mail : `${local}@${domain}`);
  if (mail === user.mail || mail === null) return names;
  const aliases = user.proxyAddresses.map((address) => address.replace(/^SMTP:/, 'smtp:'));
  return {
    ...names,
    mail,
    userPrincipalName: optionalTextOf(args, 'userPrincipalName') ?? mail,
    proxyAddresses: [
      `SMTP:${mail}`,
      ...aliases.filter((address) => address.toLowerCase() !== `smtp:${mail.toLowerCase()}`),
    ],
  };
}

export function createPersonVerbs(directory: Directory, now: () => number): Record<string, ControlVerb> {
  const at = (): string => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');

  const change = (tenant: SandboxTenant, user: SandboxUser, changes: Partial<SandboxUser>): SandboxUser => {
    const before: Record<string, unknown> = { ...user };
    const properties = Object.entries(changes)
      .filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
      .map(([name]) => name);
    Object.assign(user, changes);
    if (properties.length > 0) directory.record(tenant, { userId: user.id, kind: 'changed', properties });
    return user;
  };

  const remove = (tenant: SandboxTenant, user: SandboxUser, permanently: boolean): void => {
    tenant.users = tenant.users.filter((other) => other.id !== user.id);
    if (!permanently) tenant.deletedUsers.push({ ...user, deletedDateTime: at() });
    directory.record(tenant, { userId: user.id, kind: permanently ? 'hardDeleted' : 'softDeleted', properties: [] });
  };

  const add = (tenant: SandboxTenant, given: Partial<SandboxUser>): SandboxUser => {
    const user = newPerson(tenant, given, at());
    tenant.users.push(user);
    directory.record(tenant, { userId: user.id, kind: 'added', properties: [] });
    return user;
  };

  const setEnabled = (args: ControlArguments, accountEnabled: boolean): SandboxUser => {
    const tenant = tenantNamed(directory, args);
    return change(tenant, userNamed(directory, tenant, args), { accountEnabled });
  };

  return {
    'directory.disableUser': (args) => setEnabled(args, false),
    'directory.enableUser': (args) => setEnabled(args, true),
    'directory.renameUser': (args) => {
      const tenant = tenantNamed(directory, args);
      const user = userNamed(directory, tenant, args);
      return change(tenant, user, renamed(user, args));
    },
    'directory.changeUser': (args) => {
      const tenant = tenantNamed(directory, args);
      const changes = recordOf(args, 'changes');
      const user = userNamed(directory, tenant, args);
      const unknown = Object.keys(changes).find((name) => !(name in user) || name === 'id');
      if (unknown !== undefined) throw new ControlError(`A user has no property "${unknown}" that may change.`);
      return change(tenant, user, changes as Partial<SandboxUser>); // names were checked, values are the test's own business
    },
    'directory.deleteUser': (args) => {
      const tenant = tenantNamed(directory, args);
      const user = userNamed(directory, tenant, args);
      remove(tenant, user, flagOf(args, 'permanently', false));
      return { deleted: user.id };
    },
    'directory.restoreUser': (args) => {
      const tenant = tenantNamed(directory, args);
      const deleted = directory.findDeleted(tenant, textOf(args, 'user'));
      if (deleted === null) throw new ControlError('Nobody of that name is in the recycle bin.');
      const { deletedDateTime: _gone, ...user } = deleted;
      tenant.deletedUsers = tenant.deletedUsers.filter((other) => other.id !== deleted.id);
      tenant.users.push(user);
      directory.record(tenant, { userId: user.id, kind: 'restored', properties: [] });
      return user;
    },
    'directory.addUser': (args) => add(tenantNamed(directory, args), recordOf(args, 'person') as Partial<SandboxUser>), // as in changeUser
    'directory.moveUser': (args) => {
      const from = tenantNamed(directory, args);
      const to = tenantNamed(directory, args, 'to');
      const { id: _old, ...person } = userNamed(directory, from, args);
      const keepsAddress = flagOf(args, 'keepAddress', true);
      remove(from, { ...person, id: _old }, false);
      const local = person.userPrincipalName.split('@')[0] ?? 'person';
      const userPrincipalName = `${local}@${to.defaultDomain}`;
      const mail = keepsAddress ? person.mail : userPrincipalName;
      return add(to, {
        ...person,
        mail,
        userPrincipalName,
        proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
        createdDateTime: at(),
      });
    },
  };
}
