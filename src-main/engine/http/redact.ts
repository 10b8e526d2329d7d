/**
 * Redaction of anything that may be logged or shown. One list of names for form bodies, query strings, JSON and headers
 * (`contracts/microsoft.md` 7.3), plus the shapes that betray a token without a name. It errs towards hiding too much.
 */
const SECRET_NAMES = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'client_assertion',
  'client_info',
  'code_verifier',
  'device_code',
  'code',
  'assertion',
  'password',
  'passphrase',
  'api_key',
  'apikey',
  'x-api-key',
  'x-vault-token',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
  'token',
  '\\$skiptoken',
  '\\$deltatoken',
  'skiptoken',
  'deltatoken',
].join('|');

const HIDDEN = '[hidden]';
const FORM_PAIR = new RegExp(`(^|[?&;\\s"'])(${SECRET_NAMES})=[^&\\s"'<>]*`, 'gi');
const JSON_PAIR = new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi');
const HEADER_LINE = /\b(authorization|cookie|set-cookie|x-api-key|x-vault-token)\s*:\s*[^\r\n]*/gi;
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const JWT = /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g;
/** Entra's opaque refresh tokens and codes begin `0.A` or `1.A`; nothing else that long and unbroken is worth reading. */
const LONG_BLOB = /[A-Za-z0-9_~.-]{120,}/g;

/** `text` with every secret value replaced; safe to call on anything, twice too. */
export function redactText(text: string): string {
  return text
    .replace(HEADER_LINE, `$1: ${HIDDEN}`)
    .replace(JSON_PAIR, `$1"${HIDDEN}"`)
    .replace(FORM_PAIR, `$1$2=${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(JWT, HIDDEN)
    .replace(LONG_BLOB, HIDDEN);
}

/** An address for a log: no credentials, no query values (they carry cursors, codes and people's names). */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return HIDDEN;
  const parsed = new URL(url);
  const names = [...new Set(parsed.searchParams.keys())];
  const query = names.length === 0 ? '' : `?${names.join('&')}`;
  return redactText(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`);
}

/** The beginning of a remote text for a log or a support sample: redacted, one line, at most `maxChars`. */
export function redactedSample(text: string, maxChars = 200): string {
  const oneLine = redactText(text).replace(/\s+/g, ' ').trim();
  return oneLine.length <= maxChars ? oneLine : `${oneLine.slice(0, maxChars)}…`;
}
