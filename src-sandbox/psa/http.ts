/**
 * The HTTP edge of the simulated PSA: reads a request whole, turns handler results into bytes.
 * Handlers are plain functions from a request to a reply and never touch the socket, so that a fault can be put before or
 * after the effect of a request without the handler knowing (faults.ts).
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export type PsaRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  rawBody: string;
};

export type Reply = { status: number; headers: Record<string, string | string[]>; body: string };

/** Guard against a runaway client; the real server has a limit of its own, whose size nothing depends on. */
const MAX_BODY_BYTES = 20_000_000;

export async function readRequest(message: IncomingMessage): Promise<PsaRequest> {
  const url = new URL(message.url ?? '/', 'http://psa.invalid');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Error('request body too large for the sandbox');
    chunks.push(bytes);
  }
  return {
    method: (message.method ?? 'GET').toUpperCase(),
    path: url.pathname.length > 1 ? url.pathname.replace(/\/+$/, '') : url.pathname,
    query: url.searchParams,
    headers: message.headers,
    rawBody: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The body as JSON; malformed or missing JSON is `{}`, as the product treats it (psa.md 1.2). */
export function bodyOf(request: PsaRequest): unknown {
  if (request.rawBody.trim() === '') return {};
  try {
    return JSON.parse(request.rawBody);
  } catch {
    return {};
  }
}

/** The body as a record; anything that is not an object counts as `{}`. */
export function recordOf(request: PsaRequest): Record<string, unknown> {
  return asRecord(bodyOf(request));
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function headerOf(request: PsaRequest, name: string): string | null {
  const value = request.headers[name];
  if (Array.isArray(value)) return value[0] ?? null;
  return value ?? null;
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function emptyReply(status: number): Reply {
  return { status, headers: {}, body: '' };
}

export function htmlReply(status: number, body: string, headers: Record<string, string | string[]> = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

export function textReply(status: number, contentType: string, body: string): Reply {
  return { status, headers: { 'content-type': contentType }, body };
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What a Next server answers for a route that is not there: a page, not JSON. */
export function nextNotFoundPage(): Reply {
  return htmlReply(
    404,
    '<!DOCTYPE html><html lang="en"><head><title>404: This page could not be found.</title></head><body><h1>404</h1><h2>This page could not be found.</h2></body></html>',
  );
}

/** Next's own answer to an uncaught exception in a route handler. */
export function nextServerErrorPage(): Reply {
  return textReply(500, 'text/plain; charset=utf-8', 'Internal Server Error');
}

export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}
