/** ListUsers, ListDeletedItems, ListMailboxes, ListGroups and ListUserGroups in CIPP's own shapes (contracts/microsoft.md 6.5, 6.7). */

import { transitiveMemberIds } from '../graph/groups.ts';
import { allProperties } from '../graph/user-query.ts';
import { type Answer, json, text } from '../http/answer.ts';
import type { MailboxType, SandboxTenant, SandboxUser } from '../scenarios/world.ts';
import { type CippCall, graphTrouble, tenantOfCall } from './cipp-context.ts';

/** Runs a read for the call's customer: nothing for an unknown one, the endpoint's own failure for an unreadable one. */
function forTenant(call: CippCall, failStatus: 403 | 500, read: (tenant: SandboxTenant) => Answer): Answer {
  const tenant = tenantOfCall(call);
  if (tenant === null) return json(200, [null]);
  const trouble = graphTrouble(call, tenant);
  if (trouble !== null) return text(failStatus, trouble);
  return { ...read(tenant), about: tenant.entraTenantId };
}

function userRow(user: SandboxUser): Record<string, unknown> {
  const [local = '', domain = ''] = user.userPrincipalName.split('@');
  const aliases = user.proxyAddresses
    .filter((address) => address.startsWith('smtp:'))
    .map((address) => address.slice(5));
  return {
    ...allProperties(user),
    username: local,
    Aliases: aliases.join(', '),
    LicJoined: user.assignedLicenses.length > 0 ? 'Microsoft 365' : '',
    primDomain: { value: domain, label: domain },
    onPremisesSyncEnabled: user.onPremisesSyncEnabled === true,
    manager: null,
  };
}

export function listUsers(call: CippCall): Answer {
  if (call.tenantFilter.toLowerCase() === 'alltenants') {
    return json(200, [
      { Message: 'This function has been deprecated for all users. Please use ListGraphRequest instead.' },
    ]);
  }
  return forTenant(call, 500, (tenant) => {
    const wanted = call.query.get('userid')?.toLowerCase() ?? null;
    const rows = tenant.users.filter(
      (user) => wanted === null || user.id === wanted || user.userPrincipalName.toLowerCase() === wanted,
    );
    return json(200, rows.map(userRow));
  });
}

export function listDeletedItems(call: CippCall): Answer {
  return forTenant(call, 500, (tenant) =>
    json(
      200,
      tenant.deletedUsers.map((user) => ({ ...allProperties(user), TargetType: 'Users' })),
    ),
  );
}

const MAILBOX_WORDS: Record<MailboxType, string> = {
  user: 'UserMailbox',
  shared: 'SharedMailbox',
  room: 'RoomMailbox',
  equipment: 'EquipmentMailbox',
};

export function listMailboxes(call: CippCall): Answer {
  const wanted = (call.query.get('recipienttypedetails') ?? '').toLowerCase();
  return forTenant(call, 403, (tenant) => {
    const rows = tenant.users
      .filter((user) => user.mailboxType !== null)
      .map((user) => ({
        id: user.id,
        ExternalDirectoryObjectId: user.id,
        UPN: user.userPrincipalName,
        displayName: user.displayName,
        primarySmtpAddress: user.mail,
        recipientType: 'UserMailbox',
        recipientTypeDetails: MAILBOX_WORDS[user.mailboxType ?? 'user'],
        AdditionalEmailAddresses: user.proxyAddresses
          .filter((address) => address.startsWith('smtp:'))
          .map((address) => address.slice(5))
          .join(', '),
      }));
    return json(
      200,
      rows.filter((row) => wanted === '' || row.recipientTypeDetails.toLowerCase() === wanted),
    );
  });
}

const groupRow = (group: SandboxTenant['groups'][number]): Record<string, unknown> => ({
  id: group.id,
  displayName: group.displayName,
  mailEnabled: group.mailEnabled,
  securityEnabled: group.securityEnabled,
  groupTypes: group.groupTypes,
  groupType: 'Security',
  calculatedGroupType: 'security',
  teamsEnabled: false,
  dynamicGroupBool: false,
});

const memberRow = (user: SandboxUser): Record<string, unknown> => ({
  id: user.id,
  displayName: user.displayName,
  userPrincipalName: user.userPrincipalName,
  accountEnabled: user.accountEnabled,
});

export function listGroups(call: CippCall): Answer {
  const groupId = call.query.get('groupid')?.toLowerCase() ?? null;
  const wantsPeople = call.query.has('members') || call.query.has('owners');
  if (groupId === null && wantsPeople) return json(400, { Results: 'A groupID is needed to list members or owners.' });
  return forTenant(call, 403, (tenant) => {
    if (groupId === null) return json(200, tenant.groups.map(groupRow));
    const group = tenant.groups.find((candidate) => candidate.id === groupId);
    if (group === undefined)
      return text(
        403,
        `Resource '${groupId}' does not exist or one of its queried reference-property objects are not present.`,
      );
    const direct = new Set(group.memberIds);
    return json(200, {
      groupInfo: groupRow(group),
      members: tenant.users.filter((user) => direct.has(user.id)).map(memberRow),
      owners: [],
    });
  });
}

/** Names are capitalised here, and only the first page is ever returned. */
export function listUserGroups(call: CippCall): Answer {
  const userId = call.query.get('userid')?.toLowerCase() ?? '';
  return forTenant(call, 500, (tenant) =>
    json(
      200,
      tenant.groups
        .filter((group) => transitiveMemberIds(tenant, group).has(userId))
        .slice(0, 100)
        .map((group) => ({
          id: group.id,
          DisplayName: group.displayName,
          MailEnabled: group.mailEnabled,
          SecurityGroup: group.securityEnabled,
          GroupTypes: group.groupTypes.join(', '),
        })),
    ),
  );
}

/** Nightly copies: counts only, or rows under Results. */
export function listDbCache(call: CippCall): Answer {
  return forTenant(call, 500, (tenant) => {
    if (call.query.get('type')?.toLowerCase() !== 'users') return json(200, { Results: [] });
    if (call.query.get('countsonly')?.toLowerCase() === 'true') {
      return json(200, {
        Results: [
          {
            Tenant: tenant.defaultDomain,
            Type: 'Users',
            Count: tenant.users.length,
            LastRefresh: '2026-11-02T02:00:00Z',
          },
        ],
      });
    }
    return json(200, { Results: tenant.users.map(userRow) });
  });
}
