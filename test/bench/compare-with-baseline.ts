/** Counts which of the plain baseline's candidates the engine kept, and for which it ranks a better one above. */
import type { TenantMatch } from '../../src-main/engine/domain/tenant-match/tenant-match.ts';
import { bigramDice } from '../../src-main/engine/domain/text/bigram-dice.ts';
import { foldCompanyName } from '../../src-main/engine/domain/text/fold-company-name.ts';
import { type BaselineHit, baselineName } from './all-pairs-bigrams.ts';
import type { GeneratedEstate } from './generated-estate.ts';

export interface Kept {
  /** Candidates of the baseline, five a tenant at most. */
  readonly candidates: number;
  readonly kept: number;
  readonly outranked: number;
  readonly lost: readonly string[];
}

/**
 * Outranked means: the engine shows a client with strong evidence (tenant id or verified domain), or at least five others
 * whose names are no less alike, read as the baseline reads them or folded.
 */
export function keptOrOutranked(
  baseline: readonly (readonly BaselineHit[])[],
  { managedTenants, clients }: Pick<GeneratedEstate, 'managedTenants' | 'clients'>,
  matches: readonly TenantMatch[],
): Kept {
  let candidates = 0;
  let kept = 0;
  let outranked = 0;
  const lost: string[] = [];
  for (const [at, hits] of baseline.entries()) {
    const match = matches[at];
    for (const { client, dice } of hits) {
      candidates++;
      const missed = clients[client];
      if (!match || !missed) continue;
      if (match.candidates.some(({ clientId }) => clientId === missed.clientId)) kept++;
      else if (isOutranked(match, managedTenants[at]?.displayName ?? '', dice)) outranked++;
      else lost.push(`${match.managedTenantId}: "${baselineName(missed.name)}" (${dice.toFixed(4)})`);
    }
  }
  return { candidates, kept, outranked, lost };
}

function isOutranked({ candidates }: TenantMatch, displayName: string, dice: number): boolean {
  if (candidates[0]?.isStrong) return true;
  const likeness = (name: string): number =>
    Math.max(
      bigramDice(baselineName(displayName), baselineName(name)),
      bigramDice(spaced(displayName), spaced(name)),
      bigramDice(foldCompanyName(displayName), foldCompanyName(name)),
    );
  return candidates.filter(({ clientName }) => likeness(clientName) >= dice).length >= 5;
}

/** The other way to reduce a name to [a-z0-9 ]: what is dropped leaves a blank. */
function spaced(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
