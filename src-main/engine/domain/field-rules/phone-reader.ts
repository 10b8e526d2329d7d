/**
 * Compares phone numbers by what they dial. One reader belongs to one plan and remembers what it has read, because
 * parsing numbering plans for 100,000 people twice is most of a plan's time. Holds no other state.
 */
import { e164 } from '../text/phone.ts';

/** E.164, or bare digits where the number cannot be read, or null without digits (see `text/phone.ts`). */
export type PhoneReader = (number: string, countryCode: string | null) => string | null;

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
