/**
 * Counts, for 32 documents at a time, on how many of some bitsets each document stands. A count is spread over eight
 * words, one a binary digit, so that adding a bitset is a handful of logical operations for all 32 documents at once.
 */

/** Binary digits of a count: names with more than 255 distinct bigrams do not exist in a PSA (255 characters at most). */
const DIGITS = 8;

export class BitCounts {
  readonly #words: number;
  /** Digit d of the counts of documents 32w .. 32w + 31 is word `d * words + w`. */
  readonly #digits: Int32Array;
  readonly #nothing: Int32Array;
  /** Digits that a count can have reached since `countOver`. */
  #used = 0;

  constructor(documents: number) {
    this.#words = Math.ceil(documents / 32);
    this.#digits = new Int32Array(this.#words * DIGITS);
    this.#nothing = new Int32Array(this.#words);
  }

  /** Counts anew over these bitsets, each one bit a document. */
  countOver(bitsets: readonly Int32Array[]): void {
    this.#digits.fill(0);
    this.#used = 32 - Math.clz32(bitsets.length);
    for (let at = 0; at < bitsets.length; at += 8)
      addEight(
        this.#digits,
        [0, 1, 2, 3, 4, 5, 6, 7].map((step) => bitsets[at + step] ?? this.#nothing),
      );
  }

  get words(): number {
    return this.#words;
  }

  /** Which of the 32 documents of a word have a count of at least `least`, one bit each. */
  reaching(word: number, least: number): number {
    if (least >>> this.#used !== 0) return 0;
    const digits = this.#digits;
    const words = this.#words;
    let above = 0;
    let equal = -1;
    for (let digit = this.#used - 1; digit >= 0; digit--) {
      const bits = digits[digit * words + word] as number;
      if ((least >>> digit) & 1) equal &= bits;
      else {
        above |= equal & bits;
        equal &= ~bits;
      }
    }
    return above | equal;
  }

  /** The count of one document. */
  of(doc: number): number {
    const word = doc >>> 5;
    const bit = doc & 31;
    let count = 0;
    for (let digit = 0; digit < this.#used; digit++)
      count |= (((this.#digits[digit * this.#words + word] as number) >>> bit) & 1) << digit;
    return count;
  }
}

/**
 * Adds eight bitsets with full adders: two inputs and a digit give the digit and a carry (`a ^ b ^ c`, majority of the
 * three). Written out, because this is the innermost loop of the mapping preview.
 */
function addEight(digits: Int32Array, sets: readonly Int32Array[]): void {
  const [a, b, c, d, e, f, g, h] = sets as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const words = a.length;
  for (let word = 0; word < words; word++) {
    let ones = digits[word] as number;
    let twos = digits[words + word] as number;
    let fours = digits[2 * words + word] as number;
    let left = a[word] as number;
    let right = b[word] as number;
    let either = ones ^ left;
    let carry = (ones & left) | (either & right);
    ones = either ^ right;
    left = c[word] as number;
    right = d[word] as number;
    either = ones ^ left;
    let second = (ones & left) | (either & right);
    ones = either ^ right;
    either = twos ^ carry;
    const carryTwos = (twos & carry) | (either & second);
    twos = either ^ second;
    left = e[word] as number;
    right = f[word] as number;
    either = ones ^ left;
    carry = (ones & left) | (either & right);
    ones = either ^ right;
    left = g[word] as number;
    right = h[word] as number;
    either = ones ^ left;
    second = (ones & left) | (either & right);
    digits[word] = either ^ right;
    either = twos ^ carry;
    const secondTwos = (twos & carry) | (either & second);
    digits[words + word] = either ^ second;
    either = fours ^ carryTwos;
    carry = (fours & carryTwos) | (either & secondTwos);
    fours = either ^ secondTwos;
    digits[2 * words + word] = fours;
    for (let at = 3 * words + word; carry !== 0 && at < digits.length; at += words) {
      const digit = digits[at] as number;
      digits[at] = digit ^ carry;
      carry &= digit;
    }
  }
}
