import { resolve } from 'node:path';
import { type Client, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import { forkEngine } from './engine-child.ts';
import type { HostCall } from './engine-messages.ts';
import { createEngineSupervisor, type EngineState, type EngineSupervisor } from './engine-supervisor.ts';

const STUB_ENGINE = resolve(import.meta.dirname, '..', '..', 'test', 'builders', 'stub-engine-process.ts');

type Call<Input, Output> = Client<Record<never, never>, Input, Output, Error>;

type StubClient = {
  readonly greet: Call<string, string>;
  readonly processId: Call<void, number>;
  readonly count: Call<void, AsyncIterable<number>>;
  readonly wait: Call<void, void>;
  readonly wrap: Call<void, number[] | null>;
};

let supervisor: EngineSupervisor;
let states: EngineState[];
const calls: HostCall[] = [];

afterEach(async () => {
  await supervisor.stop();
  delete process.env['CONCORD_STUB_REFUSES'];
  delete process.env['CONCORD_STUB_DIES'];
});

function superviseStub(): void {
  states = [];
  supervisor = createEngineSupervisor({
    home: '/nowhere',
    appVersion: '0.0.0',
    startChild: () => forkEngine(STUB_ENGINE, process.execPath),
    answerHostCall: async (call) => {
      calls.push(call);
      return call.name === 'wrapKey' ? Buffer.from([9, 9]).toString('base64') : null;
    },
    onState: (state) => states.push(state),
    restartPauseMs: () => 10,
  });
  supervisor.start();
}

/** A page of its own on the supervised engine; `gone` settles when the page is told that its engine died. */
async function openPage(): Promise<{ client: StubClient; gone: Promise<void> }> {
  const events = new EventTarget();
  let tellGone: () => void = () => undefined;
  const gone = new Promise<void>((settle) => {
    tellGone = settle;
  });
  const channel = await supervisor.connect({
    post: (data) => void events.dispatchEvent(new MessageEvent('message', { data })),
    engineGone: () => {
      events.dispatchEvent(new Event('close'));
      tellGone();
    },
  });
  const port = { addEventListener: events.addEventListener.bind(events), postMessage: channel.send };
  return { client: createORPCClient(new RPCLink({ port })), gone };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((settle) => setTimeout(settle, 10));
}

describe('a supervised engine', () => {
  it('answers the calls and feeds of two pages over one pipe', async () => {
    superviseStub();
    const [first, second] = [await openPage(), await openPage()];
    expect(await Promise.all([first.client.greet('one'), second.client.greet('two')])).toEqual([
      'hello one',
      'hello two',
    ]);
    const numbers: number[] = [];
    for await (const number of await second.client.count()) numbers.push(number);
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('gets answers from the operating system through the shell', async () => {
    superviseStub();
    const { client } = await openPage();
    expect(await client.wrap()).toEqual([9, 9]);
    expect(calls).toContainEqual({ name: 'wrapKey', bytes: 'AQID' });
  });

  it('is started again when it dies; calls under way fail and a page can connect to the new one', async () => {
    superviseStub();
    const page = await openPage();
    const before = await page.client.processId();
    const underWay = page.client.wait();
    process.kill(before, 'SIGKILL');
    await expect(underWay).rejects.toThrow();
    await page.gone;
    const after = await (await openPage()).client.processId();
    expect(after).not.toBe(before);
    expect(states.map((state) => state.name)).toEqual(['starting', 'running', 'restarting', 'running']);
  });

  it('is given up with a sentence when it dies again and again', async () => {
    process.env['CONCORD_STUB_DIES'] = 'yes';
    superviseStub();
    await until(() => states.at(-1)?.name === 'failed');
    expect(states.at(-1)).toMatchObject({ message: expect.stringContaining('stopped 5 times in a row (exit code 3)') });
    await expect(openPage()).rejects.toThrow('stopped 5 times');
  });

  it('is not restarted when it refuses its profile, and the operator gets its sentence', async () => {
    process.env['CONCORD_STUB_REFUSES'] = 'This profile was written by a newer Concord.';
    superviseStub();
    await expect(openPage()).rejects.toThrow('This profile was written by a newer Concord.');
    delete process.env['CONCORD_STUB_REFUSES'];
    supervisor.start();
    expect(await (await openPage()).client.greet('again')).toBe('hello again');
  });

  it('ends when it is told to, and leaves no process behind', async () => {
    superviseStub();
    const pid = await (await openPage()).client.processId();
    await supervisor.stop();
    expect(() => process.kill(pid, 0)).toThrow();
    await expect(openPage()).rejects.toThrow('Concord is closing.');
  });
});
