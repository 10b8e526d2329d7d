/**
 * When a directory user counts as gone (design 6). Proof is a tombstone, the deleted-items list, or absence from two reads
 * that are proof themselves. A read is proof when it was full, complete, not empty, and showed enough of the users that were
 * present before: a redirected, filtered or half-sized answer shows too few and changes nobody.
 *
 *   read                       | present, not shown | missedOnce, not shown
 *   not full or not complete   | stays              | stays
 *   complete but empty/halved  | stays              | stays
 *   proof                      | missedOnce         | gone
 */
import type { Db } from '../database.ts';

export interface PresenceTally {
  /** Users this read showed. */
  readonly seen: number;
  /** Present users, shown or not, gone ones left out. */
  readonly present: number;
  /** Present users this read did not show. */
  readonly unseenPresent: number;
  readonly missedOnce: number;
}

export interface PresenceBaseline {
  /** Users first seen since the last read that was proof: they cannot vouch for those who were there before. */
  readonly unproven: number;
  readonly halvedSourceRatio: number;
}

/** True when absence from this read may count. Without a baseline (no read was proof yet) any shown user will do. */
export function isPresenceProof(tally: PresenceTally, baseline: PresenceBaseline | null): boolean {
  if (tally.seen === 0) return false;
  if (baseline === null) return true;
  const shownAgain = Math.max(0, tally.seen - baseline.unproven);
  const knownBefore = shownAgain + tally.unseenPresent;
  return knownBefore === 0 || shownAgain >= baseline.halvedSourceRatio * knownBefore;
}

export function directoryPresence(db: Db) {
  const tally = db.prepare<[number, number, number], PresenceTally>(`
    SELECT coalesce(sum(seen_in_read = ?), 0) AS seen, coalesce(sum(presence = 'present'), 0) AS present,
      coalesce(sum(presence = 'present' AND seen_in_read <> ?), 0) AS unseenPresent,
      coalesce(sum(presence = 'missedOnce'), 0) AS missedOnce
    FROM directory_user WHERE managed_tenant_key = ?`);
  const missedTwice = db.prepare<[number, number, number]>(`
    UPDATE directory_user SET presence = 'gone', gone_proof = 'twoCompleteReads', gone_at = ?
    WHERE managed_tenant_key = ? AND presence = 'missedOnce' AND seen_in_read <> ?`);
  const missed = db.prepare<[number, number]>(`
    UPDATE directory_user SET presence = 'missedOnce'
    WHERE managed_tenant_key = ? AND presence = 'present' AND seen_in_read <> ?`);
  const tombstone = db.prepare<[string, number, string, number]>(`
    UPDATE directory_user SET presence = 'gone', gone_proof = ?, gone_at = ?
    WHERE entra_object_id = ? AND managed_tenant_key = ? AND presence <> 'gone'`);
  return {
    tally: (tenantKey: number, readNumber: number): PresenceTally =>
      tally.get([readNumber, readNumber, tenantKey]) ?? { seen: 0, present: 0, unseenPresent: 0, missedOnce: 0 },
    /** Counts one absence for everybody this read did not show. */
    countAbsences(tenantKey: number, readNumber: number, at: number): { missedOnce: number; gone: number } {
      const gone = missedTwice.run([at, tenantKey, readNumber]).changes;
      return { missedOnce: missed.run([tenantKey, readNumber]).changes, gone };
    },
    /** One user with proof of deletion; unknown users are ignored. */
    markGone(
      tenantKey: number,
      removed: { readonly entraObjectId: string; readonly proof: string },
      at: number,
    ): number {
      return tombstone.run([removed.proof, at, removed.entraObjectId, tenantKey]).changes;
    },
  };
}
