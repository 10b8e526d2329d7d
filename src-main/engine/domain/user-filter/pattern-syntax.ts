/**
 * Reads a regular expression into the little that a safety check needs: sequences, alternatives, repeats and which
 * characters an atom can begin with. Refuses, in words, what it does not understand. The pattern has compiled before.
 */

/** Characters as a set over ASCII (letter case folded) plus one entry, OTHER, for everything else. */
export type CharSet = ReadonlySet<number>;
export const OTHER = 128;

export type PatternNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly min: number; readonly max: number }
  /** Anchors, word boundaries and look-arounds: no characters of their own. */
  | { readonly kind: 'assertion'; readonly body: PatternNode | null };

/** Thrown inside the parser, caught by `validatePattern`; the message is the operator's sentence. */
export class PatternRefusal extends Error {}

const fold = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code > 127 ? OTHER : code);
const range = (from: string, to: string): number[] => {
  const codes: number[] = [];
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) codes.push(fold(code));
  return codes;
};
const ALL: CharSet = new Set([...range('\u0000', '\u007f'), OTHER]);
const DIGITS: CharSet = new Set(range('0', '9'));
const WORD: CharSet = new Set([...range('a', 'z'), ...DIGITS, 95]);
const SPACE: CharSet = new Set([9, 10, 11, 12, 13, 32, OTHER]);
const without = (set: CharSet): CharSet => {
  const rest = new Set([...ALL].filter((code) => !set.has(code)));
  // Everything beyond ASCII is one entry, so a negated set always keeps it: overlap is then over-estimated, never missed.
  return rest.add(OTHER);
};
const classes: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  D: without(DIGITS),
  w: WORD,
  W: without(WORD),
  s: SPACE,
  S: without(SPACE),
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

class Reader {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }
  get next(): string {
    return this.text[this.at] ?? '';
  }
  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }
}

/** The structure of a pattern that has compiled; throws `PatternRefusal` for what we do not allow. */
export function parsePattern(source: string): PatternNode {
  const reader = new Reader(source);
  const node = readChoice(reader);
  if (reader.at < source.length) throw new PatternRefusal('It cannot be read: a bracket is not closed.');
  return node;
}

function readChoice(reader: Reader): PatternNode {
  const options = [readSequence(reader)];
  while (reader.take('|')) options.push(readSequence(reader));
  const [only] = options;
  return options.length === 1 && only ? only : { kind: 'choice', options };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.next !== '' && reader.next !== '|' && reader.next !== ')') {
    const item = readRepeat(reader, readAtom(reader));
    // A group that only brackets is no structure: its items are neighbours of the items around it.
    if (item.kind === 'sequence') items.push(...item.items);
    else items.push(item);
  }
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'sequence', items };
}

function readRepeat(reader: Reader, body: PatternNode): PatternNode {
  const found = reader.match(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y);
  if (!found) return body;
  const [, sign, least, comma, most] = found;
  if (sign)
    return { kind: 'repeat', body, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  const min = Number(least);
  const max = comma === undefined ? min : most ? Number(most) : Number.POSITIVE_INFINITY;
  return { kind: 'repeat', body, min, max };
}

function readAtom(reader: Reader): PatternNode {
  if (reader.take('^') || reader.take('$')) return { kind: 'assertion', body: null };
  if (reader.take('(')) return readGroup(reader);
  if (reader.take('[')) return { kind: 'chars', set: readClass(reader) };
  if (reader.take('.')) return { kind: 'chars', set: ALL };
  if (reader.take('\\')) return readEscape(reader);
  const code = reader.text.charCodeAt(reader.at++);
  return { kind: 'chars', set: new Set([fold(code)]) };
}

function readGroup(reader: Reader): PatternNode {
  const isAssertion = reader.match(/\?<?[=!]/y) !== null;
  if (!isAssertion) reader.match(/\?(?:[a-z-]*:|<[^>]*>)/y);
  const body = readChoice(reader);
  if (!reader.take(')')) throw new PatternRefusal('It cannot be read: a bracket is not closed.');
  return isAssertion ? { kind: 'assertion', body } : body;
}

function readEscape(reader: Reader): PatternNode {
  if (reader.match(/[bB]/y)) return { kind: 'assertion', body: null };
  if (reader.match(/[1-9]|k</y))
    throw new PatternRefusal('It refers back to an earlier group (\\1), which can take very long. Write the text out.');
  return { kind: 'chars', set: readEscapedSet(reader) };
}

/** After a backslash, inside or outside a class. */
function readEscapedSet(reader: Reader): CharSet {
  const hex = reader.match(/x([0-9a-f]{2})|u([0-9a-f]{4})/iy);
  if (hex) return new Set([fold(Number.parseInt(hex[1] ?? hex[2] ?? '', 16))]);
  if (reader.match(/c[a-z]/iy)) return new Set([OTHER, 0]);
  const letter = reader.next;
  reader.at++;
  return classes[letter] ?? new Set([controls[letter] ?? fold(letter.charCodeAt(0))]);
}

function readClass(reader: Reader): CharSet {
  const isNegated = reader.take('^');
  const set = new Set<number>();
  while (!reader.take(']')) {
    if (reader.next === '') throw new PatternRefusal('It cannot be read: a bracket is not closed.');
    const from = readClassItem(reader);
    const isRange = reader.match(/-(?!\])/y) !== null;
    const [low] = from;
    if (!isRange || low === undefined) {
      for (const code of from) set.add(code);
      continue;
    }
    const [high = OTHER] = readClassItem(reader);
    for (let code = Math.min(low, high); code <= Math.max(low, high); code++) set.add(fold(code));
  }
  return isNegated ? without(set) : set;
}

function readClassItem(reader: Reader): CharSet {
  if (reader.take('\\')) return readEscapedSet(reader);
  const code = reader.text.charCodeAt(reader.at++);
  return new Set([fold(code)]);
}
