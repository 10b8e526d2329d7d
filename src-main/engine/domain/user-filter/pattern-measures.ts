/**
 * What a safety check asks about a piece of a pattern: which characters it takes or begins with, whether it can be empty,
 * how many open repeats it holds. Sets over-estimate, never under-estimate, so that "no overlap" can be relied on.
 */
import { type CharSet, OTHER, type PatternNode } from './pattern-syntax.ts';

/** Every character that the node can take anywhere. */
export function allChars(node: PatternNode): CharSet {
  switch (node.kind) {
    case 'chars':
      return node.set;
    case 'assertion':
      return new Set();
    case 'choice':
      return union(...node.options.map(allChars));
    case 'repeat':
      return allChars(node.body);
    case 'sequence':
      return union(...node.items.map(allChars));
  }
}

export function hasVariableRepeat(node: PatternNode): boolean {
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

export function hasOverlappingChoice(node: PatternNode): boolean {
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
export function openRepeats(node: PatternNode): number {
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
      return openRepeats(node.body) + (node.max > 1 && node.min !== node.max ? 1 : 0);
  }
}

export function matchesEmpty(node: PatternNode): boolean {
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
export function firstChars(node: PatternNode): CharSet {
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

export function union(...sets: readonly CharSet[]): CharSet {
  return new Set(sets.flatMap((set) => [...set]));
}

export function overlaps(left: CharSet, right: CharSet): boolean {
  for (const code of left) if (code <= OTHER && right.has(code)) return true;
  return false;
}
