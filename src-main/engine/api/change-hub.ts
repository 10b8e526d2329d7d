/**
 * Tells listeners which topics changed. Bursts are gathered, so that a run of ten thousand rows makes a handful of events
 * and not ten thousand. A listener that fails or leaves never disturbs the work that reported the change.
 */
import type { ChangeTopic } from '../../../shared/vocabulary/states.ts';

const gatherMs = 80;

export interface ChangeHub {
  changed(...topics: readonly ChangeTopic[]): void;
  /** Called once per gathered burst. Answers how to stop listening. */
  listen(listener: (topics: readonly ChangeTopic[]) => void): () => void;
  /** The bursts as a stream; ends when `signal` aborts. */
  stream(signal: AbortSignal | undefined): AsyncGenerator<readonly ChangeTopic[]>;
  close(): void;
}

export function createChangeHub(): ChangeHub {
  const listeners = new Set<(topics: readonly ChangeTopic[]) => void>();
  const gathered = new Set<ChangeTopic>();
  const closed = new AbortController();
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    timer = null;
    const topics = [...gathered];
    gathered.clear();
    for (const listener of listeners) listener(topics);
  }

  function listen(listener: (topics: readonly ChangeTopic[]) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    changed(...topics) {
      for (const topic of topics) gathered.add(topic);
      timer ??= setTimeout(flush, gatherMs);
    },
    listen,
    stream: (signal) => streamOf(listen, signal ? AbortSignal.any([signal, closed.signal]) : closed.signal),
    close() {
      if (timer) clearTimeout(timer);
      closed.abort();
      listeners.clear();
    },
  };
}

/** Turns a callback into a stream that never loses an event between two reads, and ends quietly on abort. */
export async function* streamOf<Event>(
  listen: (push: (event: Event) => void) => () => void,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const waiting: Event[] = [];
  let wake: (() => void) | null = null;
  const push = (event: Event) => {
    waiting.push(event);
    wake?.();
  };
  const stopListening = listen(push);
  const onAbort = () => wake?.();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = null;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopListening();
  }
}
