/**
 * Domains, read out of whatever people type into a website, e-mail or domain field. Answers lower-case ASCII (punycode),
 * so that a Unicode and a punycode spelling are equal. Refuses what can never prove who owns a name: IP addresses, names
 * without a dot, Microsoft's `*.onmicrosoft.com`, free mail and free page hosts. Never guesses: text with a stray blank
 * is no domain.
 */
import { getDomain } from 'tldts';
import { freeMailDomains, freeMailFamily, sharedHostDomains } from './free-domains.ts';

const SCHEME = /^(?:[a-z][a-z0-9+-]*:\/\/+|(?:https?|ftp|mailto|smtp|sip):\/*|https?\/\/|\/\/)/;
const NAME = String.raw`(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})`;
const HOST = new RegExp(`^${NAME}$`);
/** What nearly every website, e-mail and domain field looks like; all else takes the long way. */
const USUAL = new RegExp(`^(?:https?://|[^\\s@/:<]+@)?(${NAME})(?::\\d+)?(?:/|$)`);
const DOMAIN_OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/**
 * The host in a website, e-mail address or bare domain: without scheme, user info, port, path, query, trailing dot;
 * `www.` is kept. Null when there is none, or when it is an IP address.
 */
export function hostOf(raw: string | null): string | null {
  if (raw === null) return null;
  let text = raw
    .trim()
    .toLowerCase()
    .replace(/[。．｡]/g, '.');
  const usual = USUAL.exec(text);
  if (usual?.[1] && usual[1].length <= 253) return usual[1];
  text = text.replace(/[。．｡]/g, '.');
  for (let stripped = text.replace(SCHEME, ''); stripped !== text; stripped = text.replace(SCHEME, '')) text = stripped;
  const bracketed = /<([^<>]+)>$/.exec(text);
  if (bracketed?.[1]) text = bracketed[1].trim();
  const authority = text.split(/[/?#\\]/, 1)[0] ?? '';
  // A slash is legal before the @ of an address: without a dot so far, look behind the @ instead.
  const source = authority.includes('.') || !text.includes('@') ? authority : text;
  return asciiHost(
    source
      .slice(source.lastIndexOf('@') + 1)
      .replace(/:\d*$/, '')
      .replace(/^\*\./, '')
      .replace(/\.+$/, ''),
  );
}

/**
 * The registrable domain (public suffix list, private suffixes included) of a website, e-mail or domain, or null where
 * it proves nothing: IPs, garbage, `*.onmicrosoft.com`, free mail, free page hosts and social networks.
 */
export function registrableDomain(raw: string | null): string | null {
  const host = hostOf(raw);
  if (host === null) return null;
  const domain = getDomain(host, DOMAIN_OPTIONS);
  return domain === null || isMicrosoftOwned(domain) || isFreeMailDomain(domain) || isSharedHostDomain(domain)
    ? null
    : domain;
}

/** The domains in a field that may hold several, as people separate them: comma, semicolon, bar, line or blank. */
export function registrableDomains(raw: string | null): string[] {
  if (raw === null) return [];
  const whole = registrableDomain(raw);
  if (whole !== null) return [whole];
  const parts = raw.split(/[\s,;|]+/).filter((part) => part !== '');
  // "con toso.com" is a typing error, not two websites: every part must look like one.
  if (parts.length < 2 || parts.some((part) => !part.includes('.'))) return [];
  return [...new Set(parts.map(registrableDomain).filter((domain) => domain !== null))];
}

/** Mail providers where anyone may have an address: the domain says nothing about a company. */
export function isFreeMailDomain(domain: string): boolean {
  return freeMailDomains.has(domain) || freeMailFamily.test(domain);
}

/** Hosts that carry other people's pages: a path or sub-domain there does not make it the client's domain. */
export function isSharedHostDomain(domain: string): boolean {
  return sharedHostDomains.has(domain);
}

/** Microsoft's own names, which every tenant has and which are evidence for none. */
function isMicrosoftOwned(domain: string): boolean {
  return domain.startsWith('onmicrosoft.') || domain === 'onmschina.cn';
}

function asciiHost(host: string): string | null {
  if (!host.includes('.') || host.length > 253) return null;
  let ascii = host;
  if (/[^\x21-\x7e]/.test(host)) {
    // The platform's own IDNA mapping; it throws for hosts that no browser would open.
    try {
      ascii = new URL(`http://${host}`).hostname.replace(/\.+$/, '');
    } catch {
      return null;
    }
  }
  return HOST.test(ascii) ? ascii : null;
}
