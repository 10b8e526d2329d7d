/**
 * Compares phone numbers by what they dial. One reader belongs to one plan and remembers what it has read, because
 * parsing numbering plans for 100,000 people twice is most of a plan's time. Holds no other state.
 */
import { e164 } from '../text/phone.ts';

/** E.164, or bare digits where the number cannot be read, or null without digits (see `text/phone.ts`). */
export type PhoneReader = (number: string, countryCode: string | null) => string | null;

/**
 * The number with its separators taken out, where that is all that is needed to compare it: no extension, no letters, no
 * trunk zero in brackets. Null for every other number. Equal results dial the same; different ones may still do.
 */
export function plainNumber(number: string): string | null {
  let plain = '';
  for (let at = 0; at < number.length; at++) {
    const code = number.charCodeAt(at);
    if (code >= DIGIT_ZERO && code <= DIGIT_NINE) plain += number[at];
    else if (code === PLUS && plain === '') plain = '+';
    else if (!separators.has(code)) return null;
  }
  return plain.length < 2 ? null : plain;
}

const DIGIT_ZERO = 48;
const DIGIT_NINE = 57;
const PLUS = 43;
// Blank, dash, dot and slash. Brackets are left to the real reader: "+44 (0)20" holds a digit that is not dialled.
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
      key = e164(number, countryCode);
      read.set(number, key);
    }
    return key;
  };
}
