/**
 * Decides whether a request to the web host comes from the operator's own browser tab.
 * A loopback port can be reached by every program and every web page on this machine, so three things must hold:
 * the request names this host (no DNS rebinding), it was not sent by a foreign page (Origin, Sec-Fetch-Site), and it
 * carries the session cookie, which is given once in exchange for the token in the printed address.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type GateVerdict = 'admitted' | 'wrongHost' | 'foreignOrigin' | 'noSession';

export interface SessionGate {
  /** For requests of the page; a request without an Origin header is judged by its other headers. */
  judge(headers: IncomingHttpHeaders): GateVerdict;
  /** For the WebSocket handshake: browsers always send an Origin there, so a missing one is foreign. */
  judgeHandshake(headers: IncomingHttpHeaders): GateVerdict;
  /** Host and origin only: for the address with the token, which is opened before there is a session. */
  judgeEntrance(headers: IncomingHttpHeaders): GateVerdict;
  /** The Set-Cookie header for a token that is valid and unused, or null. The token is spent by this call. */
  exchange(token: string): string | null;
  /** A new one-time token; the ones before stay valid until used. */
  issueToken(): string;
}

const SECRET_BYTES = 32;

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** @param firstToken becomes a valid one-time token. `port` is the port that the host really listens on. */
export function createSessionGate(options: { port: number; firstToken: string }): SessionGate {
  const hosts = [`127.0.0.1:${options.port}`, `localhost:${options.port}`];
  // Cookies do not know ports: the name keeps two hosts on one machine apart.
  const cookieName = `concord-${options.port}`;
  const session = newSecret();
  const tokens = new Set([options.firstToken]);

  function judgeSender(headers: IncomingHttpHeaders, needsOrigin: boolean): GateVerdict {
    const { host, origin } = headers;
    if (host === undefined || !hosts.includes(host)) return 'wrongHost';
    if (origin === undefined ? needsOrigin : origin !== `http://${host}`) return 'foreignOrigin';
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreignOrigin';
    return 'admitted';
  }

  function judgeSession(headers: IncomingHttpHeaders, needsOrigin: boolean): GateVerdict {
    const sender = judgeSender(headers, needsOrigin);
    if (sender !== 'admitted') return sender;
    return isSameSecret(readCookie(headers.cookie, cookieName), session) ? 'admitted' : 'noSession';
  }

  return {
    judge: (headers) => judgeSession(headers, false),
    judgeHandshake: (headers) => judgeSession(headers, true),
    judgeEntrance: (headers) => judgeSender(headers, false),
    exchange(token) {
      const known = [...tokens].find((candidate) => isSameSecret(token, candidate));
      if (known === undefined) return null;
      tokens.delete(known);
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    issueToken() {
      const token = newSecret();
      tokens.add(token);
      return token;
    },
  };
}

function isSameSecret(offered: string, wanted: string): boolean {
  const left = Buffer.from(offered);
  const right = Buffer.from(wanted);
  return left.length === right.length && timingSafeEqual(left, right);
}

function readCookie(header: string | undefined, name: string): string {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return '';
}
