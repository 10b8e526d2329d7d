/**
 * Who may use the signed-in MSAL application when: several redemptions at once (without a cache plugin MSAL stands that,
 * `contracts/microsoft.md` 5.7), but whoever replaces the application is alone. First come, first served, so neither starves.
 */
export interface Gate {
  shared<T>(work: () => Promise<T>): Promise<T>;
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly isExclusive: boolean;
  readonly start: () => void;
}

/** `limit`: how many shared ones run at once. */
export function createGate(limit: number): Gate {
  const waiting: Waiting[] = [];
  let sharedRunning = 0;
  let isTaken = false;

  function mayStart({ isExclusive }: Waiting): boolean {
    return !isTaken && (isExclusive ? sharedRunning === 0 : sharedRunning < limit);
  }

  function startNext(): void {
    for (let head = waiting[0]; head !== undefined && mayStart(head); head = waiting[0]) {
      waiting.shift();
      if (head.isExclusive) isTaken = true;
      else sharedRunning += 1;
      head.start();
    }
  }

  async function enter<T>(isExclusive: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      waiting.push({ isExclusive, start });
      startNext();
    });
    try {
      return await work();
    } finally {
      if (isExclusive) isTaken = false;
      else sharedRunning -= 1;
      startNext();
    }
  }

  return { shared: (work) => enter(false, work), exclusive: (work) => enter(true, work) };
}
