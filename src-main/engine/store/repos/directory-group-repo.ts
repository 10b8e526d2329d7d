/** Groups that a rule names, and who is in them, as last read. A group's members are replaced whole: half an answer is never stored. */
import type { EntraObjectId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { Db } from '../database.ts';
import type { TenantKeys } from './tenant-keys.ts';

export interface GroupMembers {
  readonly groupId: string;
  readonly displayName: string;
  readonly memberIds: Iterable<string>;
  readonly readAt: number;
}

export interface KnownGroup {
  readonly groupId: string;
  readonly displayName: string;
  readonly membersReadAt: number | null;
}

export function directoryGroupRepo(db: Db, keys: TenantKeys) {
  const put = db.prepare<[number, string, string, number]>(`
    INSERT INTO directory_group (managed_tenant_key, group_id, display_name, members_read_at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET display_name = excluded.display_name, members_read_at = excluded.members_read_at`);
  const drop = db.prepare<[number, string]>(
    'DELETE FROM directory_group_member WHERE managed_tenant_key = ? AND group_id = ?',
  );
  const add = db.prepare<[number, string, string]>(`
    INSERT INTO directory_group_member (managed_tenant_key, group_id, entra_object_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`);
  const groups = db.prepare<[number], KnownGroup>(`
    SELECT group_id AS groupId, display_name AS displayName, members_read_at AS membersReadAt
    FROM directory_group WHERE managed_tenant_key = ? ORDER BY display_name`);
  const members = db.prepare<[number], { groupId: string; entraObjectId: EntraObjectId }>(`
    SELECT group_id AS groupId, entra_object_id AS entraObjectId FROM directory_group_member WHERE managed_tenant_key = ?`);
  return {
    saveMembers(managedTenantId: ManagedTenantId, { groupId, displayName, memberIds, readAt }: GroupMembers): void {
      const { key } = keys.get(managedTenantId);
      db.transactionForFacts(() => {
        put.run([key, groupId, displayName, readAt]);
        drop.run([key, groupId]);
        for (const memberId of memberIds) add.run([key, groupId, memberId]);
      });
    },
    list: (managedTenantId: ManagedTenantId): KnownGroup[] => groups.all([keys.get(managedTenantId).key]),
    /** Object ids by group id, for planning; a known group without members is there, empty. */
    loadForPlanning(managedTenantId: ManagedTenantId): Map<string, Set<string>> {
      const { key } = keys.get(managedTenantId);
      const found = new Map<string, Set<string>>(groups.all([key]).map(({ groupId }) => [groupId, new Set()]));
      for (const { groupId, entraObjectId } of members.all([key])) found.get(groupId)?.add(entraObjectId);
      return found;
    },
  };
}
