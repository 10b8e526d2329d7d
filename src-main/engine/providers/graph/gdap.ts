/**
 * GDAP relationships: which of several stands for a customer. Statuses are Graph's own words (`contracts/microsoft.md` 1.3); one that
 * Microsoft adds later ranks last instead of failing. A relationship is no proof of access; only a successful read is.
 */
import type { GdapRelationship } from '../../domain/managed-tenant.ts';
import type { RawRelationship } from './graph-schemas.ts';

/** Best first: works, may stop working, was there once. */
const ranking = [
  'active',
  'expiring',
  'terminationRequested',
  'terminating',
  'activating',
  'approved',
  'expired',
  'terminated',
];
const notAgreedYet: ReadonlySet<string> = new Set(['created', 'approvalPending']);

/** False while the customer has not said yes: then there is no managed tenant to speak of. */
export function isAgreed(status: string): boolean {
  return !notAgreedYet.has(status);
}

/** The one that gives the most access, and among those the one that lasts longest; null for none. */
export function bestRelationship(rows: readonly RawRelationship[]): GdapRelationship | null {
  const candidates = rows.map((row) => ({ status: row.status, endsAt: endOf(row) }));
  const [best] = candidates.toSorted(
    (a, b) => rankOf(a.status) - rankOf(b.status) || (b.endsAt ?? 0) - (a.endsAt ?? 0),
  );
  return best ?? null;
}

function rankOf(status: string): number {
  const rank = ranking.indexOf(status);
  return rank === -1 ? ranking.length : rank;
}

function endOf(row: RawRelationship): number | null {
  const at = Date.parse(row.endDateTime ?? '');
  return Number.isNaN(at) ? null : at;
}
