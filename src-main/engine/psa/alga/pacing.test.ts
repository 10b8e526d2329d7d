import { describe, expect, it } from 'vitest';
import { createPacer, type PaceFacts } from './pacing.ts';

const { signal } = new AbortController();
const answered = (facts: Partial<PaceFacts> = {}): PaceFacts => ({
  status: 200,
  limit: null,
  remaining: null,
  retryAt: null,
  ...facts,
});

/** Milliseconds that a number of turns in a row really took. */
async function timeOf(count: number, step: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) await step();
  return performance.now() - startedAt;
}

describe('the pace of requests', () => {
  it('is never slowed by headers alone: most servers count and refuse nobody', async () => {
    const pacer = createPacer({ burst: 5, perSecond: 1 }, Date.now);
    const took = await timeOf(50, async () => {
      await pacer.turn(signal);
      pacer.observe(answered({ limit: 5, remaining: 0 }));
    });
    expect(took).toBeLessThan(300);
  });

  it('waits out Retry-After once the server refused', async () => {
    const pacer = createPacer({ burst: 5, perSecond: 100 }, Date.now);
    await pacer.turn(signal);
    pacer.observe(answered({ status: 429, retryAt: Date.now() + 120 }));
    expect(await timeOf(1, () => pacer.turn(signal))).toBeGreaterThanOrEqual(110);
  });

  it('keeps to the rate after a refusal while the server says that nothing remains', async () => {
    const pacer = createPacer({ burst: 5, perSecond: 50 }, Date.now);
    await pacer.turn(signal);
    pacer.observe(answered({ status: 429, limit: 5, remaining: 0, retryAt: Date.now() }));
    const took = await timeOf(6, async () => {
      await pacer.turn(signal);
      pacer.observe(answered({ limit: 5, remaining: 0 }));
    });
    expect(took).toBeGreaterThanOrEqual(5 * 20);
  });

  it('goes on at full speed when the server says that its bucket is full again', async () => {
    const pacer = createPacer({ burst: 100, perSecond: 1 }, Date.now);
    await pacer.turn(signal);
    pacer.observe(answered({ status: 429, limit: 100, remaining: 0, retryAt: Date.now() }));
    await pacer.turn(signal);
    pacer.observe(answered({ limit: 100, remaining: 90 }));
    expect(await timeOf(40, () => pacer.turn(signal))).toBeLessThan(300);
  });

  it('goes on at full speed when successes carry no count at all', async () => {
    const pacer = createPacer({ burst: 5, perSecond: 1 }, Date.now);
    await pacer.turn(signal);
    pacer.observe(answered({ status: 429, retryAt: Date.now() }));
    await pacer.turn(signal);
    pacer.observe(answered());
    expect(await timeOf(40, () => pacer.turn(signal))).toBeLessThan(300);
  });

  it('stops waiting at once when cancelled', async () => {
    const pacer = createPacer({ burst: 1, perSecond: 0.01 }, Date.now);
    await pacer.turn(signal);
    pacer.observe(answered({ status: 429, retryAt: Date.now() + 60_000 }));
    const stop = new AbortController();
    const waiting = pacer.turn(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});
