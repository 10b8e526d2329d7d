/**
 * Runs every `*.bench.ts` of this folder, each in a process of its own so that its peak memory is its own, and prints a
 * table, or with `--json` one array. A benchmark that fails is named and makes the exit code 1; the others still run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchLine } from './bench-line.ts';

interface BenchModule {
  readonly run: () => Promise<BenchLine[]>;
}

/** Marks the one line of a child's output that is its result; a benchmark may print other things. */
const RESULT = 'bench-result ';

/** `main` is the entry file, which also serves as the child's (`--file NAME`). */
export async function runBenchmarks(args: readonly string[], main: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, file: { type: 'string' }, only: { type: 'string' } },
  });
  const folder = join(main, '..');
  if (values.file !== undefined) return runOne(join(folder, values.file));
  const lines: BenchLine[] = [];
  let failures = 0;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.bench.ts') && name.includes(values.only ?? ''))
    .sort();
  for (const name of files) {
    const result = runInChild(main, name);
    if (result) lines.push(...result);
    else failures++;
  }
  process.stdout.write(values.json ? `${JSON.stringify(lines.map(withoutNote), null, 2)}\n` : table(lines));
  return failures === 0 ? 0 : 1;
}

async function runOne(file: string): Promise<number> {
  const bench = (await import(pathToFileURL(file).href)) as BenchModule;
  process.stdout.write(`${RESULT}${JSON.stringify(await bench.run())}\n`);
  return 0;
}

function runInChild(main: string, name: string): BenchLine[] | null {
  const child = spawnSync(process.execPath, ['--expose-gc', main, '--file', name], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 15 * 60_000,
  });
  const result = child.stdout?.split('\n').find((line) => line.startsWith(RESULT));
  if (child.status === 0 && result) return JSON.parse(result.slice(RESULT.length)) as BenchLine[];
  process.stderr.write(`${name} failed (${child.signal ?? child.status ?? child.error?.message}):\n${child.stderr}\n`);
  return null;
}

function withoutNote({ name, value, unit, baseline, ratio, peakMemoryMb }: BenchLine): Omit<BenchLine, 'note'> {
  return { name, value, unit, baseline, ratio, peakMemoryMb };
}

function table(lines: readonly BenchLine[]): string {
  const shown = (value: number | null): string => (value === null ? '-' : `${value}`);
  const rows = [
    ['benchmark', 'value', 'unit', 'baseline', 'ratio', 'peak MB', ''],
    ...lines.map(({ name, value, unit, baseline, ratio, peakMemoryMb, note }) => [
      name,
      shown(value),
      unit,
      shown(baseline),
      ratio === null ? '-' : `${ratio} ×`,
      shown(peakMemoryMb),
      note ?? '',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number): boolean => column === 1 || (column >= 3 && column <= 5);
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}
