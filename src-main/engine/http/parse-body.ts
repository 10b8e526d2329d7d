/** Tolerant reading of a body: JSON whatever its label says, HTML known for what it is, everything else as text. */
import type { HttpBody } from './http-types.ts';

const HTML_START = /^\s*(<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])/i;
const JSON_START = /^\s*[[{"\-0-9tfn]/;

/** A UTF-8 byte order mark is dropped; `/users/$count` has been seen to carry one (`contracts/microsoft.md` 1.8). */
export function parseBody(bytes: Uint8Array, contentType: string | null): HttpBody {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.trim() === '') return { kind: 'empty' };
  const type = (contentType ?? '').toLowerCase();
  // A gateway may label its error page as JSON and an API may label JSON as text: what it looks like decides.
  if (HTML_START.test(text)) return { kind: 'html', text };
  const mayBeJson = !type.startsWith('text/plain') && JSON_START.test(text);
  if (mayBeJson) {
    const parsed = tryJson(text);
    if (parsed !== null) return parsed;
  }
  return type.includes('html') ? { kind: 'html', text } : { kind: 'text', text };
}

function tryJson(text: string): HttpBody | null {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return null;
  }
}
