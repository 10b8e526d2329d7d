/**
 * Reads a corpus folder: every `*.json` below it, one case or an array of cases a file, sorted by path. A file that does
 * not follow the format stops the run with one error that names each wrong file and key: a corpus that is half read
 * would give half a judgement.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { type CorpusCase, contactCase, tenantCase } from './format.ts';
import { normaliseCase } from './normalise.ts';

export class CorpusError extends Error {
  constructor(problems: readonly string[]) {
    super(`The corpus does not follow its format:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'CorpusError';
  }
}

/** All cases of a folder; throws `CorpusError` naming every wrong file and key. */
export function loadCorpus(folder: string): CorpusCase[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  const problems: string[] = [];
  const cases: CorpusCase[] = [];
  for (const name of files) {
    const read = parseFile(relative(folder, join(folder, name)), readFileSync(join(folder, name), 'utf8'));
    cases.push(...read.cases);
    problems.push(...read.problems);
  }
  if (files.length === 0) problems.push(`${folder}: no .json files`);
  if (problems.length > 0) throw new CorpusError(problems);
  return cases;
}

/** The cases of one file's text, and what is wrong with it, each problem beginning with the file name. */
export function parseFile(file: string, content: string): { cases: CorpusCase[]; problems: string[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { cases: [], problems: [`${file}: not JSON (${error instanceof Error ? error.message : String(error)})`] };
  }
  const list = Array.isArray(raw) ? raw : [raw];
  const cases: CorpusCase[] = [];
  const problems: string[] = [];
  for (const [index, item] of list.entries()) {
    const where = list.length > 1 ? `${file}[${index}]` : file;
    const parsed = parseCase(where, normaliseCase(item));
    if (Array.isArray(parsed)) problems.push(...parsed);
    else cases.push(parsed);
  }
  return { cases, problems };
}

function parseCase(file: string, raw: unknown): CorpusCase | string[] {
  const kind = typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : null;
  if (kind === 'tenant') {
    const parsed = tenantCase.safeParse(raw);
    // Parsed JSON has no undefined values, which is all that the exact types add.
    return parsed.success ? ({ file, ...parsed.data } as CorpusCase) : describe(file, parsed.error);
  }
  if (kind === 'contact') {
    const parsed = contactCase.safeParse(raw);
    // Parsed JSON has no undefined values, which is all that the exact types add.
    return parsed.success ? ({ file, ...parsed.data } as CorpusCase) : describe(file, parsed.error);
  }
  return [`${file}: kind must be "tenant" or "contact"`];
}

function describe(file: string, error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    if (issue.code === 'unrecognized_keys')
      return `${file}: unknown key ${issue.keys.map((key) => `"${path.slice(1)}${path ? '.' : ''}${key}"`).join(', ')}`;
    return `${file}: ${path.slice(1) || 'case'}: ${issue.message}`;
  });
}
