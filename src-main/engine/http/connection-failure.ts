/**
 * Turns a failure to get any answer (refused, DNS, TLS, cut off, time-out) into an `EngineError` that says what happened
 * and what to do. Pure: one table, one test a row. No address beyond the host name gets into the sentence.
 */
import { EngineError } from '../domain/engine-error.ts';
import type { ServiceFailures } from './http-types.ts';

type FailureKind = 'refused' | 'notFound' | 'tls' | 'notTls' | 'cut' | 'noRoute' | 'timeout' | 'tooLarge' | 'other';

const kindByCode: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'notFound',
  EAI_AGAIN: 'notFound',
  EAI_NODATA: 'notFound',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  CERT_UNTRUSTED: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  EPROTO: 'notTls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notTls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'notTls',
  HPE_INVALID_CONSTANT: 'notTls',
  HPE_INVALID_VERSION: 'notTls',
  ECONNRESET: 'cut',
  ECONNABORTED: 'cut',
  ERR_STREAM_PREMATURE_CLOSE: 'cut',
  EPIPE: 'cut',
  ERR_BAD_RESPONSE: 'cut',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  ENETDOWN: 'noRoute',
  ETIMEDOUT: 'timeout',
  ERR_PROXY_TUNNEL: 'noRoute',
  ERR_CONTENT_TOO_LARGE: 'tooLarge',
};

/** Walks `cause` and `errors` (a host with two addresses fails as an AggregateError) to the first code we know. */
function kindOf(thrown: unknown, depth = 0): FailureKind {
  if (!(thrown instanceof Error) || depth > 4) return 'other';
  if (/maxContentLength/.test(thrown.message)) return 'tooLarge';
  const inner = [thrown.cause, ...(thrown instanceof AggregateError ? thrown.errors : [])]
    .map((error) => kindOf(error, depth + 1))
    .find((kind) => kind !== 'other');
  // The innermost code is the precise one: axios wraps "socket hang up" and TLS failures in its own codes.
  if (inner !== undefined) return inner;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return kindByCode[code] ?? 'other';
}

/** The name as a sentence begins with it: "the PSA" is what stands inside one. */
function opening(service: string): string {
  return service.charAt(0).toUpperCase() + service.slice(1);
}

const sentences: Readonly<Record<FailureKind, (service: string, host: string) => string>> = {
  refused: (service, host) =>
    `${opening(service)} refused the connection at ${host}. Check the address and port, and that the service is running.`,
  notFound: (service, host) =>
    `The name ${host} could not be found. Check the address of ${service} and this machine's network or DNS.`,
  tls: (service, host) =>
    `The certificate of ${host} is not trusted here. Check the address of ${service}; if a company proxy or an internal certificate is in use, add its certificate file in Settings.`,
  notTls: (service, host) =>
    `${host} did not answer as a secure web server. Check whether the address of ${service} should begin with http instead of https, and its port.`,
  cut: (service, host) =>
    `The connection to ${service} at ${host} was cut before it answered. Concord tries again by itself; if it stays, check the network and any proxy.`,
  noRoute: (service, host) =>
    `There is no way to ${host} from this machine. Check the network, the VPN and any proxy that ${service} is reached through.`,
  timeout: (service, host) =>
    `${opening(service)} at ${host} did not answer in time. Try again; if it stays, check the network.`,
  tooLarge: (service, host) =>
    `${opening(service)} at ${host} sent far more than expected, so Concord stopped reading. Check that the address is right.`,
  other: (service, host) =>
    `${opening(service)} at ${host} could not be reached. Check the address and the network, then try again.`,
};

/**
 * The `EngineError` for a thrown connection failure. `host` includes the port where it is not the default. The thrown value is
 * not kept as cause: it holds the request with its headers, and causes get logged.
 */
export function connectionFailure(thrown: unknown, service: ServiceFailures, host: string): EngineError {
  const kind = kindOf(thrown);
  const code =
    kind === 'timeout'
      ? service.timeout
      : kind === 'notTls'
        ? service.wrongAddress
        : kind === 'tooLarge'
          ? service.responseInvalid
          : service.unreachable;
  return new EngineError(code, sentences[kind](service.name, host), { details: { host, reason: kind } });
}

/** Our own time limit ran out. */
export function timeoutFailure(service: ServiceFailures, host: string, timeoutMs: number): EngineError {
  const seconds = Math.max(1, Math.round(timeoutMs / 1000));
  const sentence = `${opening(service.name)} at ${host} did not answer within ${seconds} s. Try again; if it stays, check the network.`;
  return new EngineError(service.timeout, sentence, { details: { host, reason: 'timeout', timeoutMs } });
}
