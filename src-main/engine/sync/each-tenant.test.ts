import { expect, test } from 'vitest';
import { eachTenant } from './each-tenant.ts';

/** Work that ends when the test says so, and tells what of it began and what is over. */
function work() {
  const begun: number[] = [];
  const over: number[] = [];
  const ends = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  return {
    begun,
    over,
    run(item: number): Promise<void> {
      begun.push(item);
      return new Promise<void>((resolve, reject) => {
        ends.set(item, { resolve, reject });
      }).finally(() => over.push(item));
    },
    end: (item: number) => ends.get(item)?.resolve(),
    fail: (item: number, error: Error) => ends.get(item)?.reject(error),
  };
}

/** Lets everything that is due happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const seven = [1, 2, 3, 4, 5, 6, 7];

test('four at once, in their order, the next when one is over', async () => {
  const { begun, run, end } = work();
  const all = eachTenant(seven, new AbortController().signal, run);
  await settle();
  expect(begun).toEqual([1, 2, 3, 4]);
  end(3);
  await settle();
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  for (const item of seven) {
    end(item);
    await settle();
  }
  await all;
  expect(begun).toEqual(seven);
});

test('after a failure nothing more begins, and it is thrown only when nothing runs any more', async () => {
  const { begun, over, run, end, fail } = work();
  let thrown: unknown = null;
  const all = eachTenant(seven, new AbortController().signal, run).catch((error: unknown) => {
    thrown = error;
  });
  await settle();
  fail(2, new Error('The first one.'));
  await settle();
  expect(thrown).toBeNull();
  fail(4, new Error('A later one.'));
  end(1);
  await settle();
  expect(thrown).toBeNull();
  end(3);
  await all;
  expect(thrown).toMatchObject({ message: 'The first one.' });
  expect(begun).toEqual([1, 2, 3, 4]);
  expect(over.toSorted()).toEqual([1, 2, 3, 4]);
});

test('aborted, it waits for what is in flight and then says that it was aborted', async () => {
  const { begun, run, end } = work();
  const abort = new AbortController();
  let thrown: unknown = null;
  const all = eachTenant(seven, abort.signal, run).catch((error: unknown) => {
    thrown = error;
  });
  await settle();
  abort.abort();
  for (const item of [1, 2, 3]) end(item);
  await settle();
  expect(thrown).toBeNull();
  end(4);
  await all;
  expect(thrown).toMatchObject({ name: 'AbortError' });
  expect(begun).toEqual([1, 2, 3, 4]);
});

test('nothing to do is done at once', async () => {
  await eachTenant([], new AbortController().signal, () => Promise.reject(new Error('Nobody asked for this.')));
});
