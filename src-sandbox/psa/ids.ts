/**
 * Identifiers and small hashes of the simulated PSA.
 * Everything here is a function of the seed and a counter, never of the clock or of randomness, so two sandboxes that
 * are told the same things in the same order hand out the same ids.
 */
import { createHash } from 'node:crypto';

export type IdSource = () => string;

/** Makes version-4-shaped UUIDs from a label and a counter. Unique per label as long as one source lives. */
export function createIdSource(label: string): IdSource {
  let counter = 0;
  return () => {
    counter += 1;
    const hex = createHash('sha256').update(`${label}:${counter}`).digest('hex');
    const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID_PATTERN.test(value);
}

/** FNV-1a, 32 bits: enough to scatter tie groups, not a secret. */
export function smallHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
