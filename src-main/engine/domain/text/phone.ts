/**
 * Phone numbers for comparison: E.164 where the number can be read, its bare digits where it cannot. Refuses to guess
 * a country: a national number without one stays digits, and digits never equal an E.164 number.
 */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * `+442079460000` for "+44 (0)20 7946 0000" or, with country `GB`, "020 7946 0000". An extension is dropped. Falls back
 * to the digits alone; null when there are none.
 */
export function e164(number: string, countryCode: string | null): string | null {
  const dialled = number
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+');
  // "+44 (0)20 …": the trunk zero is for callers inside the country and is not part of the number.
  const text = dialled.startsWith('+') ? dialled.replace(/\(0\)/g, '') : dialled;
  const country = countryCode?.trim().toUpperCase() ?? '';
  const parsed = isSupportedCountry(country)
    ? parsePhoneNumberFromString(text, country)
    : parsePhoneNumberFromString(text);
  // Extensions such as 4711 are "possible" numbers in some countries; nobody can be called on them from outside.
  if (parsed?.isPossible() && parsed.nationalNumber.length >= 6) return parsed.number;
  const digits = text.replace(/[\s;,]*(?:ext\w*\.?|x|#|durchwahl|poste)[\s=:]*\d+$/i, '').replace(/\D/g, '');
  return digits === '' ? null : digits;
}
