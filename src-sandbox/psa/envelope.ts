/**
 * The v1 envelopes and error shapes (psa.md 1.2). A client has to read three: the middleware's string, v1's object and the
 * success flag of flags and Entra routes. This file owns the first two; entra-routes/answers.ts owns the third.
 */
import { jsonReply, type Reply } from './http.ts';

export type ApiErrorCode =
  | 'VALIDATION_ERROR'
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'PRODUCT_ACCESS_DENIED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'INTERNAL_CONFIGURATION'
  | 'INTERNAL_ERROR';

const STATUS_OF = {
  VALIDATION_ERROR: 400,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  PRODUCT_ACCESS_DENIED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  INTERNAL_CONFIGURATION: 500,
  INTERNAL_ERROR: 500,
} as const satisfies Record<ApiErrorCode, number>;

/** Thrown inside v1 handlers and turned into one reply at the v1 edge. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly details: unknown;

  constructor(code: ApiErrorCode, message: string, extra: { details?: unknown; cause?: Error } = {}) {
    super(message, { cause: extra.cause });
    this.name = 'ApiError';
    this.code = code;
    this.details = extra.details ?? null;
  }
}

export function errorReply(error: ApiError, headers: Record<string, string> = {}): Reply {
  const body = { code: error.code, message: error.message };
  const withDetails = error.details === null ? body : { ...body, details: error.details };
  return jsonReply(STATUS_OF[error.code], { error: withDetails }, headers);
}

/** The edge middleware's 401: a string where v1 has an object. It only asks whether the header is there. */
export function middlewareUnauthorized(): Reply {
  return jsonReply(401, { error: 'Unauthorized: API key missing' });
}

export function singleReply(data: unknown, status = 200): Reply {
  return jsonReply(status, { data });
}

type ListPage = {
  rows: unknown[];
  total: number;
  page: number;
  limit: number;
  sort: string;
  order: string;
  filters: Record<string, unknown>;
};

export function listReply(list: ListPage): Reply {
  const totalPages = Math.ceil(list.total / list.limit);
  return jsonReply(200, {
    data: list.rows,
    pagination: {
      page: list.page,
      limit: list.limit,
      total: list.total,
      totalPages,
      hasNext: list.page < totalPages,
      hasPrev: list.page > 1,
    },
    meta: { sort: list.sort, order: list.order, filters: list.filters },
  });
}

/** Postgres 42703: a sort or body key that is no column. */
export function unknownColumn(): ApiError {
  return new ApiError('INTERNAL_CONFIGURATION', 'A database column required by this request does not exist');
}

/** Postgres 23505 that no model caught. The detail names the value, never the row that holds it. */
export function uniqueViolation(detail: string): ApiError {
  return new ApiError('CONFLICT', 'Resource already exists', { details: detail });
}
