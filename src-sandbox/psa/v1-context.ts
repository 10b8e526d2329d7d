/** What every v1 handler is given: the workspace the key belongs to, the caller, and the request. */
import type { AccessState, Action, ApiKeyRow } from './access.ts';
import { requirePermission } from './access.ts';
import type { PsaRequest, Reply } from './http.ts';
import type { PsaStore } from './state.ts';

export type V1Context = {
  store: PsaStore;
  access: AccessState;
  key: ApiKeyRow;
  request: PsaRequest;
  now: () => number;
  /** Fault hook: removes keys the server will accept and then forget; returns what to echo all the same. */
  forgetFields: (body: Record<string, unknown>) => Record<string, unknown>;
};

export type V1Handler = (context: V1Context, params: Record<string, string>) => Reply;

export function allow(context: V1Context, resource: 'client' | 'contact', action: Action): void {
  requirePermission(context.access, context.key, { resource, action });
}
