/**
 * Says whether an operator's pattern may be saved. Refused: what does not compile, what is too long, and whatever may
 * backtrack without end on a long name. The check is structural and conservative: some harmless patterns are refused too,
 * always with a sentence that says how to write them instead. Nothing here runs the pattern.
 */
import {
  allChars,
  hasOverlappingChoice,
  hasVariableRepeat,
  matchesEmpty,
  openRepeats,
  overlaps,
  union,
} from './pattern-measures.ts';
import { type CharSet, type PatternNode, PatternRefusal, parsePattern } from './pattern-syntax.ts';

export type PatternVerdict = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

export const LONGEST_PATTERN = 200;
const MOST_OPEN_REPEATS = 6;
/** Repeats that can trade characters with each other: the cost grows with the name's length to this power. */
const MOST_TRADING_REPEATS = 2;
const MOST_COUNTED_REPEAT = 64;

const SIDE_BY_SIDE = 'It has two repeats side by side over the same characters, such as .*.*; one is enough.';
const TOO_MANY_TRADING =
  'It has three open repeats (* or +) that can take the same characters. Split it into several patterns.';

/** Whether the pattern is a usable, bounded regular expression, else why not, in one sentence. */
export function validatePattern(source: string): PatternVerdict {
  if (source.trim() === '') return { ok: false, sentence: 'An empty pattern would fit everybody.' };
  if (source.length > LONGEST_PATTERN)
    return { ok: false, sentence: `The pattern has ${source.length} characters; ${LONGEST_PATTERN} are allowed.` };
  try {
    compilePattern(source);
  } catch (error) {
    const detail =
      error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : 'unknown reason';
    return { ok: false, sentence: `"${source}" is not a regular expression: ${detail}.` };
  }
  try {
    const root = parsePattern(source);
    refuseEndless(root);
    // One character cannot backtrack; a pattern that is happy with it and asks for nothing fits every name there is.
    if (matchesEmpty(root) && !/\(\?<?[!=]/.test(source) && compilePattern(source).test('\u0001'))
      throw new PatternRefusal('It also fits an empty name, so it would fit everybody. Make a part of it mandatory.');
    if (openRepeats(root) > MOST_OPEN_REPEATS)
      throw new PatternRefusal(
        `It has more than ${MOST_OPEN_REPEATS} open repeats (* or +) in one line. Split it into several patterns.`,
      );
    return { ok: true };
  } catch (error) {
    if (error instanceof PatternRefusal) return { ok: false, sentence: `"${source}" is refused. ${error.message}` };
    throw error;
  }
}

/** The one way a stored pattern becomes an expression: letter case ignored. Throws when it does not compile. */
export function compilePattern(source: string): RegExp {
  return new RegExp(source, 'i');
}

/** Throws for a repeat whose body can be cut into repetitions in more than one way. */
function refuseEndless(node: PatternNode): void {
  switch (node.kind) {
    case 'chars':
      return;
    case 'assertion':
      if (node.body) refuseEndless(node.body);
      return;
    case 'choice':
      for (const option of node.options) refuseEndless(option);
      return;
    case 'sequence':
      for (const item of node.items) refuseEndless(item);
      refuseNeighbours(node.items);
      return;
    case 'repeat':
      refuseRepeat(node.body, node.min, node.max);
      refuseEndless(node.body);
  }
}

function refuseRepeat(body: PatternNode, min: number, max: number): void {
  if ((Number.isFinite(max) && max > MOST_COUNTED_REPEAT) || min > MOST_COUNTED_REPEAT)
    throw new PatternRefusal(`It repeats something more than ${MOST_COUNTED_REPEAT} times. Use * or + instead.`);
  if (max <= 1) return;
  if (hasVariableRepeat(body))
    throw new PatternRefusal(
      'It repeats a group that itself repeats, such as (a+)+, which can take very long. Take one repeat away.',
    );
  if (min !== max && hasOverlappingChoice(body))
    throw new PatternRefusal(
      'It repeats alternatives that can begin alike, such as (a|ab)*, which can take very long. Write them without the repeat.',
    );
}

/**
 * Repeats that can trade characters: side by side (`.*.*`) they are refused outright; parted only by characters that they
 * accept themselves (`.*a.*a.*`) two are allowed. A separator that neither accepts ends the chain.
 */
function refuseNeighbours(items: readonly PatternNode[]): void {
  let chain: Chain = NO_CHAIN;
  for (const item of items) {
    const repeats = openRepeats(item);
    if (repeats > 0) chain = extended(chain, item, repeats);
    else if (!matchesEmpty(item))
      chain = overlaps(chain.takes, allChars(item)) ? { ...chain, isAdjacent: false } : NO_CHAIN;
    if (chain.length > MOST_TRADING_REPEATS) throw new PatternRefusal(TOO_MANY_TRADING);
  }
}

/** Open repeats that can trade characters, so far; `isAdjacent`: nothing mandatory since the last one. */
interface Chain {
  readonly takes: CharSet;
  readonly length: number;
  readonly isAdjacent: boolean;
}
const NO_CHAIN: Chain = { takes: new Set(), length: 0, isAdjacent: false };

function extended(chain: Chain, item: PatternNode, repeats: number): Chain {
  const takes = allChars(item);
  if (!overlaps(chain.takes, takes)) return { takes, length: repeats, isAdjacent: true };
  if (chain.isAdjacent && item.kind === 'repeat') throw new PatternRefusal(SIDE_BY_SIDE);
  return { takes: union(chain.takes, takes), length: chain.length + repeats, isAdjacent: true };
}
