/**
 * The evidence of a match as one stable string, to be hashed outside and stored with an operator's decision. It changes
 * when a client gains or loses evidence, becomes inactive, or carries another tenant's id; it does not change with scores,
 * order, counts, read times, or names that are merely alike: a skipped tenant comes back for reasons an operator accepts.
 */
import { byCodeUnit } from '../text/by-code-unit.ts';
import type { TenantMatch } from './tenant-match.ts';

/** Names from this similarity (percent) on are evidence that a skip must be asked again about. */
const NEARLY_EQUAL = 85;

/** Equal for equal evidence, whatever the order of clients. */
export function matchEvidenceKey(match: Pick<TenantMatch, 'candidates'>): string {
  const entries: string[] = [];
  for (const { clientId, agreed, cautions } of match.candidates) {
    const kinds = agreed
      .filter(({ kind, value }) => kind !== 'name' || Number(value) >= NEARLY_EQUAL)
      .map(({ kind, value }) => (kind === 'name' ? kind : `${kind}=${value.split(',').sort(byCodeUnit).join(',')}`));
    if (kinds.length === 0) continue;
    const state = cautions
      .filter((caution) => caution === 'clientInactive' || caution === 'evidenceDisagrees')
      .sort(byCodeUnit);
    entries.push(`${clientId}(${[...kinds, ...state].join(';')})`);
  }
  return `v1|${entries.sort(byCodeUnit).join('|')}`;
}
