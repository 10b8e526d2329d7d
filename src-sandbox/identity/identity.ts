/**
 * The simulated Microsoft identity provider: routes of contracts/microsoft.md part 5 that MSAL Node, a browser and CIPP's
 * API clients use. Real host names map here by the console's own network client; everything speaks plain http on loopback.
 */
import { type Answer, html, json, type SandboxRequest } from '../http/answer.ts';
import { refusalAnswer, refusals } from './aad-error.ts';
import { answerAuthorize, answerLogin } from './authorize.ts';
import { answerAdminConsent, answerDeviceCode, answerDeviceLogin } from './device-and-consent.ts';
import { type IdentityState, OIDC_SCOPES, tenantOfSegment } from './identity-state.ts';
import { errorPage, page } from './pages.ts';
import { answerToken } from './token-endpoint.ts';

function openIdConfiguration(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const tenant = tenantOfSegment(state, tenantSegment);
  if (tenant === null) return refusalAnswer(refusals.unknownTenant(tenantSegment), request, state.now());
  const generic = /^(common|organizations)$/i.test(tenantSegment);
  const base = `${request.origin}/${generic ? tenantSegment : tenant.entraTenantId}`;
  return json(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['HS256'],
    response_types_supported: ['code'],
    scopes_supported: OIDC_SCOPES,
    issuer: `https://login.microsoftonline.com/${generic ? '{tenantid}' : tenant.entraTenantId}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: 'graph.microsoft.com',
  });
}

function instanceDiscovery(request: SandboxRequest): Answer {
  return json(200, {
    tenant_discovery_endpoint: `${request.origin}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
    ],
  });
}

type Route = {
  methods: string[];
  pattern: RegExp;
  answer: (state: IdentityState, segment: string, request: SandboxRequest) => Answer;
};

const ROUTES: Route[] = [
  { methods: ['POST'], pattern: /^\/([^/]+)\/oauth2\/v2\.0\/token$/, answer: answerToken },
  { methods: ['GET', 'POST'], pattern: /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/, answer: answerAuthorize },
  { methods: ['POST'], pattern: /^\/([^/]+)\/login$/, answer: answerLogin },
  { methods: ['POST'], pattern: /^\/([^/]+)\/oauth2\/v2\.0\/devicecode$/, answer: answerDeviceCode },
  {
    methods: ['GET', 'POST'],
    pattern: /^\/()devicelogin$/,
    answer: (state, _segment, request) => answerDeviceLogin(state, request),
  },
  { methods: ['GET', 'POST'], pattern: /^\/([^/]+)\/(?:v2\.0\/)?adminconsent$/, answer: answerAdminConsent },
  { methods: ['GET'], pattern: /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/, answer: openIdConfiguration },
  {
    methods: ['GET'],
    pattern: /^\/([^/]+)\/discovery\/instance$/,
    answer: (_state, _segment, request) => instanceDiscovery(request),
  },
  { methods: ['GET'], pattern: /^\/([^/]+)\/discovery\/v2\.0\/keys$/, answer: () => json(200, { keys: [] }) },
  {
    methods: ['GET'],
    pattern: /^\/([^/]+)\/oauth2\/v2\.0\/logout$/,
    answer: () => html(200, page('You signed out', '<p>Close all browser windows.</p>')),
  },
];

export function createIdentity(state: IdentityState): (request: SandboxRequest) => Answer {
  return (request) => {
    for (const route of ROUTES) {
      const segment = route.pattern.exec(request.path)?.[1];
      if (segment === undefined) continue;
      if (!route.methods.includes(request.method)) {
        return html(405, errorPage(900561, `The endpoint only accepts ${route.methods.join(', ')} requests.`), {
          allow: route.methods.join(', '),
        });
      }
      return route.answer(state, segment, request);
    }
    return html(404, errorPage(900561, `There is no endpoint at ${request.path}.`));
  };
}
