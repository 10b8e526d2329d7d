/**
 * Confirming mappings: the operator's decisions, each standing alone. Creating a client is the only remote write here; it looks
 * by name first and reads back. A refusal is an answer, never a throw, so that one bad row does not lose the sheet.
 */
import { asId, type ClientId, type ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import type { TenantMapping } from '../domain/managed-tenant.ts';
import type { SyncContext } from './context.ts';
import { evidenceHashOf, type MatchedTenant, type MatchPreview } from './matches.ts';

export type MappingChoice =
  | { readonly kind: 'map'; readonly clientId: string }
  | { readonly kind: 'createClient'; readonly name: string | null }
  | { readonly kind: 'skip'; readonly note: string | null }
  | { readonly kind: 'unmap' };

export interface MappingRequest {
  readonly managedTenantId: string;
  readonly decision: MappingChoice;
}

export interface ConfirmResult {
  readonly mapped: number;
  readonly clientsCreated: number;
  readonly skipped: number;
  readonly unmapped: number;
  readonly refused: readonly {
    readonly managedTenantId: string;
    readonly displayName: string;
    readonly sentence: string;
  }[];
}

export interface ConfirmOptions {
  readonly preview: MatchPreview;
  readonly requests: readonly MappingRequest[];
  readonly signal: AbortSignal;
}

export async function confirmMappings(ctx: SyncContext, options: ConfirmOptions): Promise<ConfirmResult> {
  const outcomes: Confirmed[] = [];
  const refused: ConfirmResult['refused'][number][] = [];
  for (const { managedTenantId, decision } of options.requests) {
    const matched = options.preview.find(asId<ManagedTenantId>(managedTenantId));
    try {
      if (!matched) throw new EngineError('tenant.notFound', 'This managed tenant is not known here.');
      outcomes.push(await confirmOne(ctx, { matched, choice: decision, signal: options.signal }));
    } catch (thrown) {
      options.signal.throwIfAborted();
      const displayName = matched?.tenant.displayName ?? managedTenantId;
      refused.push({ managedTenantId, displayName, sentence: toEngineError(thrown).message });
    }
  }
  ctx.changed('mappings', 'tenants', 'clients', 'activity');
  const count = (state: Confirmed['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    mapped: count('mapped'),
    skipped: count('skipped'),
    unmapped: count('unmapped'),
    clientsCreated: outcomes.filter((outcome) => outcome.hasCreatedClient).length,
    refused,
  };
}

interface Confirmed {
  readonly state: TenantMapping['state'];
  readonly hasCreatedClient: boolean;
}

interface Confirming {
  readonly matched: MatchedTenant;
  readonly choice: MappingChoice;
  readonly signal: AbortSignal;
}

async function confirmOne(ctx: SyncContext, { matched, choice, signal }: Confirming): Promise<Confirmed> {
  switch (choice.kind) {
    case 'map': {
      const client = ctx.store.clients.get(asId<ClientId>(choice.clientId));
      if (client.isInactive)
        throw new EngineError(
          'mapping.refused',
          `${client.name} is inactive in the PSA. Make it active there first, or choose another client.`,
        );
      save(ctx, matched, { state: 'mapped', clientId: client.clientId, chosen: `Map to ${client.name}.` });
      return { state: 'mapped', hasCreatedClient: false };
    }
    case 'createClient': {
      const { clientId, name, isNew } = await createClient(ctx, { matched, name: choice.name, signal });
      save(ctx, matched, {
        state: 'mapped',
        clientId,
        chosen: isNew ? `Create the client ${name} and map to it.` : `Map to ${name}, which existed already.`,
      });
      return { state: 'mapped', hasCreatedClient: isNew };
    }
    case 'skip':
      save(ctx, matched, { state: 'skipped', clientId: null, chosen: `Skip.${choice.note ? ` ${choice.note}` : ''}` });
      return { state: 'skipped', hasCreatedClient: false };
    case 'unmap':
      save(ctx, matched, {
        state: 'unmapped',
        clientId: null,
        chosen: 'Take the mapping back; contacts and links stay.',
      });
      return { state: 'unmapped', hasCreatedClient: false };
    default:
      return assertNever(choice);
  }
}

async function createClient(
  ctx: SyncContext,
  {
    matched,
    name,
    signal,
  }: { readonly matched: MatchedTenant; readonly name: string | null; readonly signal: AbortSignal },
) {
  const psa = await ctx.psa();
  const { displayName, defaultDomain, initialDomain } = matched.tenant;
  const website = defaultDomain !== null && defaultDomain !== initialDomain ? defaultDomain : null;
  const outcome = await psa.ensureClient({ name: name ?? displayName, website }, auditJournal(ctx, matched), {
    signal,
  });
  if (outcome.kind === 'rejected') throw new EngineError('mapping.refused', outcome.sentence);
  ctx.store.clients.save(outcome.client);
  return { clientId: outcome.client.clientId, name: outcome.client.name, isNew: outcome.kind === 'created' };
}

/** Creating a client has no operation row: the audit log is its journal. */
function auditJournal(ctx: SyncContext, { tenant }: MatchedTenant) {
  const note = (kind: string, detail: unknown) =>
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind,
      subjectKind: 'managedTenant',
      subjectId: tenant.managedTenantId,
      detail,
    });
  return {
    recordSent: (request: { readonly method: string; readonly resource: string; readonly body: unknown }) =>
      void note('client.createSent', { chosen: request }),
    recordAnswered: (answer: { readonly status: number; readonly body: unknown }) =>
      void note('client.createAnswered', { answered: `Status ${answer.status}.` }),
  };
}

function save(
  ctx: SyncContext,
  { tenant, match }: MatchedTenant,
  decision: { readonly state: TenantMapping['state']; readonly clientId: ClientId | null; readonly chosen: string },
): void {
  ctx.store.transaction(() => {
    ctx.store.mappings.save({
      managedTenantId: tenant.managedTenantId,
      state: decision.state,
      clientId: decision.clientId,
      evidenceHash: evidenceHashOf(match),
      domainsWhenDecided: tenant.verifiedDomains,
      decidedBy: ctx.operator(),
      decidedAt: ctx.now(),
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: `mapping.${decision.state}`,
      subjectKind: 'managedTenant',
      subjectId: tenant.managedTenantId,
      detail: { shown: `${tenant.displayName}: ${match.sentence}`, chosen: decision.chosen },
    });
  });
}
