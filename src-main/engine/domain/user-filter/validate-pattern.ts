/**
 * Says whether an operator's pattern may be saved. Refused: what does not compile, what is too long, and whatever may
 * backtrack without end on a long name. The check is structural and conservative: some harmless patterns are refused too,
 * always with a sentence that says how to write them instead. Nothing here runs the pattern.
 */
import { type CharSet, OTHER, type PatternNode, PatternRefusal, parsePattern } from './pattern-syntax.ts';

export type PatternVerdict = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

export const LONGEST_PATTERN = 200;
/** Repeats that can trade characters with each other; the cost grows with the name's length to this power. */
const MOST_OPEN_REPEATS = 3;
const MOST_COUNTED_REPEAT = 64;

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

/** Two open repeats side by side over the same characters, such as `\d+\d+` or `.*.*`. */
function refuseNeighbours(items: readonly PatternNode[]): void {
  let open: CharSet | null = null;
  for (const item of items) {
    const isOpen = item.kind === 'repeat' && item.max > 1 && item.min !== item.max;
    if (isOpen && open && overlaps(open, firstChars(item.body)))
      throw new PatternRefusal(
        'It has two repeats side by side over the same characters, such as .*.*; one is enough.',
      );
    if (isOpen) open = open && matchesEmpty(item) ? union(open, firstChars(item.body)) : firstChars(item.body);
    else if (!matchesEmpty(item)) open = null;
  }
}

function hasVariableRepeat(node: PatternNode): boolean {
  switch (node.kind) {
    case 'chars':
      return false;
    case 'assertion':
      return node.body !== null && hasVariableRepeat(node.body);
    case 'choice':
      return node.options.some(hasVariableRepeat);
    case 'sequence':
      return node.items.some(hasVariableRepeat);
    case 'repeat':
      return node.min !== node.max || hasVariableRepeat(node.body);
  }
}

function hasOverlappingChoice(node: PatternNode): boolean {
  switch (node.kind) {
    case 'chars':
    case 'assertion':
      return false;
    case 'repeat':
      return hasOverlappingChoice(node.body);
    case 'sequence':
      return node.items.some(hasOverlappingChoice);
    case 'choice':
      return (
        node.options.some((option) => hasOverlappingChoice(option) || matchesEmpty(option)) ||
        node.options.some((option, at) =>
          node.options.slice(at + 1).some((other) => overlaps(firstChars(option), firstChars(other))),
        )
      );
  }
}

/** The most repeats without an upper end along one path through the pattern. */
function openRepeats(node: PatternNode): number {
  switch (node.kind) {
    case 'chars':
      return 0;
    case 'assertion':
      return node.body ? openRepeats(node.body) : 0;
    case 'choice':
      return Math.max(...node.options.map(openRepeats));
    case 'sequence':
      return node.items.reduce((sum, item) => sum + openRepeats(item), 0);
    case 'repeat':
      return openRepeats(node.body) + (node.max - node.min > 8 ? 1 : 0);
  }
}

function matchesEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'chars':
      return false;
    case 'assertion':
      return true;
    case 'choice':
      return node.options.some(matchesEmpty);
    case 'sequence':
      return node.items.every(matchesEmpty);
    case 'repeat':
      return node.min === 0 || matchesEmpty(node.body);
  }
}

/** Every character that a match of the node can begin with. */
function firstChars(node: PatternNode): CharSet {
  switch (node.kind) {
    case 'chars':
      return node.set;
    case 'assertion':
      return new Set();
    case 'choice':
      return union(...node.options.map(firstChars));
    case 'repeat':
      return firstChars(node.body);
    case 'sequence': {
      const seen: CharSet[] = [];
      for (const item of node.items) {
        seen.push(firstChars(item));
        if (!matchesEmpty(item)) break;
      }
      return union(...seen);
    }
  }
}

function union(...sets: readonly CharSet[]): CharSet {
  return new Set(sets.flatMap((set) => [...set]));
}

function overlaps(left: CharSet, right: CharSet): boolean {
  for (const code of left) if (code <= OTHER && right.has(code)) return true;
  return false;
}
