/** Rules over the contract; "who would this hit?" asks the same compiled filter as the plan. */
import { asId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { UserFilterRules } from '../domain/rules.ts';
import { usableAddress } from '../domain/text/address.ts';
import type { ExcludedUser } from '../domain/user-filter/decide-who-counts.ts';
import { mergeFilterRules } from '../domain/user-filter/merge-filter-rules.ts';
import { whoWouldThisHit } from '../domain/user-filter/who-would-this-hit.ts';
import type { SyncContext } from '../sync/context.ts';
import { readRules } from '../sync/rule-settings.ts';
import { allRules, importSettings, type RuleChanges, saveRules } from '../sync/save-rules.ts';
import type { ContractImplementer } from './implementer.ts';
import { countBy, fitsSearch, pageOf } from './paging.ts';
import { rulesView } from './rule-view.ts';

interface Hit extends ExcludedUser {
  readonly managedTenantId: string;
  readonly tenantName: string;
  readonly isNew: boolean;
}

interface Question {
  readonly filters: UserFilterRules;
  readonly managedTenantId: string | null;
  readonly areTenantsOwn: boolean;
}

function hitsOf(
  ctx: SyncContext,
  { filters, managedTenantId, areTenantsOwn }: Question,
): { considered: number; hits: Hit[] } {
  if (areTenantsOwn && managedTenantId === null)
    throw new EngineError('input.invalid', 'Name the tenant whose own filters these are.');
  const saved = readRules(ctx.store);
  let considered = 0;
  const hits = ctx.store.managedTenants.list().flatMap((tenant) => {
    if (managedTenantId !== null && tenant.managedTenantId !== managedTenantId) return [];
    const override = saved.filterOverrides[tenant.managedTenantId] ?? null;
    const users = ctx.store.directoryUsers
      .loadForPlanning(tenant.managedTenantId)
      .filter((user) => user.presence !== 'gone');
    const answer = whoWouldThisHit({
      users,
      current: mergeFilterRules(saved.filters, override),
      proposed: mergeFilterRules(filters, areTenantsOwn ? null : override),
      groupMembers: ctx.store.directoryGroups.loadForPlanning(tenant.managedTenantId),
    });
    if (!answer.ok) throw new EngineError('rules.invalid', answer.sentence);
    considered += users.length;
    const fresh = new Set(answer.newlyExcluded.map((hit) => hit.user.entraObjectId));
    return answer.excluded.map((hit) => ({
      ...hit,
      managedTenantId: tenant.managedTenantId,
      tenantName: tenant.displayName,
      isNew: fresh.has(hit.user.entraObjectId),
    }));
  });
  return { considered, hits };
}

export function ruleHandlers(os: ContractImplementer, ctx: SyncContext) {
  const entries = os.rules;
  return {
    get: entries.get.handler(() => {
      const saved = ctx.store.settings.get('rulesSaved') as { at: number; by: string } | null;
      return { rules: rulesView(allRules(ctx)), savedAt: saved?.at ?? null, savedBy: saved?.by ?? null };
    }),
    save: entries.save.handler(({ input }) => {
      // zod's partial admits explicit undefined, which JSON cannot carry.
      saveRules(ctx, input as RuleChanges);
      return rulesView(allRules(ctx));
    }),
    importSettings: entries.importSettings.handler(({ input }) => {
      importSettings(ctx, input.settings, input.managedTenantId === null ? null : asId(input.managedTenantId));
      return rulesView(allRules(ctx));
    }),
    whoWouldThisHit: entries.whoWouldThisHit.handler(({ input }) => {
      const { considered, hits } = hitsOf(ctx, input);
      const found = hits.filter(({ user }) =>
        fitsSearch(input.search, [user.displayName, user.mail, user.userPrincipalName]),
      );
      return {
        considered,
        excluded: hits.length,
        byReason: countBy(hits, (hit) => hit.reason).map(({ key, count }) => ({ reason: key, count })),
        total: found.length,
        rows: pageOf(found, input).map(({ user, ...hit }) => ({
          ...hit,
          entraObjectId: user.entraObjectId,
          displayName: user.displayName ?? user.userPrincipalName ?? user.entraObjectId,
          address: usableAddress(user),
        })),
      };
    }),
  };
}
