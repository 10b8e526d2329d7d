/**
 * What happens to whole directories: the disasters a brake must stop (empty, half-sized, swapped domains), GDAP and consent
 * coming and going, groups, new customers. An emptied or halved directory is a faulty answer, not a wave of deletions: no
 * tombstone, nothing in the recycle bin, and `directory.restoreTenant` brings everybody back.
 */
import { randomUUID } from 'node:crypto';
import {
  type ControlArguments,
  ControlError,
  type ControlVerb,
  choiceOf,
  flagOf,
  optionalTextOf,
  textOf,
} from '../control/arguments.ts';
import { createTenantBuilder, WORLD_EPOCH_MS } from '../scenarios/tenant-builder.ts';
import type { SandboxTenant, SandboxUser } from '../scenarios/world.ts';
import type { Directory } from './directory.ts';
import { tenantNamed, userNamed } from './lookup.ts';

const GDAP_STATUSES = [
  'active',
  'expired',
  'expiring',
  'terminated',
  'terminating',
  'terminationRequested',
  'approvalPending',
  'created',
  'activating',
] as const;

export function createTenantVerbs(directory: Directory): Record<string, ControlVerb> {
  /** Full lists of directories that currently answer with too few people. */
  const aside = new Map<string, SandboxUser[]>();

  const shrink = (args: ControlArguments, keep: (index: number) => boolean): unknown => {
    const tenant = tenantNamed(directory, args);
    if (!aside.has(tenant.entraTenantId)) aside.set(tenant.entraTenantId, tenant.users);
    tenant.users = tenant.users.filter((_user, index) => keep(index));
    return { users: tenant.users.length };
  };

  const swapDomains = (left: SandboxTenant, right: SandboxTenant): void => {
    const keep = { defaultDomain: left.defaultDomain, verifiedDomains: left.verifiedDomains };
    const custom = (tenant: SandboxTenant): string[] =>
      tenant.verifiedDomains.filter((name) => name !== tenant.initialDomain);
    const [leftCustom, rightCustom] = [custom(left), custom(right)];
    left.defaultDomain = right.defaultDomain;
    left.verifiedDomains = [...rightCustom, left.initialDomain];
    right.defaultDomain = keep.defaultDomain;
    right.verifiedDomains = [...leftCustom, right.initialDomain];
    directory.reindex();
  };

  return {
    'directory.emptyTenant': (args) => shrink(args, () => false),
    'directory.halveTenant': (args) => shrink(args, (index) => index % 2 === 0),
    'directory.restoreTenant': (args) => {
      const tenant = tenantNamed(directory, args);
      const everybody = aside.get(tenant.entraTenantId);
      if (everybody === undefined) throw new ControlError(`${tenant.displayName} was neither emptied nor halved.`);
      tenant.users = everybody;
      aside.delete(tenant.entraTenantId);
      return { users: tenant.users.length };
    },
    'directory.swapDomains': (args) => {
      const left = tenantNamed(directory, args);
      const right = tenantNamed(directory, args, 'with');
      swapDomains(left, right);
      return { [left.displayName]: left.verifiedDomains, [right.displayName]: right.verifiedDomains };
    },
    'directory.addTenant': (args) => {
      const displayName = textOf(args, 'displayName');
      const domain = textOf(args, 'domain');
      if (directory.findTenant(domain) !== null)
        throw new ControlError(`The domain ${domain} belongs to somebody already.`);
      const initial = domain.split('.')[0] ?? 'tenant';
      const builder = createTenantBuilder(
        { displayName, domain, initial, country: 'US', locale: 'en', phone: '+1 206 555 01##' },
        `added/${domain}`,
      );
      builder.addPerson();
      directory.world.tenants.push(builder.tenant);
      directory.reindex();
      return builder.tenant;
    },
    'directory.addToGroup': (args) => {
      const tenant = tenantNamed(directory, args);
      const user = userNamed(directory, tenant, args);
      const name = textOf(args, 'group');
      let group = tenant.groups.find((candidate) => candidate.id === name || candidate.displayName === name);
      if (group === undefined) {
        group = {
          id: randomUUID(),
          displayName: name,
          securityEnabled: true,
          mailEnabled: false,
          groupTypes: [],
          memberIds: [],
          memberGroupIds: [],
        };
        tenant.groups.push(group);
      }
      group.memberIds = [...new Set([...group.memberIds, user.id])];
      return group;
    },
    'directory.removeFromGroup': (args) => {
      const tenant = tenantNamed(directory, args);
      const user = userNamed(directory, tenant, args);
      const name = textOf(args, 'group');
      const group = tenant.groups.find((candidate) => candidate.id === name || candidate.displayName === name);
      if (group === undefined) throw new ControlError(`There is no group "${name}" in ${tenant.displayName}.`);
      group.memberIds = group.memberIds.filter((id) => id !== user.id);
      return group;
    },
    'gdap.terminate': (args) => setGdap(tenantNamed(directory, args), 'terminated'),
    'gdap.setStatus': (args) =>
      setGdap(
        tenantNamed(directory, args),
        choiceOf(args, 'status', GDAP_STATUSES),
        optionalTextOf(args, 'endDateTime'),
      ),
    'gdap.removeRoles': (args) => {
      const tenant = tenantNamed(directory, args);
      tenant.gdap.roles = [];
      return tenant.gdap;
    },
    'gdap.roleMissing': (args) => {
      const tenant = tenantNamed(directory, args);
      tenant.faults.directoryRoleMissing = flagOf(args, 'on', true);
      return tenant.faults;
    },
    'consent.revoke': (args) => setConsent(tenantNamed(directory, args), 'missing'),
    'consent.grant': (args) => setConsent(tenantNamed(directory, args), 'granted'),
    'tenant.conditionalAccess': (args) => {
      const tenant = tenantNamed(directory, args);
      tenant.faults.conditionalAccess = choiceOf(args, 'policy', ['blocked', 'mfaRequired', 'none']);
      return tenant.faults;
    },
    'tenant.operatorIsGuest': (args) =>
      setFault(tenantNamed(directory, args), 'operatorIsGuest', flagOf(args, 'on', true)),
    'tenant.badToken': (args) => setFault(tenantNamed(directory, args), 'badToken', flagOf(args, 'on', true)),
    'tenant.vanish': (args) => setFault(tenantNamed(directory, args), 'gone', flagOf(args, 'on', true)),
    'tenant.hideFrom': (args) => {
      const tenant = tenantNamed(directory, args);
      const source = choiceOf(args, 'source', ['relationships', 'contracts', 'lighthouse', 'cipp']);
      tenant.sources = tenant.sources.filter((known) => known !== source);
      return { sources: tenant.sources };
    },
  };
}

function setGdap(
  tenant: SandboxTenant,
  status: SandboxTenant['gdap']['status'],
  endDateTime: string | null = null,
): SandboxTenant['gdap'] {
  const past = status === 'terminated' || status === 'expired';
  tenant.gdap.status = status;
  tenant.gdap.endDateTime = endDateTime ?? (past ? new Date(WORLD_EPOCH_MS).toISOString() : tenant.gdap.endDateTime);
  return tenant.gdap;
}

function setConsent(tenant: SandboxTenant, consent: SandboxTenant['consent']): { consent: string } {
  tenant.consent = consent;
  return { consent };
}

function setFault(
  tenant: SandboxTenant,
  fault: 'operatorIsGuest' | 'badToken' | 'gone',
  on: boolean,
): SandboxTenant['faults'] {
  tenant.faults[fault] = on;
  return tenant.faults;
}
