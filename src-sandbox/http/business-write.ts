/**
 * Decides whether a request would change business data: people, companies, links, mappings, flags. Tokens, sign-ins, reads
 * that travel by POST (batches, membership checks) and mere tests of a connection are not writes.
 */
import type { ServiceName } from './service-name.ts';

const GRAPH_READS_BY_POST = /\/(\$batch|checkMemberGroups|getMemberGroups|getByIds|checkMemberObjects)$/i;
/** PSA routes that ask, test or sign in although they travel by POST. */
const PSA_ASKS =
  /^\/(api\/auth\/|auth\/|login|api\/integrations\/entra\/(validate-direct|validate-cipp|sync\/preflight|diagnostics))/;
const CIPP_READ = /^\/api\/(list|me$|\$batch)/i;

export function changesBusinessData(service: ServiceName, method: string, url: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const path = url.split('?')[0] ?? '/';
  switch (service) {
    case 'identity':
      return false;
    case 'graph':
      return !GRAPH_READS_BY_POST.test(path);
    case 'cipp':
      return !CIPP_READ.test(path);
    case 'psa':
      return !PSA_ASKS.test(path);
  }
}
