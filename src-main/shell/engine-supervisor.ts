/**
 * Keeps one engine process alive and connects pages to it. A dead engine is started again after a short pause and the
 * pages are told to reconnect; the queue inside resumes by itself. An engine that refuses the profile, or that dies
 * again and again, is not restarted: the operator gets the sentence instead.
 */
import type { EngineChild } from './engine-child.ts';
import type { HostCall, HostValue } from './engine-messages.ts';

export type EngineState =
  | { readonly name: 'starting' }
  | { readonly name: 'running' }
  | { readonly name: 'restarting' }
  | { readonly name: 'failed'; readonly message: string }
  | { readonly name: 'stopped' };

/** One page's end of the connection, as the supervisor sees it. */
export interface PageEnd {
  post(data: string | Uint8Array): void;
  engineGone(): void;
}

export interface PageChannel {
  send(data: string | Uint8Array): void;
  close(): void;
}

export interface SupervisorOptions {
  readonly home: string;
  readonly appVersion: string;
  startChild(): EngineChild;
  answerHostCall(call: HostCall): Promise<HostValue>;
  onState(state: EngineState): void;
  /** Pause before the n-th restart in a row. */
  restartPauseMs(restart: number): number;
}

export interface EngineSupervisor {
  start(): void;
  /** Waits until the engine runs. Rejects when it has failed or was stopped. */
  connect(page: PageEnd): Promise<PageChannel>;
  /** Lets the engine close its store, then ends it; kills it after the grace period. */
  stop(): Promise<void>;
}

/** More deaths than this within the window mean that another start would not help. */
const DEATHS_TOLERATED = 4;
const DEATH_WINDOW_MS = 120_000;
const STOP_GRACE_MS = 8_000;

export function createEngineSupervisor(options: SupervisorOptions): EngineSupervisor {
  const pages = new Map<number, PageEnd>();
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let state: EngineState = { name: 'stopped' };
  let child: EngineChild | null = null;
  let deaths: number[] = [];
  let lastChannel = 0;
  let restartTimer: NodeJS.Timeout | undefined;

  function enter(next: EngineState): void {
    state = next;
    if (next.name === 'running') for (const page of waiting.splice(0)) page.resolve();
    if (next.name === 'failed') for (const page of waiting.splice(0)) page.reject(new Error(next.message));
    options.onState(next);
  }

  function startChild(): void {
    const started = options.startChild();
    child = started;
    started.onMessage((message) => {
      switch (message.kind) {
        case 'ready':
          return enter({ name: 'running' });
        case 'refused':
          // It holds nothing open any more; the next try starts a new one.
          child = null;
          started.kill();
          return enter({ name: 'failed', message: message.message });
        case 'rpc':
          return pages.get(message.channel)?.post(message.data);
        case 'hostCall':
          options.answerHostCall(message.call).then(
            (value) => started.post({ kind: 'hostAnswered', id: message.id, value }),
            (error: unknown) => started.post({ kind: 'hostFailed', id: message.id, message: sentenceOf(error) }),
          );
          return;
        default:
          message satisfies never;
      }
    });
    started.onExit((code) => {
      if (child === started) buryChild(code);
    });
    started.post({ kind: 'start', home: options.home, appVersion: options.appVersion });
  }

  function buryChild(code: number | null): void {
    child = null;
    for (const page of pages.values()) page.engineGone();
    pages.clear();
    if (state.name === 'stopped' || state.name === 'failed') return;
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < DEATH_WINDOW_MS), now];
    if (deaths.length > DEATHS_TOLERATED) {
      return enter({ name: 'failed', message: deathSentence(deaths.length, code) });
    }
    enter({ name: 'restarting' });
    restartTimer = setTimeout(startChild, options.restartPauseMs(deaths.length));
  }

  function whenRunning(): Promise<void> {
    if (state.name === 'running') return Promise.resolve();
    if (state.name === 'failed') return Promise.reject(new Error(state.message));
    if (state.name === 'stopped') return Promise.reject(new Error('Concord is closing.'));
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  return {
    start() {
      deaths = [];
      enter({ name: 'starting' });
      startChild();
    },
    async connect(page) {
      await whenRunning();
      const engine = child;
      if (!engine) throw new Error('The engine has just stopped.');
      lastChannel += 1;
      const channel = lastChannel;
      pages.set(channel, page);
      return {
        send: (data) => void (pages.has(channel) && engine.post({ kind: 'rpc', channel, data })),
        close: () => void (pages.delete(channel) && engine.post({ kind: 'channelClosed', channel })),
      };
    },
    async stop() {
      clearTimeout(restartTimer);
      const ending = child;
      enter({ name: 'stopped' });
      for (const page of waiting.splice(0)) page.reject(new Error('Concord is closing.'));
      if (!ending) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => ending.kill(), STOP_GRACE_MS);
        ending.onExit(() => {
          clearTimeout(timer);
          resolve();
        });
        ending.post({ kind: 'stop' });
      });
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function deathSentence(times: number, code: number | null): string {
  const how = code === null ? 'it was killed' : `exit code ${code}`;
  return `The engine stopped ${times} times in a row (${how}). Nothing that was decided is lost. The log in the profile folder says why; try again when the cause is gone.`;
}
