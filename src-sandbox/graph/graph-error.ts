/** Error answers of the simulated Graph, in the shape of contracts/microsoft.md 4.2, with request ids as on the real one. */
import { randomUUID } from 'node:crypto';
import { type Answer, header, json, type SandboxRequest } from '../http/answer.ts';

export function graphHeaders(request: SandboxRequest): Record<string, string> {
  const requestId = randomUUID();
  return { 'request-id': requestId, 'client-request-id': header(request, 'client-request-id') ?? requestId };
}

export function graphError(
  request: SandboxRequest,
  status: number,
  error: { code: string; message: string; headers?: Record<string, string> },
): Answer {
  const ids = graphHeaders(request);
  const innerError = { date: new Date().toISOString().slice(0, 19), ...ids };
  return json(
    status,
    { error: { code: error.code, message: error.message, innerError } },
    { ...ids, ...error.headers },
  );
}

export const notFound = (request: SandboxRequest, id: string): Answer =>
  graphError(request, 404, {
    code: 'Request_ResourceNotFound',
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  });

export const noSuchSegment = (request: SandboxRequest, segment: string): Answer =>
  graphError(request, 400, { code: 'BadRequest', message: `Resource not found for the segment '${segment}'.` });

export const unsupportedQuery = (request: SandboxRequest, message: string): Answer =>
  graphError(request, 400, { code: 'Request_UnsupportedQuery', message });

export const forbidden = (request: SandboxRequest): Answer =>
  graphError(request, 403, {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  });

export const unauthorized = (request: SandboxRequest, message: string): Answer =>
  graphError(request, 401, {
    code: 'InvalidAuthenticationToken',
    message,
    headers: {
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    },
  });
