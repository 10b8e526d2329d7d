/**
 * The control API: POST /control/<verb> with JSON arguments, and the read-outs tests compare with. It is not part of the
 * simulated world, is not in the request log, and answers loopback host names only (a web page elsewhere cannot reach it).
 */
import { type Answer, header, json, jsonObject, type SandboxRequest } from '../http/answer.ts';
import { ControlError, type ControlVerb } from './arguments.ts';

export type ReadOut = (query: URLSearchParams) => unknown;
export type ControlSurface = { verbs: () => Record<string, ControlVerb>; readOuts: Record<string, ReadOut> };

const isLoopbackHost = (request: SandboxRequest): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(header(request, 'host') ?? '');

/** Runs a verb; a caller's mistake is 400, anything else the verb refuses 422. */
async function run(verb: ControlVerb, body: string): Promise<Answer> {
  const args = body.trim() === '' ? {} : jsonObject(body);
  if (args === null) return json(400, { ok: false, error: 'The arguments must be a JSON object.' });
  try {
    return json(200, { ok: true, result: (await verb(args)) ?? null });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return json(error instanceof ControlError ? 400 : 422, { ok: false, error: message });
  }
}

export function createControl(surface: ControlSurface): (request: SandboxRequest) => Answer | Promise<Answer> {
  return (request) => {
    if (!isLoopbackHost(request) || header(request, 'origin') !== null) {
      return json(403, { ok: false, error: 'Loopback callers only.' });
    }
    const name = /^\/control\/(.+?)\/?$/.exec(request.path)?.[1] ?? '';
    if (request.method === 'GET') {
      const readOut = surface.readOuts[name];
      if (readOut === undefined) return json(404, { ok: false, error: `There is no read-out "${name}".` });
      return json(200, readOut(request.query));
    }
    const verb = surface.verbs()[name];
    if (request.method !== 'POST' || verb === undefined) {
      return json(404, { ok: false, error: `There is no verb "${name}". GET /control/verbs lists them.` });
    }
    return run(verb, request.body);
  };
}
