/**
 * Requests and answers as plain values. Every simulated Microsoft and CIPP route is a function from one to the other and
 * never touches the socket, so faults, latency and the request log can be put around it in one place (wire.ts).
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export type SandboxRequest = {
  method: string;
  /** Path without the query, still percent-decoded segment by segment by whoever needs it. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** `http://127.0.0.1:port` as the caller addressed it; links in answers start with it. */
  origin: string;
};

export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The Entra tenant the answer speaks about, for the request log; null when none. */
  about: string | null;
  /** True: never answer, keep the socket open until the caller gives up. */
  hang: boolean;
};

const MAX_BODY_BYTES = 5_000_000;

export async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const host = message.headers.host ?? '127.0.0.1';
  const url = new URL(message.url ?? '/', `http://${host}`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Error('The request body is larger than the sandbox accepts.');
    chunks.push(bytes);
  }
  return {
    method: (message.method ?? 'GET').toUpperCase(),
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    origin: `http://${host}`,
  };
}

export const answer = (status: number, body: string, headers: Record<string, string>): Answer => ({
  status,
  headers,
  body,
  about: null,
  hang: false,
});

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  answer(status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', ...headers });

export const text = (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  answer(status, body, { 'content-type': 'text/plain; charset=utf-8', ...headers });

export const html = (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  answer(status, body, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });

export const redirect = (location: string): Answer => answer(302, '', { location, 'cache-control': 'no-store' });

export const hang = (): Answer => ({ ...text(200, ''), hang: true });

export const escapeHtml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The body as a JSON object; null when it is not one. */
export function jsonObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A header as text; null when absent. */
export function header(request: SandboxRequest, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
