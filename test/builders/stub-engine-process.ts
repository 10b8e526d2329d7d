/**
 * An engine process without an engine: three procedures behind the real pipe, for tests of the shell and of its
 * supervisor. CONCORD_STUB_REFUSES makes it refuse its profile with that sentence; CONCORD_STUB_DIES lets it end
 * before it answers anything.
 */
import { os } from '@orpc/server';
import type { HostServices } from '../../src-main/engine/index.ts';
import { findParentPipe } from '../../src-main/shell/parent-pipe.ts';
import { serveEngine } from '../../src-main/shell/serve-engine.ts';

function stubRouter(host: HostServices) {
  return {
    greet: os.handler(({ input }) => `hello ${String(input)}`),
    processId: os.handler(() => process.pid),
    count: os.handler(async function* () {
      for (let number = 1; number <= 3; number += 1) yield number;
    }),
    wait: os.handler(() => new Promise(() => undefined)),
    wrap: os.handler(async () => {
      const wrapped = await host.wrapKey(new Uint8Array([1, 2, 3]));
      return wrapped === null ? null : [...wrapped];
    }),
  };
}

if (process.env['CONCORD_STUB_DIES']) process.exit(3);

const refusal = process.env['CONCORD_STUB_REFUSES'];

serveEngine(
  findParentPipe(() => process.exit(0)),
  async ({ host }) => {
    if (refusal) throw Object.assign(new Error(refusal), { code: 'store.newerThanApp' });
    // Only the pipe is under test: the real router is far larger than this one.
    return { router: stubRouter(host), close: async () => undefined } as never;
  },
);
