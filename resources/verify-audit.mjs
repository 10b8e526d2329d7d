#!/usr/bin/env node
/**
 * Verifies an exported audit log without Concord: `node verify-audit.mjs audit.json` (or the export on standard input).
 * Each event's hash is SHA-256 over the canonical JSON (keys sorted, no white space) of actor, at, detail, kind, prevHash,
 * seq, subjectId, subjectKind; prevHash is the hash of the event before, 64 zeros for the first. Exits 1 and names the first
 * event that does not fit.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort((left, right) => (left < right ? -1 : 1))
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

function firstMisfit(events) {
  let prevHash = '0'.repeat(64);
  for (const [index, event] of events.entries()) {
    const { hash, ...hashed } = event;
    if (event.seq !== index + 1) return `Event ${index + 1} is missing; event ${event.seq} stands in its place.`;
    if (event.prevHash !== prevHash) return `Event ${event.seq} does not follow on the one before it.`;
    if (createHash('sha256').update(canonical(hashed)).digest('hex') !== hash)
      return `Event ${event.seq} was changed after it was written.`;
    prevHash = hash;
  }
  return null;
}

const events = JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'));
const misfit = firstMisfit(events);
process.stdout.write(`${misfit ?? `All ${events.length} events fit together.`}\n`);
process.exitCode = misfit === null ? 0 : 1;
