/**
 * The simulated CIPP function app: `/api/{Endpoint}` in any letter case, App Service authentication in front. Reads only;
 * another method than GET or POST on a List endpoint does not exist here.
 */
import { type Answer, type SandboxRequest, text } from '../http/answer.ts';
import { type OneOffQueue, oddAnswer, retryAfterHeader } from '../http/one-off.ts';
import { type CippCall, type CippServices, readCall, refuseCaller } from './cipp-context.ts';
import { listGraphRequest } from './graph-request.ts';
import { listDbCache, listDeletedItems, listGroups, listMailboxes, listUserGroups, listUsers } from './people.ts';
import { listDomains, listTenants, listUserCounts, whoAmI } from './tenants.ts';

const ENDPOINTS = new Map<string, (call: CippCall) => Answer>([
  ['listtenants', listTenants],
  ['listusers', listUsers],
  ['listgraphrequest', listGraphRequest],
  ['listgroups', listGroups],
  ['listusergroups', listUserGroups],
  ['listusercounts', listUserCounts],
  ['listdomains', listDomains],
  ['listdeleteditems', listDeletedItems],
  ['listmailboxes', listMailboxes],
  ['listdbcache', listDbCache],
  ['me', whoAmI],
]);

function faultAnswer(services: CippServices, oneOff: OneOffQueue, request: SandboxRequest): Answer | null {
  const fault = oneOff.take(request);
  if (fault === null) return null;
  switch (fault.kind) {
    case 'throttle':
      return text(429, 'Too many requests.', retryAfterHeader(fault, services.now()));
    case 'status': {
      const isJson = /^[[{]/.test(fault.body);
      return text(fault.status, fault.body, isJson ? { 'content-type': 'application/json' } : {});
    }
    case 'odd':
      return oddAnswer(fault.answer);
  }
}

export function createCipp(services: CippServices, oneOff: OneOffQueue): (request: SandboxRequest) => Answer {
  return (request) => {
    const faulted = faultAnswer(services, oneOff, request);
    if (faulted !== null) return faulted;
    const refused = refuseCaller(services, request);
    if (refused !== null) return refused;
    const name = /^\/api\/([^/]+)\/?$/i.exec(request.path)?.[1]?.toLowerCase() ?? '';
    const endpoint = ENDPOINTS.get(name);
    if (endpoint === undefined || !['GET', 'POST'].includes(request.method)) return text(404, 'Endpoint not found');
    return endpoint(readCall(services, request));
  };
}
