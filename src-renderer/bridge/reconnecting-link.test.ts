import type { ClientLink } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { createConnectionStatusStore } from './connection-status.ts';
import { ConnectionLostError, createReconnectingLink } from './reconnecting-link.ts';
import { HostRefusedError, type Wire } from './wire.ts';

type Call = ClientLink<Record<never, never>>['call'];

/** A wire whose end the test decides. */
function wire(call: Call): Wire & { drop(): void } {
  let drop: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    drop = resolve;
  });
  return { link: { call }, closed, drop };
}

const greet = (link: ClientLink<Record<never, never>>, signal?: AbortSignal) =>
  link.call(['greet'], 'page', { context: {}, ...(signal ? { signal } : {}) });

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the reconnecting link', () => {
  it('waits for the first connection and then answers', async () => {
    const status = createConnectionStatusStore();
    expect(status.read()).toEqual({ state: 'connecting' });
    const link = createReconnectingLink(async () => wire(async (_path, input) => `hello ${String(input)}`), status);
    expect(await greet(link)).toBe('hello page');
    expect(status.read()).toMatchObject({ state: 'open', reconnections: 0 });
  });

  it('reports a call that was under way when the engine died, and never repeats it', async () => {
    const status = createConnectionStatusStore();
    let calls = 0;
    const first = wire(async () => {
      calls += 1;
      first.drop();
      throw new Error('the port was closed');
    });
    const wires = [first, wire(async () => 'hello again')];
    const link = createReconnectingLink(async () => wires.shift() ?? first, status);
    await expect(greet(link)).rejects.toBeInstanceOf(ConnectionLostError);
    expect(calls).toBe(1);
    expect(await greet(link)).toBe('hello again');
    expect(status.read()).toMatchObject({ state: 'open', reconnections: 1 });
  });

  it('passes an answer of the engine on as it is, even a refusal', async () => {
    const refusal = new Error('plan.notApproved');
    const link = createReconnectingLink(async () => wire(() => Promise.reject(refusal)), createConnectionStatusStore());
    await expect(greet(link)).rejects.toBe(refusal);
  });

  it('keeps trying while the host is away, counting, and calls made meanwhile are answered then', async () => {
    const status = createConnectionStatusStore();
    const attempts: number[] = [];
    status.subscribe(() => {
      const now = status.read();
      if (now.state === 'reconnecting') attempts.push(now.attempt);
    });
    let refusals = 2;
    const link = createReconnectingLink(async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('nobody there');
      return wire(async () => 'hello at last');
    }, status);
    expect(await greet(link)).toBe('hello at last');
    expect(attempts).toEqual([1, 2]);
  });

  it('gives up when the host refuses this page, and says so to every caller', async () => {
    const status = createConnectionStatusStore();
    const link = createReconnectingLink(() => Promise.reject(new HostRefusedError('no')), status);
    await expect(greet(link)).rejects.toBeInstanceOf(HostRefusedError);
    expect(status.read()).toEqual({ state: 'refused' });
    await expect(greet(link)).rejects.toBeInstanceOf(HostRefusedError);
  });

  it('lets a caller stop waiting', async () => {
    const status = createConnectionStatusStore();
    const link = createReconnectingLink(() => new Promise(() => undefined), status);
    const controller = new AbortController();
    const waiting = greet(link, controller.signal);
    controller.abort(new Error('left the screen'));
    await expect(waiting).rejects.toThrow('left the screen');
    await until(() => status.read().state === 'connecting');
  });
});
