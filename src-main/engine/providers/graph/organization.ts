/**
 * `/organization` of one tenant: the proof that a token belongs to the customer it was asked for, and the only source of domains
 * that Microsoft has verified.
 */
import { domainToASCII } from 'node:url';
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { GraphCall, GraphClient } from './graph-client.ts';
import { organization, page, type RawOrganization } from './graph-schemas.ts';

export const ORGANIZATION_PATH = '/organization?$select=id,displayName,verifiedDomains';
/** User.Read is enough for these three fields (`contracts/microsoft.md` 1.8). */
export const ORGANIZATION_SCOPES: readonly string[] = ['User.Read', 'Organization.Read.All', 'Directory.Read.All'];

/** Throws `provider.wrongTenant` when the token is another tenant's. */
export async function readOrganization(
  client: GraphClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<RawOrganization> {
  const call: GraphCall = { entraTenantId, signal, scopesNeeded: ORGANIZATION_SCOPES };
  return onlyOrganization(await client.get(`v1.0${ORGANIZATION_PATH}`, page, call), entraTenantId);
}

/** The one row of an `/organization` answer, after the id check. */
export function onlyOrganization(answer: unknown, entraTenantId: EntraTenantId): RawOrganization {
  const rows = page.safeParse(answer);
  const parsed = rows.success ? organization.safeParse(rows.data.value[0]) : null;
  if (!parsed?.success) {
    throw new EngineError(
      'provider.responseInvalid',
      'Microsoft Graph did not say which tenant it reads. Nothing was read.',
      {
        details: { entraTenantId },
      },
    );
  }
  if (parsed.data.id !== entraTenantId.toLowerCase()) {
    throw new EngineError(
      'provider.wrongTenant',
      'Microsoft Graph answered for another tenant than the one asked for. Nothing was read.',
      {
        details: { entraTenantId, answered: parsed.data.id },
      },
    );
  }
  return parsed.data;
}

export interface Domains {
  readonly defaultDomain: string | null;
  readonly initialDomain: string | null;
  readonly verifiedDomains: readonly string[];
}

export function domainsOf(raw: RawOrganization): Domains {
  const rows = raw.verifiedDomains ?? [];
  const nameOf = (wanted: 'isDefault' | 'isInitial') => {
    const row = rows.find((domain) => domain[wanted] === true);
    return row === undefined ? null : normaliseDomain(row.name);
  };
  const verified = rows.map((row) => normaliseDomain(row.name)).filter((name) => name !== null);
  return {
    defaultDomain: nameOf('isDefault'),
    initialDomain: nameOf('isInitial'),
    verifiedDomains: [...new Set(verified)],
  };
}

/** Lower-case ASCII without a trailing dot; null for what is no domain. */
export function normaliseDomain(name: string | null | undefined): string | null {
  const ascii = domainToASCII((name ?? '').trim().replace(/\.$/, ''));
  return ascii === '' || !ascii.includes('.') ? null : ascii.toLowerCase();
}
