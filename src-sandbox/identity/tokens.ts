/**
 * Tokens of the sandbox: self-contained, signed with a key made from the seed, so that a restarted sandbox still honours
 * the tokens of a console that kept running. To callers they are opaque; only this sandbox can read them.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type AccessClaims = {
  kind: 'access';
  /** Graph's resource URL or `api://<clientId>`. */
  audience: string;
  /** The tenant whose data the token opens: the one that was asked for. */
  entraTenantId: string;
  clientId: string;
  /** Object id of the operator; null for an application token. */
  operatorId: string | null;
  scopes: string[];
  expiresAt: number;
};

export type RefreshClaims = { kind: 'refresh'; clientId: string; operatorId: string; mfa: boolean; issuedAt: number };

export type TokenBox = {
  access(claims: Omit<AccessClaims, 'kind'>): string;
  refresh(claims: Omit<RefreshClaims, 'kind'>): string;
  /** Null when it was not issued by this sandbox, or is of the other kind. Expiry is the reader's business. */
  readAccess(token: string): AccessClaims | null;
  readRefresh(token: string): RefreshClaims | null;
  /** An unencrypted id token; MSAL trusts it because it came from the token endpoint. */
  idToken(claims: Record<string, unknown>): string;
};

export const base64UrlJson = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createTokenBox(seedLabel: string): TokenBox {
  const key = createHash('sha256').update(`concord sandbox ${seedLabel}`).digest();
  const sign = (payload: string): string => createHmac('sha256', key).update(payload).digest('base64url');
  let serial = 0;

  const seal = (claims: AccessClaims | RefreshClaims): string => {
    serial += 1;
    const head = base64UrlJson({ typ: 'JWT', alg: 'HS256', sandbox: claims.kind });
    const payload = `${head}.${base64UrlJson({ ...claims, serial })}`;
    return `${payload}.${sign(payload)}`;
  };

  const open = (token: string): AccessClaims | RefreshClaims | null => {
    const [head = '', body = '', signature = ''] = token.split('.');
    const expected = Buffer.from(sign(`${head}.${body}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
    // The signature proves that seal() wrote these bytes.
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as AccessClaims | RefreshClaims;
  };

  return {
    access: (claims) => seal({ kind: 'access', ...claims }),
    refresh: (claims) => seal({ kind: 'refresh', ...claims }),
    readAccess: (token) => {
      const claims = open(token);
      return claims?.kind === 'access' ? claims : null;
    },
    readRefresh: (token) => {
      const claims = open(token);
      return claims?.kind === 'refresh' ? claims : null;
    },
    idToken: (claims) => {
      const payload = `${base64UrlJson({ typ: 'JWT', alg: 'HS256' })}.${base64UrlJson(claims)}`;
      return `${payload}.${sign(payload)}`;
    },
  };
}
