/**
 * Control verbs about the services themselves: throttling, odd answers, expired secrets, declined sign-ins, latency and
 * dropped connections.
 */
import type { CippState } from '../cipp/cipp-context.ts';
import type { GraphState } from '../graph/graph-context.ts';
import type { OddAnswerKind, OneOffQueue } from '../http/one-off.ts';
import { type ServiceName, serviceNames } from '../http/service-name.ts';
import type { Wire } from '../http/wire.ts';
import type { IdentityState } from '../identity/identity-state.ts';
import {
  type ControlArguments,
  ControlError,
  type ControlVerb,
  choiceOf,
  flagOf,
  numberOf,
  optionalTextOf,
  textOf,
} from './arguments.ts';

export type ServiceFaults = { graph: OneOffQueue; cipp: OneOffQueue };

const ODD_KINDS = [
  'htmlLogin',
  'portalRedirect',
  'badGateway',
  'truncatedJson',
  'emptyBody',
  'emptyList',
  'nullList',
  'hang',
  'unavailable',
] as const satisfies readonly OddAnswerKind[];

/** CIPP's own peculiar bodies, by name. */
const CIPP_BODIES: Record<string, { status: number; body: string }> = {
  errorRow: {
    status: 200,
    body: JSON.stringify([
      {
        Results: 'Failed to retrieve tenants: Could not get token',
        displayName: 'Failed to retrieve tenants. Perform a permission check.',
        customerId: '',
        defaultDomainName: '',
      },
    ]),
  },
  deprecatedMessage: {
    status: 200,
    body: JSON.stringify([
      { Message: 'This function has been deprecated for all users. Please use ListGraphRequest instead.' },
    ]),
  },
  resultsString: { status: 200, body: JSON.stringify({ Results: 'Could not get data from Graph' }) },
  queued: {
    status: 200,
    body: JSON.stringify({
      Results: [],
      Metadata: { Queued: true, QueueMessage: 'Loading data. Please check back in 1 minute', QueueId: 'sandbox' },
    }),
  },
  graphError: { status: 400, body: 'Graph Error: Request_UnsupportedQuery - Endpoint: users' },
  unauthorized: { status: 401, body: '' },
  forbidden: { status: 403, body: 'Access to this tenant is not allowed' },
  serverError: { status: 500, body: 'An error occurred while processing the request.' },
};

function throttleVerb(queue: OneOffQueue): ControlVerb {
  return (args) => {
    const count = numberOf(args, 'count', 1);
    const retryAfterSeconds = numberOf(args, 'retryAfterSeconds', 1);
    const style = choiceOf(args, 'style', ['seconds', 'date', 'none']);
    queue.add({ kind: 'throttle', retryAfterSeconds, style }, count, optionalTextOf(args, 'path'));
    return { throttled: count };
  };
}

function answerNextVerb(queue: OneOffQueue, bodies: Record<string, { status: number; body: string }>): ControlVerb {
  return (args) => {
    const kind = textOf(args, 'kind');
    const count = numberOf(args, 'count', 1);
    const path = optionalTextOf(args, 'path');
    const odd = ODD_KINDS.find((candidate) => candidate === kind);
    const body = bodies[kind];
    if (odd !== undefined) queue.add({ kind: 'odd', answer: odd }, count, path);
    else if (body !== undefined) queue.add({ kind: 'status', ...body }, count, path);
    else throw new ControlError(`"kind" must be one of ${[...ODD_KINDS, ...Object.keys(bodies)].join(', ')}.`);
    return { kind, count };
  };
}

export function createGraphVerbs(queue: OneOffQueue, state: GraphState): Record<string, ControlVerb> {
  return {
    'graph.throttleNext': throttleVerb(queue),
    'graph.answerNextWith': answerNextVerb(queue, {}),
    'graph.failNext': (args) => {
      const status = numberOf(args, 'status', 503);
      queue.add(
        { kind: 'status', status, body: 'The service is temporarily unavailable.' },
        numberOf(args, 'count', 1),
        optionalTextOf(args, 'path'),
      );
      return { status };
    },
    'graph.expireDelta': (args) => {
      state.deltaEra += 1;
      state.deltaRefusal = choiceOf(args, 'as', ['410', '400']) === '410' ? 410 : 400;
      return { deltaEra: state.deltaEra };
    },
    'graph.deltaNoise': (args) => {
      state.deltaNoise = flagOf(args, 'on', true);
      return { deltaNoise: state.deltaNoise };
    },
    'graph.shortPages': (args) => {
      state.shortPages = flagOf(args, 'on', true);
      state.deltaPageSize = numberOf(args, 'deltaPageSize', state.deltaPageSize);
      return { shortPages: state.shortPages, deltaPageSize: state.deltaPageSize };
    },
  };
}

