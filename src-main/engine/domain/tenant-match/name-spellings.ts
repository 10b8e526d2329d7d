/**
 * The spellings under which a company name is compared. "Plain" is the PSA's own reading (lower-case, [a-z0-9 ] only),
 * kept so that nothing its matcher finds is lost; "folded" is ours, without accents and legal forms, in every script,
 * with a Latin reading of Greek and Cyrillic and the two readings of umlauts.
 */
import { foldCompanyName, stripLegalForms } from '../text/fold-company-name.ts';
import { digraphName, latinName } from '../text/fold-name.ts';

export interface NameSpellings {
  readonly plain: readonly string[];
  readonly folded: readonly string[];
  /** Of each folded spelling, all letters without blanks, as they stand in a domain: "blue sky" and "bluesky" are one. */
  readonly compact: readonly string[];
  /** As `compact`, of the words that are the name's own; the whole name when it has no other. */
  readonly cores: readonly string[];
}

const PLAIN_ALREADY = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/** All spellings of a name; empty lists for a name without letters or digits. */
export function nameSpellings(name: string): NameSpellings {
  const folded = foldedSpellings(name);
  const compact = folded.map(compactName);
  return {
    plain: plainSpellings(name),
    folded,
    compact,
    cores: folded.map((one, at) => coreName(one, compact[at] ?? '')),
  };
}

/** Other characters dropped, and, where it differs, other characters read as blanks. */
function plainSpellings(name: string): string[] {
  const lower = name.trim().toLowerCase();
  if (PLAIN_ALREADY.test(lower)) return [lower];
  const dropped = lower.replace(/[^a-z0-9 ]/g, '').trim();
  const spaced = lower.replace(/[^a-z0-9]+/g, ' ').trim();
  return [...new Set([dropped, spaced])].filter((spelling) => spelling !== '');
}

const OTHER_NAME =
  /[\s([]+(?:d\/?b\/?a|t\/a|a\.?k\.?a\.?|f\.?k\.?a\.?|trading as|also known as|formerly|vormals|anciennement)\s/i;

function foldedSpellings(name: string): string[] {
  const parts = name.split(OTHER_NAME);
  if (parts.length === 1) return readingsOf(name);
  // "Smith Holdings LLC dba Joe's Pizza" is known by each of its names, and by all of it.
  return [...new Set([...parts, name].flatMap(readingsOf))];
}

function readingsOf(name: string): string[] {
  const folded = foldCompanyName(name);
  if (folded === '') return [];
  const digraph = digraphName(name);
  const latin = latinName(folded);
  if (digraph === null && latin === folded) return [folded];
  return [...new Set([folded, latin, ...(digraph === null ? [] : [stripLegalForms(digraph)])])];
}

const GENERIC_WORDS =
  /\b(?:the|and|und|et|of|group|groupe|gruppe|grupo|gruppo|holdings?|international|global|services?|solutions|company|partners|associates|uk|usa|us|deutschland|france|nederland)\b/g;

function compactName(folded: string): string {
  return folded.includes(' ') ? folded.replaceAll(' ', '') : folded;
}

function coreName(folded: string, compact: string): string {
  const own = folded.replace(GENERIC_WORDS, '');
  return own.length === folded.length ? compact : compactName(own) || compact;
}
