/**
 * Phone numbers as the v1 layer and the contact model treat them (psa.md 1.5).
 * Two gates on purpose: the API layer tidies (`+`-prefixed becomes E.164, a bare national number of 4..15 digits is kept),
 * the model only looks at the characters. The Entra sync enters at the second gate, which is why one strange dash in a
 * directory fails a whole client there.
 */

/** The characters the contact model accepts. Anything else, a non-ASCII dash included, is refused. */
const MODEL_CHARACTERS = /^[0-9A-Za-z+().\-#\s/]+$/;

export function digitsOf(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '');
}

/** What the contact model says about a number: null when fine, else its sentence. */
export function modelPhoneProblem(phoneNumber: string): string | null {
  if (digitsOf(phoneNumber) === '') return 'Phone number must contain at least one digit';
  if (!MODEL_CHARACTERS.test(phoneNumber.trim())) return 'Phone number contains unsupported characters';
  return null;
}

/**
 * The API layer's normaliser: E.164 for international numbers, national numbers as typed. Returns null when the layer
 * refuses. The real one uses numbering plans; here 7..15 digits after the plus sign are taken as possible.
 */
export function normaliseApiPhone(phoneNumber: string): string | null {
  const trimmed = phoneNumber.trim();
  if (modelPhoneProblem(trimmed) !== null) return null;
  const digits = digitsOf(trimmed);
  if (trimmed.startsWith('+')) {
    const withoutTrunkZero = digitsOf(trimmed.replace(/\(0\)/g, ''));
    if (withoutTrunkZero.length < 7 || withoutTrunkZero.length > 15) return null;
    return `+${withoutTrunkZero}`;
  }
  return digits.length >= 4 && digits.length <= 15 ? trimmed : null;
}