export function createCippVerbs(queue: OneOffQueue, state: CippState): Record<string, ControlVerb> {
  return {
    'cipp.throttleNext': throttleVerb(queue),
    'cipp.answerNextWith': answerNextVerb(queue, CIPP_BODIES),
    'cipp.actAsPortal': (args) => {
      state.isPortal = flagOf(args, 'on', true);
      return { isPortal: state.isPortal };
    },
    'cipp.removeRole': (args) => {
      state.role = flagOf(args, 'on', true) ? 'none' : 'readonly';
      return { role: state.role };
    },
    'cipp.refuseStaticToken': (args) => {
      state.staticTokenAllowed = !flagOf(args, 'on', true);
      return { staticTokenAllowed: state.staticTokenAllowed };
    },
    'cipp.listPartner': (args) => {
      state.listsPartner = flagOf(args, 'on', true);
      return { listsPartner: state.listsPartner };
    },
  };
}

export function createIdentityVerbs(state: IdentityState): Record<string, ControlVerb> {
  return {
    'identity.expireSecret': (args) => {
      state.secretExpired[choiceOf(args, 'which', ['app', 'cipp'])] = flagOf(args, 'on', true);
      return state.secretExpired;
    },
    'identity.declineNextSignIn': (args) => {
      state.declineSignIns = numberOf(args, 'count', 1);
      return { declineSignIns: state.declineSignIns };
    },
    'identity.throttleNext': (args) => {
      state.throttle = { count: numberOf(args, 'count', 1), retryAfterSeconds: numberOf(args, 'retryAfterSeconds', 1) };
      return state.throttle;
    },
    'identity.revokeSessions': () => {
      state.revokedAt = state.now();
      return { revokedAt: state.revokedAt };
    },
    'identity.expireRefreshTokens': (args) => {
      state.refreshTokensExpired = flagOf(args, 'on', true);
      return { refreshTokensExpired: state.refreshTokensExpired };
    },
    'identity.accessTokenSeconds': (args) => {
      state.accessTokenSeconds = numberOf(args, 'seconds', 3599);
      return { accessTokenSeconds: state.accessTokenSeconds };
    },
    'identity.consentCode': (args) => {
      state.consentCode = choiceOf(args, 'code', ['65001', '90099']) === '90099' ? 90099 : 65001;
      return { consentCode: state.consentCode };
    },
    'identity.publicClient': (args) => {
      state.publicClientAllowed = flagOf(args, 'allowed', true);
      return { publicClientAllowed: state.publicClientAllowed };
    },
  };
}

function serviceOf(args: ControlArguments): ServiceName {
  const name = textOf(args, 'service');
  const service = serviceNames.find((candidate) => candidate === name);
  if (service === undefined) throw new ControlError(`"service" must be one of ${serviceNames.join(', ')}.`);
  return service;
}

export function createWireVerbs(wire: Wire, faults: ServiceFaults): Record<string, ControlVerb> {
  return {
    latency: (args) => {
      const latencyMs = numberOf(args, 'ms', 0);
      const service = args['service'] === undefined || args['service'] === 'all' ? 'all' : serviceOf(args);
      wire.setLatency(service, latencyMs);
      return { service, ms: latencyMs };
    },
    'network.dropAt': (args) => {
      const requestNumber = Math.max(1, numberOf(args, 'requestNumber', 1));
      wire.dropAt(serviceOf(args), requestNumber, choiceOf(args, 'when', ['before', 'after']));
      return { requestNumber };
    },
    'network.calm': () => {
      wire.calm();
      faults.graph.clear();
      faults.cipp.clear();
      return { calm: true };
    },
  };
}
