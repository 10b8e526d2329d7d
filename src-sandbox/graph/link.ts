/**
 * The opaque parts of Graph's links: `$skiptoken` and `$deltatoken`. They carry everything the next page needs, so a caller
 * must follow a link as it is and gains nothing by taking it apart.
 */

export type PageToken = { kind: 'page'; place: number };
export type DeltaToken = {
  kind: 'delta';
  era: number;
  entraTenantId: string;
  select: string[];
  /** Round began after this change; changes with higher numbers belong to the next round. */
  since: number;
  until: number;
  /** Position inside the round; null = the round is over, this is a delta link. */
  position: number | null;
};

export const sealLink = (token: PageToken | DeltaToken): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url');

export function openLink<K extends 'page' | 'delta'>(
  text: string,
  kind: K,
): Extract<PageToken | DeltaToken, { kind: K }> | null {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { kind?: string }; // checked on the next line
    return value.kind === kind ? (value as Extract<PageToken | DeltaToken, { kind: K }>) : null; // only sealLink writes this kind
  } catch {
    return null;
  }
}
