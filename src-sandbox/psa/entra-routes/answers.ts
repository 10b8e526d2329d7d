/** The Entra routes' envelope (psa.md 2.1): `{ success, data }` or `{ success: false, error: "sentence" }`, no codes. */
import { jsonReply, type Reply } from '../http.ts';

export function ok(data: unknown, status = 200): Reply {
  return jsonReply(status, { success: true, data });
}

export function refuse(status: number, error: string): Reply {
  return jsonReply(status, { success: false, error });
}

/** A 400 that a route's own validation throws; anything else that is thrown becomes Next's plain 500. */
export class RouteRefusal extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = 'RouteRefusal';
    this.status = status;
  }
}
