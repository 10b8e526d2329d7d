/** Managed tenants read or applied at once; one request in flight for each (`contracts/microsoft.md` 3.2). */
const tenantsAtOnce = 4;

/** Works through a list a few items at a time, in its order; hands out nothing more once aborted. */
export async function eachTenant<Item>(
  items: readonly Item[],
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
  await Promise.all(Array.from({ length: Math.min(tenantsAtOnce, items.length) }, worker));
}
