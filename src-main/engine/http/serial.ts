/**
 * One thing at a time, in order: Microsoft asks for one request in flight per customer (`contracts/microsoft.md` 3.2). A failure
 * never blocks those behind it.
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
