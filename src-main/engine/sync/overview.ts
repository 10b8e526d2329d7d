/** What needs the operator, worst first, each with the screen that fixes it; and how fresh every source is. Reads only. */
import type { TenantAccess } from '../../../shared/vocabulary/states.ts';
import type { SyncContext } from './context.ts';
import type { MatchedTenant, MatchPreview } from './matches.ts';

export interface Attention {
  readonly id: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly title: string;
  readonly detail: string;
  readonly route: string;
  readonly actionLabel: string;
  readonly count: number | null;
}

const rank = { critical: 0, warning: 1, info: 2 } as const;

const accessWords: Partial<Record<TenantAccess, string>> = {
  consentNeeded: 'need consent',
  roleMissing: 'lack a directory role or an active GDAP relationship',
  conditionalAccess: 'are blocked by Conditional Access',
  mfaNeeded: 'need a new sign-in with MFA',
  tenantGone: 'are not found at Microsoft',
  failed: 'could not be read',
};

/** Worst first; equal severities keep this order. */
export function attentionItems(ctx: SyncContext, preview: MatchPreview): Attention[] {
  const items = [...connectionItems(ctx), ...tenantItems(preview.all()), ...planItems(ctx), ...queueItems(ctx)];
  return items.sort((left, right) => rank[left.severity] - rank[right.severity]);
}

function connectionItems(ctx: SyncContext): Attention[] {
  const directory = ctx.store.directoryConnections.getActive();
  const psa = ctx.store.psaConnections.getActive();
  const item = (id: string, title: string, detail: string): Attention => ({
    id,
    severity: 'critical',
    title,
    detail,
    route: '/connections',
    actionLabel: 'Open Connections',
    count: null,
  });
  return [
    ...(directory
      ? []
      : [
          item(
            'directory.missing',
            'Not connected to Microsoft or CIPP',
            'Customers cannot be discovered until one of them is connected.',
          ),
        ]),
    ...(psa
      ? []
      : [item('psa.missing', 'Not connected to the PSA', 'There are no clients and contacts to compare with yet.')]),
    ...(directory?.status === 'failed'
      ? [
          item(
            'directory.failed',
            'The Microsoft connection fails',
            directory.lastError?.sentence ?? 'Run the connection check.',
          ),
        ]
      : []),
    ...(psa?.status === 'failed'
      ? [item('psa.failed', 'The PSA connection fails', psa.lastError?.sentence ?? 'Run the connection check.')]
      : []),
    ...(psa?.mayWrite === false
      ? [
          {
            ...item('psa.readOnly', 'The PSA key may only read', 'Plans can be made, but not applied.'),
            severity: 'warning' as const,
          },
        ]
      : []),
  ];
}

function tenantItems(all: readonly MatchedTenant[]): Attention[] {
  const customers = all.filter(({ tenant }) => !tenant.isPartner);
  const contradicted = customers.filter(({ match }) => match.contradiction !== null);
  const auto = customers.filter(({ match }) => match.state === 'autoMatched');
  const review = customers.filter(({ match }) => match.state === 'needsReview');
  const items: Attention[] = [];
  for (const [access, words] of Object.entries(accessWords)) {
    const hit = customers.filter(({ tenant }) => tenant.access === access);
    if (hit.length > 0)
      items.push({
        id: `access.${access}`,
        severity: 'warning',
        title: `${hit.length} tenants ${words}`,
        detail: names(hit),
        route: '/connections',
        actionLabel: 'Find the cause',
        count: hit.length,
      });
  }
  if (contradicted.length > 0)
    items.push({
      id: 'mapping.contradicted',
      severity: 'warning',
      title: 'Mappings that now look wrong',
      detail: names(contradicted),
      route: '/tenants?state=mapped',
      actionLabel: 'Look at them',
      count: contradicted.length,
    });
  if (auto.length > 0)
    items.push({
      id: 'mapping.auto',
      severity: 'info',
      title: `${auto.length} tenants are auto-matched`,
      detail: 'Confirm them in one go.',
      route: '/tenants?state=autoMatched',
      actionLabel: 'Review and confirm',
      count: auto.length,
    });
  if (review.length > 0)
    items.push({
      id: 'mapping.review',
      severity: 'info',
      title: `${review.length} tenants need a decision`,
      detail: names(review),
      route: '/tenants?state=needsReview',
      actionLabel: 'Decide',
      count: review.length,
    });
  return items;
}

function planItems(ctx: SyncContext): Attention[] {
  const [newest] = ctx.store.plans.page('ready', { offset: 0, limit: 1 }).rows;
  if (!newest) return [];
  const items: Attention[] = [];
  const heldClients = new Set(newest.holds.map((hold) => hold.clientId)).size;
  if (newest.holds.length > 0)
    items.push({
      id: 'plan.held',
      severity: 'warning',
      title: `${heldClients} clients are held`,
      detail: newest.holds[0]?.sentence ?? '',
      route: `/sync/plans/${newest.planId}`,
      actionLabel: 'Read why',
      count: heldClients,
    });
  if (newest.isApplicable)
    items.push({
      id: 'plan.ready',
      severity: 'info',
      title: 'A plan waits for approval',
      detail: `${newest.counts.create} to create, ${newest.counts.link} to link, ${newest.counts.update} to update, ${newest.counts.inactivate} to make inactive, ${newest.counts.queue} to decide.`,
      route: `/sync/plans/${newest.planId}`,
      actionLabel: 'Open the plan',
      count: null,
    });
  return items;
}

function queueItems(ctx: SyncContext): Attention[] {
  const { open } = ctx.store.queue.counts();
  const { conflict, failed } = ctx.store.queue.countPushes();
  const items: Attention[] = [];
  if (failed > 0) {
    const [first] = ctx.store.queue.listByPushState('failed');
    items.push({
      id: 'queue.stuck',
      severity: 'critical',
      title: `${failed} decisions did not reach the PSA`,
      detail: (first?.pushDetail as { sentence?: string } | null)?.sentence ?? 'Open them to see why.',
      route: '/queue?status=resolved',
      actionLabel: 'Open them',
      count: failed,
    });
  }
  if (conflict > 0)
    items.push({
      id: 'queue.cameBack',
      severity: 'critical',
      title: `${conflict} answers came back`,
      detail: 'The contact changed before the answer reached the PSA. Nothing was written; decide again.',
      route: '/queue?status=cameBack',
      actionLabel: 'See what changed',
      count: conflict,
    });
  if (open > 0)
    items.push({
      id: 'queue.open',
      severity: 'warning',
      title: `${open} people wait for your decision`,
      detail: 'A machine would have to guess about them.',
      route: '/queue',
      actionLabel: 'Open the queue',
      count: open,
    });
  return items;
}

function names(tenants: readonly MatchedTenant[]): string {
  const shown = tenants.slice(0, 3).map(({ tenant }) => tenant.displayName);
  return tenants.length > shown.length
    ? `${shown.join(', ')} and ${tenants.length - shown.length} more`
    : shown.join(', ');
}

/** Which step of the first run comes next; null when all four are behind us. */
export function wizardStep(ctx: SyncContext): 1 | 2 | 3 | 4 | null {
  if (!ctx.store.directoryConnections.getActive() || !ctx.store.psaConnections.getActive()) return 1;
  const { total, mapped } = ctx.store.managedTenants.counts();
  if (total === 0) return 2;
  if (mapped === 0) return 3;
  return ctx.store.runs.hadInitial() ? null : 4;
}
