/** The gate: several at once, one alone, nobody starves, a failure opens it again. */
import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

const pause = (ms = 5) => new Promise<void>((resolve) => setTimeout(resolve, ms));

it('lets no more than its limit in at once, and nobody beside an exclusive one', async () => {
  const gate = createGate(3);
  let shared = 0;
  let exclusive = 0;
  let most = 0;
  const one = async () => {
    shared += 1;
    most = Math.max(most, shared);
    expect(exclusive).toBe(0);
    await pause();
    shared -= 1;
  };
  const alone = async () => {
    exclusive += 1;
    expect([shared, exclusive]).toEqual([0, 1]);
    await pause();
    exclusive -= 1;
  };
  const works = Array.from({ length: 30 }, (_unused, index) =>
    index % 7 === 3 ? gate.exclusive(alone) : gate.shared(one),
  );
  await Promise.all(works);
  expect(most).toBe(3);
});

it('serves in order: later shared ones wait behind an exclusive one', async () => {
  const gate = createGate(4);
  const order: string[] = [];
  const note = (name: string) => async () => {
    await pause();
    order.push(name);
  };
  await Promise.all([gate.shared(note('first')), gate.exclusive(note('alone')), gate.shared(note('later'))]);
  expect(order).toEqual(['first', 'alone', 'later']);
});

it('opens again after a failure', async () => {
  const gate = createGate(1);
  await expect(gate.exclusive(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(gate.shared(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.shared(async () => 'in')).toBe('in');
});
