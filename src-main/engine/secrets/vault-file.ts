/**
 * The vault's file format and cryptography: each secret sealed by AES-256-GCM with a fresh nonce and its own name as
 * associated data, so that records cannot be swapped, changed or copied to another name unnoticed. Pure over bytes; reading and writing
 * files is `vault.ts`. Names of keys are visible in the file, values never.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const sealed = z.object({ nonce: base64, sealed: base64 });
export type SealedRecord = z.infer<typeof sealed>;

const wrapping = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('os'), wrapped: base64 }),
  z.object({
    kind: z.literal('passphrase'),
    salt: base64,
    logN: z.number().int().min(17).max(22),
    r: z.number().int().min(8).max(32),
    p: z.number().int().min(1).max(16),
    wrapped: sealed,
  }),
  /** The key itself is in the file `vault.key` beside the vault. */
  z.object({ kind: z.literal('file') }),
]);
export type Wrapping = z.infer<typeof wrapping>;

export const vaultFileSchema = z.object({
  version: z.literal(1),
  wrapping,
  /** A known text under the data key: tells a wrong key from a damaged record. */
  check: sealed,
  records: z.record(z.string(), sealed),
});
export type VaultFile = z.infer<typeof vaultFileSchema>;

/** `name` is bound to the value: opening under another name fails. */
export function seal(key: Uint8Array, name: string, value: Uint8Array): SealedRecord {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(`concord-vault-1:${name}`, 'utf8'));
  const body = Buffer.concat([cipher.update(value), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), sealed: body.toString('base64') };
}

/** Null when the key is wrong, or the record was changed or belongs to another name. */
export function open(key: Uint8Array, name: string, record: SealedRecord): Buffer | null {
  const body = Buffer.from(record.sealed, 'base64');
  const nonce = Buffer.from(record.nonce, 'base64');
  if (body.length < TAG_BYTES || nonce.length !== NONCE_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(`concord-vault-1:${name}`, 'utf8'));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
