/** What a benchmark reports, and the one way to take a time. */
export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work done plainly, in the same unit; null where there is nothing to compare with. */
  readonly baseline: number | null;
  /** baseline ÷ value: how many times better; null without a baseline. */
  readonly ratio: number | null;
  /** Highest resident memory of the process up to the end of the measured work, the baseline's excluded. */
  readonly peakMemoryMb: number;
  /** One sentence for the table; optional. */
  readonly note?: string;
}

export interface Timing {
  readonly medianMs: number;
  /** The first run: nothing compiled, nothing cached. */
  readonly firstMs: number;
  readonly peakMemoryMb: number;
}

/** Runs the work several times in this process; the caller prepares input outside. */
export async function timed(runs: number, work: () => unknown): Promise<Timing> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    globalThis.gc?.();
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  const [firstMs = 0] = times;
  const sorted = [...times].sort((left, right) => left - right);
  return { medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0, firstMs, peakMemoryMb: peakMemoryMb() };
}

/** Highest resident memory of this process so far. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** A line in milliseconds, rounded to tenths, with its ratio. */
export function lineOf(name: string, timing: Timing, baselineMs: number | null): BenchLine {
  const value = Math.round(timing.medianMs * 10) / 10;
  return {
    name,
    value,
    unit: 'ms',
    baseline: baselineMs === null ? null : Math.round(baselineMs * 10) / 10,
    ratio: baselineMs === null ? null : Math.round((baselineMs / timing.medianMs) * 10) / 10,
    peakMemoryMb: timing.peakMemoryMb,
  };
}
