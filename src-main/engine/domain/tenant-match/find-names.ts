/**
 * Evidence from names: how alike they are, which are equal but for blanks or words like "Group", and which stand in a
 * verified domain. Keeps everything that the PSA's own name comparison would list.
 */
import { bigramDice } from '../text/bigram-dice.ts';
import { type ClientIndex, NAME_FLOOR } from './client-index.ts';
import type { Findings, FoundCandidates, TenantFacts } from './findings.ts';
import type { NameSpellings } from './name-spellings.ts';

/** A name that so many clients have tells none of them apart. */
const MOST_NAMESAKES = 25;
const TOP = 5;
/** Equal similarities at the edge of the top five are all kept up to here, so that the order of clients decides nothing. */
const MOST_WITH_TIES = 25;
const SAME_LETTERS = 0.98;
const SAME_CORE = 0.92;

type Lookup = FoundCandidates['of'];

/** How alike the names are of clients that other evidence found, below the floor too. */
export function compareNames(
  { plain, folded }: NameSpellings,
  index: ClientIndex,
  findings: readonly Findings[],
): void {
  for (const found of findings) {
    for (const spelling of plain) raiseName(found, index.plainNames.similarityTo(found.at, spelling));
    for (const spelling of folded) raiseName(found, index.foldedNames.similarityTo(found.at, spelling));
  }
}

/**
 * The clients with the most similar names: the top five of the PSA's own comparison, which legal forms inflate, and the top
 * five by folded names. What they are worth is the likeness of the words that are the names' own.
 */
export function addSimilarNames({ names, of }: FoundCandidates, index: ClientIndex): void {
  const best = new Map<number, number>();
  const raise = (at: number, similarity: number): void => {
    best.set(at, Math.max(best.get(at) ?? 0, similarity));
  };
  const question = { top: TOP, mostWithTies: MOST_WITH_TIES, floor: NAME_FLOOR };
  for (const spelling of names.plain)
    for (const { owner, similarity } of index.plainNames.findBest(spelling, question))
      raise(owner, names.folded.length === 0 ? similarity : 0);
  for (const spelling of names.folded) {
    for (const at of best.keys()) raise(at, index.foldedNames.similarityTo(at, spelling));
    const fifth = [...best.values()].sort((left, right) => right - left)[TOP - 1] ?? 0;
    for (const { owner, similarity } of index.foldedNames.findBest(spelling, {
      ...question,
      floor: Math.max(NAME_FLOOR, fifth),
    }))
      raise(owner, similarity);
  }
  for (const [at, similarity] of best)
    raiseName(of(at), Math.max(NAME_FLOOR, Math.min(similarity, coreLikeness(names, at, index))));
}

/** Likeness without words like "Group", best over all spellings; 1 where neither name has any. */
function coreLikeness(names: NameSpellings, at: number, index: ClientIndex): number {
  const other = index.names[at];
  if (!other || (isAllCore(names) && isAllCore(other))) return 1;
  let best = 0;
  for (const core of names.cores)
    for (const otherCore of other.cores) best = Math.max(best, bigramDice(core, otherCore));
  return best;
}

function isAllCore({ compact, cores }: NameSpellings): boolean {
  for (let at = 0; at < cores.length; at++) if (cores[at] !== compact[at]) return false;
  return true;
}

/** Names that are equal once blanks, or words like "Group", are left out. */
export function addEqualNames(names: NameSpellings, index: ClientIndex, of: Lookup): void {
  for (const [position, compact] of names.compact.entries()) {
    addNamesakes(compact, names, { position, index, of });
    const core = names.cores[position] ?? compact;
    if (core !== compact) addNamesakes(core, names, { position, index, of });
  }
}

interface Place {
  readonly position: number;
  readonly index: ClientIndex;
  readonly of: Lookup;
}

function addNamesakes(key: string, names: NameSpellings, { position, index, of }: Place): void {
  for (const at of bounded(index.byName.get(key))) {
    const other = index.names[at];
    const isSame = other?.folded.includes(names.folded[position] ?? '') ?? false;
    const isCompact = other?.compact.includes(names.compact[position] ?? '') ?? false;
    raiseName(of(at), isSame ? 1 : isCompact ? SAME_LETTERS : SAME_CORE);
  }
}

/** "acornconstruction.com" reads like "Acorn Construction": a name in a domain, for clients without a website. */
export function addDomainNames(facts: TenantFacts, index: ClientIndex, of: Lookup): void {
  for (const domain of facts.verifiedDomains) {
    const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
    for (const at of bounded(label.length < 3 ? undefined : index.byName.get(label))) {
      const findings = of(at);
      if (findings.nameSimilarity >= SAME_LETTERS) continue;
      raiseName(findings, SAME_LETTERS);
      findings.nameNote = `the verified domain ${domain} reads like the client's name`;
    }
  }
}

/** Names that so many clients have tell none of them apart. */
function bounded(clients: readonly number[] | undefined): readonly number[] {
  return clients && clients.length <= MOST_NAMESAKES ? clients : [];
}

function raiseName(findings: Findings, similarity: number): void {
  if (similarity > findings.nameSimilarity) findings.nameSimilarity = similarity;
}
