/**
 * Compares phone numbers by what they dial. One reader belongs to one plan and remembers what it has read, because
 * parsing numbering plans for 100,000 people twice is most of a plan's time. Holds no other state.
 */
import { e164 } from '../text/phone.ts';

/** E.164, or bare digits where the number cannot be read, or null without digits (see `text/phone.ts`). */
export type PhoneReader = (number: string, countryCode: string | null) => string | null;

/**
 * True when two numbers are the same digits with other separators, which is nearly always all there is to compare. False
 * decides nothing: letters, extensions and trunk zeros in brackets are left to the real reader. Makes no string.
 */
export function isPlainlySame(left: string, right: string): boolean {
  let at = 0;
  let other = 0;
  let digits = 0;
  while (at < left.length || other < right.length) {
    at = skipSeparators(left, at);
    other = skipSeparators(right, other);
    if (at === left.length || other === right.length) break;
    const code = left.charCodeAt(at);
    const isDigit = code >= DIGIT_ZERO && code <= DIGIT_NINE;
    if (code !== right.charCodeAt(other) || (!isDigit && (code !== PLUS || digits > 0))) return false;
    if (isDigit) digits += 1;
    at += 1;
    other += 1;
  }
  return digits > 1 && at === left.length && other === right.length;
}

function skipSeparators(number: string, from: number): number {
  let at = from;
  while (at < number.length && separators.has(number.charCodeAt(at))) at += 1;
  return at;
}

/**
 * National lengths where an international number of exactly that length, not beginning with a trunk digit, is its own E.164.
 * Only numbering plans simple enough for that to be certain; a test compares each with the real reader.
 */
const simplePlans: ReadonlyMap<string, number> = new Map([
  ['1', 10],
  ['27', 9],
  ['31', 9],
  ['33', 9],
  ['34', 9],
  ['41', 9],
  ['44', 10],
  ['45', 8],
  ['46', 9],
  ['47', 8],
  ['48', 9],
  ['61', 9],
  ['351', 9],
  ['353', 9],
]);

/** E.164 of a number in a simple plan, written with a plus sign and plain separators; null leaves it to the real reader. */
export function readCommon(number: string): string | null {
  if (number.charCodeAt(0) !== PLUS) return null;
  let plain = '';
  for (let at = 1; at < number.length; at++) {
    const code = number.charCodeAt(at);
    if (code >= DIGIT_ZERO && code <= DIGIT_NINE) plain += String.fromCharCode(code);
    else if (!separators.has(code)) return null;
  }
  for (let length = 1; length <= 3; length++) {
    if (simplePlans.get(plain.slice(0, length)) !== plain.length - length) continue;
    // No simple plan has a national number that begins with 0 or 1; those digits are dialled inside the country only.
    return plain.charCodeAt(length) > DIGIT_ONE ? `+${plain}` : null;
  }
  return null;
}

const DIGIT_ZERO = 48;
const DIGIT_ONE = 49;
const DIGIT_NINE = 57;
const PLUS = 43;
// Blank, dash, dot and slash. Brackets are no separators: "+44 (0)20" holds a digit that is not dialled.
const separators: ReadonlySet<number> = new Set([32, 45, 46, 47]);

/** A reader with its own memory; make one per plan and drop it with the plan. */
export function createPhoneReader(): PhoneReader {
  const byCountry = new Map<string, Map<string, string | null>>();
  return (number, countryCode) => {
    const country = countryCode ?? '';
    let read = byCountry.get(country);
    if (read === undefined) {
      read = new Map();
      byCountry.set(country, read);
    }
    let key = read.get(number);
    if (key === undefined) {
      key = readCommon(number) ?? e164(number, countryCode);
      read.set(number, key);
    }
    return key;
  };
}
