/**
 * Branded ids. A brand costs nothing at run time and stops one GUID being passed where another is meant,
 * which in this field (five kinds of GUID per row) is the commonest silent mistake.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Microsoft's own GUID of a customer's tenant, always lower-case. */
export type EntraTenantId = Branded<'EntraTenantId'>;
/** Microsoft's GUID of one account inside one tenant, always lower-case. */
export type EntraObjectId = Branded<'EntraObjectId'>;
/** Our row for a managed tenant. */
export type ManagedTenantId = Branded<'ManagedTenantId'>;
/** A company in the PSA. */
export type ClientId = Branded<'ClientId'>;
/** A person in the PSA. */
export type ContactId = Branded<'ContactId'>;
export type PlanId = Branded<'PlanId'>;
export type ChangeId = Branded<'ChangeId'>;
export type RunId = Branded<'RunId'>;
export type QueueItemId = Branded<'QueueItemId'>;
export type OperationId = Branded<'OperationId'>;
export type JobId = Branded<'JobId'>;
/** Mirrors the server's workflow id, five-minute bucket included (`contracts/psa.md` 3.2). */
export type WorkflowId = Branded<'WorkflowId'>;

/** The only place where a plain string becomes an id; callers vouch for its origin (database row, parsed answer). */
export function asId<Id extends Branded<string>>(value: string): Id {
  return value as Id;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a GUID in the usual hyphenated form, any letter case. */
export function isGuid(value: string): boolean {
  return GUID.test(value);
}
