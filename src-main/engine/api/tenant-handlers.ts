/** Managed tenants and mappings over the contract: the match with its evidence, as rows. */
import type { TenantCandidate, TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { asId, type ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import type { Client } from '../domain/client.ts';
import type { TenantCandidate as DomainCandidate } from '../domain/tenant-match/tenant-match.ts';
import { decideWhoCounts } from '../domain/user-filter/decide-who-counts.ts';
import { confirmMappings } from '../sync/confirm-mappings.ts';
import type { SyncContext } from '../sync/context.ts';
import type { MatchedTenant, MatchPreview } from '../sync/matches.ts';
import { startDiscovery } from '../sync/plan-commands.ts';
import { readDirectory } from '../sync/read-directory.ts';
import { readRules } from '../sync/rule-settings.ts';
import { untilDone } from './connection-handlers.ts';
import { directoryUserView, ledgerView } from './evidence-views.ts';
import type { ContractImplementer } from './implementer.ts';
import { countBy, fitsSearch, pageOf } from './paging.ts';

const shownCandidates = 5;

function candidateView(ctx: SyncContext, candidate: DomainCandidate): TenantCandidate {
  const client = ctx.store.clients.find(candidate.clientId);
  return {
    clientId: candidate.clientId,
    clientName: candidate.clientName,
    isInactive: client?.isInactive ?? false,
    strongest: candidate.agreed[0]?.kind ?? 'name',
    evidence: ledgerView(candidate.evidence),
    alsoMapped: candidate.alsoMappedFrom.map((tenant) => tenant.displayName),
  };
}

function tenantRow(ctx: SyncContext, { tenant, match }: MatchedTenant): TenantRow {
  const client = match.state === 'mapped' && match.clientId ? ctx.store.clients.find(match.clientId) : null;
  const read = ctx.store.directoryUsers.latestCompleteRead(tenant.managedTenantId);
  return {
    managedTenantId: tenant.managedTenantId,
    entraTenantId: tenant.entraTenantId,
    displayName: tenant.displayName,
    defaultDomain: tenant.defaultDomain,
    verifiedDomains: [...tenant.verifiedDomains],
    sources: [...tenant.sources],
    isPartner: tenant.isPartner,
    isNew: tenant.isNew,
    access: tenant.access,
    gdapStatus: tenant.gdap?.status ?? null,
    gdapEndsAt: tenant.gdap?.endsAt ?? null,
    userCount: tenant.userCount,
    lastSeenAt: tenant.lastSeenAt,
    directoryReadAt: read?.finishedAt ?? null,
    state: match.state,
    cautions: [...match.cautions],
    because: match.sentence,
    client: client ? { clientId: client.clientId, name: client.name } : null,
    candidates: match.candidates.slice(0, shownCandidates).map((candidate) => candidateView(ctx, candidate)),
    contradiction: match.contradiction,
    decidedBy: tenant.mapping?.decidedBy ?? null,
    decidedAt: tenant.mapping?.decidedAt ?? null,
  };
}

function namesIn(preview: MatchPreview): (id: ManagedTenantId) => string {
  return (id) => preview.find(id)?.tenant.displayName ?? 'a managed tenant not listed here';
}

function listTenants(
  ctx: SyncContext,
  preview: MatchPreview,
  input: { state: string; search: string; offset: number; limit: number },
) {
  const all = preview.all();
  const found = all.filter(({ tenant, match }) => {
    const isInState = input.state === 'all' || (input.state === 'new' ? tenant.isNew : match.state === input.state);
    return (
      isInState &&
      fitsSearch(input.search, [
        tenant.displayName,
        tenant.defaultDomain,
        tenant.entraTenantId,
        ...tenant.verifiedDomains,
        ...match.candidates.slice(0, 1).map((one) => one.clientName),
      ])
    );
  });
  const count = (state: string) => all.filter(({ match }) => match.state === state).length;
  return {
    rows: pageOf(found, input).map((one) => tenantRow(ctx, one)),
    total: found.length,
    counts: {
      all: all.length,
      autoMatched: count('autoMatched'),
      needsReview: count('needsReview'),
      skipped: count('skipped'),
      mapped: count('mapped'),
      newSinceLastTime: all.filter(({ tenant }) => tenant.isNew).length,
    },
    asOf: all.length > 0 ? Math.max(...all.map(({ tenant }) => tenant.lastSeenAt)) : null,
  };
}

function listUsers(
  ctx: SyncContext,
  input: {
    managedTenantId: string;
    show: 'all' | 'included' | 'excluded';
    search: string;
    offset: number;
    limit: number;
  },
) {
  const managedTenantId = asId<ManagedTenantId>(input.managedTenantId);
  ctx.store.managedTenants.get(managedTenantId);
  const { filters, filterOverrides } = readRules(ctx.store);
  const users = ctx.store.directoryUsers.loadForPlanning(managedTenantId);
  const { included, excluded } = decideWhoCounts({
    users,
    rules: filters,
    override: filterOverrides[managedTenantId] ?? null,
    groupMembers: ctx.store.directoryGroups.loadForPlanning(managedTenantId),
  });
  const exclusions = new Map(excluded.map((one) => [one.user.entraObjectId, one]));
  const read = ctx.store.directoryUsers.latestCompleteRead(managedTenantId);
  const shown = users.filter(
    (user) => input.show === 'all' || exclusions.has(user.entraObjectId) === (input.show === 'excluded'),
  );
  const found = shown.filter((user) => fitsSearch(input.search, [user.displayName, user.mail, user.userPrincipalName]));
  return {
    total: found.length,
    included: included.length,
    excluded: excluded.length,
    excludedByReason: countBy(excluded, (one) => one.reason).map(({ key, count }) => ({ reason: key, count })),
    asOf: read?.finishedAt ?? null,
    rows: pageOf(found, input).map((user) => {
      const exclusion = exclusions.get(user.entraObjectId);
      const link = ctx.store.links.find(user);
      const contact = link?.status === 'active' ? ctx.store.contacts.find(link.contactId) : null;
      return {
        ...directoryUserView(user, read?.finishedAt ?? null),
        exclusion: exclusion ? { reason: exclusion.reason, rule: exclusion.rule } : null,
        linkedContact: contact ? { contactId: contact.contactId, fullName: contact.fullName } : null,
      };
    }),
  };
}

/** A client whose whole name was typed is never hidden behind others that have its name as one of their words. */
function exactNamesFirst(
  ctx: SyncContext,
  { search, offset }: { readonly search: string; readonly offset: number },
  found: readonly Client[],
): readonly Client[] {
  const named = search.trim() === '' || offset > 0 ? [] : ctx.store.clients.listNamed(search);
  const first = new Set(named.map((client) => client.clientId));
  return [...named, ...found.filter((client) => !first.has(client.clientId))];
}

export function tenantHandlers(os: ContractImplementer, ctx: SyncContext, preview: MatchPreview) {
  const entries = os.tenants;
  return {
    discover: entries.discover.handler(() => startDiscovery(ctx)),
    list: entries.list.handler(({ input }) => listTenants(ctx, preview, input)),
    get: entries.get.handler(({ input }) => {
      const id = asId<ManagedTenantId>(input.managedTenantId);
      const tenant = ctx.store.managedTenants.get(id);
      const found = preview.find(id);
      if (!found) throw new Error(`Managed tenant ${tenant.displayName} has no match.`);
      return tenantRow(ctx, found);
    }),
    confirm: entries.confirm.handler(({ input, signal }) =>
      confirmMappings(ctx, { preview, requests: input.decisions, signal: untilDone(signal) }).then((result) => ({
        ...result,
        refused: [...result.refused],
      })),
    ),
    acknowledgeNew: entries.acknowledgeNew.handler(() => {
      ctx.store.managedTenants.acknowledgeNew(ctx.now());
      ctx.changed('tenants');
      return { ok: true as const };
    }),
    users: entries.users.handler(({ input }) => listUsers(ctx, input)),
    readDirectory: entries.readDirectory.handler(async ({ input, signal }) => {
      const tenant = ctx.store.managedTenants.get(asId<ManagedTenantId>(input.managedTenantId));
      const outcome = await readDirectory(ctx, tenant, untilDone(signal));
      if (outcome.error) throw outcome.error;
      return { present: outcome.present, isComplete: outcome.isComplete, sentence: outcome.sentence };
    }),
    clients: entries.clients.handler(({ input }) => {
      const page = ctx.store.clients.page({ isInactive: null, search: input.search }, input);
      const rows = exactNamesFirst(ctx, input, page.rows).map((client) => ({
        clientId: client.clientId,
        name: client.name,
        website: client.websites[0] ?? null,
        billingEmail: client.billingEmail,
        isInactive: client.isInactive,
        contactCount: ctx.store.contacts.page(
          { clientId: client.clientId, isInactive: null, search: '' },
          { offset: 0, limit: 1 },
        ).total,
        mappedTenants: ctx.store.mappings
          .listByClient(client.clientId)
          .map((mapping) => namesIn(preview)(mapping.managedTenantId)),
      }));
      return { rows, total: page.total, asOf: ctx.store.psaReads.state('clients')?.lastReadAt ?? null };
    }),
  };
}
