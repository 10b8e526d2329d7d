/** Managed tenants read or applied at once; one request in flight for each (`contracts/microsoft.md` 3.2). */
const tenantsAtOnce = 4;

/**
 * Works through a list a few items at a time, in its order; hands out nothing more once aborted or failed. Answers or throws
 * only when nothing of it runs any more, so that a run that ended, paused or waits has no request left in flight.
 */
export async function eachTenant<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of waiting) {
      if (failures.length > 0 || signal.aborted) return;
      await work(item).catch((thrown: unknown) => failures.push(thrown));
    }
  };
  await Promise.all(Array.from({ length: Math.min(tenantsAtOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  signal.throwIfAborted();
}
