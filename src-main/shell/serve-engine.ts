/**
 * The engine's side of the pipe to the shell: creates the engine when told the profile, speaks oRPC with every page,
 * and turns the engine's wishes to the operating system into messages. Knows no Electron, so that it also runs
 * under plain Node. Nothing is answered before the engine is there.
 */
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { Engine, EngineOptions, HostServices } from '../engine/index.ts';
import type { FromEngine, HostCall, HostValue, ToEngine } from './engine-messages.ts';

/** The pipe to whoever started this process. */
export interface ParentPipe {
  post(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
}

export interface EngineServer {
  /** Closes the engine; safe to call at any time and more than once. */
  stop(): Promise<void>;
}

export function serveEngine(pipe: ParentPipe, create: (options: EngineOptions) => Promise<Engine>): EngineServer {
  const host = hostOverPipe(pipe);
  const pages = new Map<number, PagePort>();
  let starting: Promise<Engine | null> = Promise.resolve(null);
  let handler: RPCHandler<Record<never, never>> | null = null;

  async function start(home: string, appVersion: string): Promise<Engine | null> {
    try {
      const engine = await create({ home, hostKind: 'electron', host: host.services, env: process.env, appVersion });
      handler = new RPCHandler(engine.router as AnyRouter);
      pipe.post({ kind: 'ready' });
      return engine;
    } catch (error) {
      pipe.post({
        kind: 'refused',
        code: codeOf(error),
        message: error instanceof Error ? error.message : String(error),
      });
      return null;
    }
  }

  function deliver(channel: number, data: string | Uint8Array): void {
    let page = pages.get(channel);
    if (!page) {
      page = createPagePort((answer) => pipe.post({ kind: 'rpc', channel, data: answer }));
      pages.set(channel, page);
      handler?.upgrade(page, { context: {} });
    }
    page.deliver(data);
  }

  async function stop(): Promise<void> {
    for (const page of pages.values()) page.close();
    pages.clear();
    const engine = await starting;
    starting = Promise.resolve(null);
    await engine?.close();
  }

  pipe.onMessage((message) => {
    switch (message.kind) {
      case 'start':
        starting = start(message.home, message.appVersion);
        return;
      case 'rpc':
        return deliver(message.channel, message.data);
      case 'channelClosed':
        pages.get(message.channel)?.close();
        pages.delete(message.channel);
        return;
      case 'hostAnswered':
        return host.settle(message.id, (call) => call.resolve(message.value));
      case 'hostFailed':
        return host.settle(message.id, (call) => call.reject(new Error(message.message)));
      case 'stop':
        void stop().then(() => process.exit(0));
        return;
      default:
        message satisfies never;
    }
  });
  return { stop };
}

interface PagePort {
  addEventListener: EventTarget['addEventListener'];
  postMessage(data: string | Uint8Array): void;
  deliver(data: string | Uint8Array): void;
  close(): void;
}

/** What oRPC takes for a message port: one page's share of the pipe. */
function createPagePort(post: (data: string | Uint8Array) => void): PagePort {
  const events = new EventTarget();
  return {
    addEventListener: events.addEventListener.bind(events),
    postMessage: post,
    deliver: (data) => void events.dispatchEvent(new MessageEvent('message', { data })),
    close: () => void events.dispatchEvent(new Event('close')),
  };
}

interface WaitingCall {
  resolve(value: HostValue): void;
  reject(error: Error): void;
}

function hostOverPipe(pipe: ParentPipe) {
  const waiting = new Map<number, WaitingCall>();
  let lastId = 0;
  const ask = (call: HostCall): Promise<HostValue> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      pipe.post({ kind: 'hostCall', id: lastId, call });
    });
  const services: HostServices = {
    openExternal: async (url) => (await ask({ name: 'openExternal', url })) === true,
    wrapKey: async (key) => toBytes(await ask({ name: 'wrapKey', bytes: toBase64(key) })),
    unwrapKey: async (wrapped) => toBytes(await ask({ name: 'unwrapKey', bytes: toBase64(wrapped) })),
    notify: async (notice) => void (await ask({ name: 'notify', ...notice })),
    signInToPsa: async ({ baseUrl }) => {
      const cookies = await ask({ name: 'signInToPsa', baseUrl });
      return Array.isArray(cookies) ? { cookies } : null;
    },
  };
  return {
    services,
    settle(id: number, use: (call: WaitingCall) => void): void {
      const call = waiting.get(id);
      waiting.delete(id);
      if (call) use(call);
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function toBytes(value: HostValue): Uint8Array | null {
  return typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'internal.invariant';
}
