/**
 * What is kept between two starts: MSAL's serialised cache and our own note of who "home" is. MSAL lists one account per
 * tenant in no useful order, so home is never derived from the list (`contracts/microsoft.md` 5.6). A blob that does not parse
 * is reported as corrupt, never thrown: the operator signs in again and the old blob is kept aside by the caller.
 */
import { z } from 'zod';
import { asId, type EntraTenantId, isGuid } from '../../../shared/vocabulary/ids.ts';
import type { SignedInAccount } from './port.ts';

export interface SavedSignIn {
  readonly clientId: string;
  readonly account: SignedInAccount;
  /** MSAL's JSON. */
  readonly msalCache: string;
}

const schema = z.object({
  version: z.literal(1),
  clientId: z.string().min(1),
  account: z.object({
    homeAccountId: z.string().min(1),
    homeTenantId: z
      .string()
      .refine(isGuid)
      .transform((id) => asId<EntraTenantId>(id.toLowerCase())),
    username: z.string(),
    name: z.string().nullable(),
  }),
  msalCache: z.string().refine(isJsonObject),
});

export function serialiseSignIn(saved: SavedSignIn): string {
  return JSON.stringify({ version: 1, ...saved });
}

export type LoadedSignIn =
  | { readonly kind: 'none' }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'found'; readonly saved: SavedSignIn };

export function parseSignIn(blob: string | null): LoadedSignIn {
  if (blob === null || blob === '') return { kind: 'none' };
  const parsed = schema.safeParse(parseJson(blob));
  if (!parsed.success) return { kind: 'corrupt' };
  return { kind: 'found', saved: parsed.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isJsonObject(text: string): boolean {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
