/**
 * One thing at a time, in order. MSAL's cache is shared state: overlapping silent calls see each other's half-written store
 * (`contracts/microsoft.md` 5.7), and Microsoft asks for one request in flight per customer (3.2). A failure never blocks those behind it.
 */
export type Serial = <T>(work: () => Promise<T>) => Promise<T>;

export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };
}
