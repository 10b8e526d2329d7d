/** Runs work for many items with a few at a time, in order of the list; stops handing out items once aborted. */
export async function eachLimited<Item>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      signal.throwIfAborted();
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** Managed tenants read or applied at once; one request in flight for each (`contracts/microsoft.md` 3.2). */
export const tenantsAtOnce = 4;
