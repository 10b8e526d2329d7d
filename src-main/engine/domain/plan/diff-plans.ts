/**
 * What changed between two plans, person by person: joined, left, renamed, moved, enabled, disabled, and answers that now
 * look wrong. Looks at identities, never at rows: a person who is skipped for another reason is not news.
 */
import type { ClientId, EntraObjectId, EntraTenantId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { DecisionReason } from '../../../../shared/vocabulary/states.ts';
import { identityKey } from '../contact-match/evidence-facts.ts';
import type { PlanResult } from '../plan-input.ts';
import type { PlannedChange } from '../planned-change.ts';

export interface IdentityNews {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId;
  readonly displayName: string;
  /** One sentence for an operator. */
  readonly sentence: string;
}

export interface PlanDifference {
  readonly joined: readonly IdentityNews[];
  readonly left: readonly IdentityNews[];
  readonly renamed: readonly IdentityNews[];
  /** To another client, or to another tenant of ours. */
  readonly moved: readonly IdentityNews[];
  readonly enabled: readonly IdentityNews[];
  readonly disabled: readonly IdentityNews[];
  /** Links and answers that the facts no longer carry. */
  readonly doubtful: readonly IdentityNews[];
}

type News = Record<keyof PlanDifference, IdentityNews[]>;
type Rows = Pick<PlanResult, 'changes'>;

/**
 * Compares by (Entra tenant, object id), in the order of the newer plan, then of the older. Tenants that the newer plan does
 * not hold are out of its scope: their people did not leave.
 */
export function diffPlans(previous: Rows, next: Rows): PlanDifference {
  const before = new Map(previous.changes.map((row) => [identityKey(row), row]));
  const now = new Map(next.changes.map((row) => [identityKey(row), row]));
  const scope = new Set(next.changes.map(({ managedTenantId }) => managedTenantId));
  const found: News = { joined: [], left: [], renamed: [], moved: [], enabled: [], disabled: [], doubtful: [] };
  for (const [key, row] of now) compareRow(before.get(key) ?? null, row, found);
  for (const [key, row] of before)
    if (!now.has(key) && isThere(row) && scope.has(row.managedTenantId))
      found.left.push(newsOf(row, `${nameOf(row)} is not in the directory any more.`));
  return found;
}

function compareRow(before: PlannedChange | null, row: PlannedChange, found: News): void {
  if (before === null || !isThere(before)) {
    if (isThere(row)) found.joined.push(newsOf(row, `${nameOf(row)} is new in the directory.`));
  } else if (!isThere(row)) {
    found.left.push(newsOf(row, `${nameOf(row)} was deleted in Entra.`));
  } else {
    compareAccounts(before, row, found);
  }
  if (before === null || row.clientId === before.clientId) {
    if (row.reason === 'linkedIdentityMovedTenant' && before?.reason !== row.reason)
      found.moved.push(newsOf(row, row.because));
  } else found.moved.push(newsOf(row, `${nameOf(row)} belongs to another client now.`));
  if (isDoubtful(before, row)) found.doubtful.push(newsOf(row, row.because));
}

function compareAccounts(before: PlannedChange, row: PlannedChange, found: News): void {
  const was = before.person;
  const is = row.person;
  if (was.displayName !== is.displayName || was.address !== is.address)
    found.renamed.push(newsOf(row, `${label(was)} is ${label(is)} now.`));
  if (was.accountState === 'disabled' && is.accountState === 'enabled')
    found.enabled.push(newsOf(row, `${nameOf(row)} is enabled again.`));
  if (was.accountState === 'enabled' && is.accountState === 'disabled')
    found.disabled.push(newsOf(row, `${nameOf(row)} is disabled.`));
}

const linkInDoubt: ReadonlySet<DecisionReason> = new Set([
  'linkedContactGone',
  'linkedContactMoved',
  'linkedAddressTaken',
  'contactLinkedToAnother',
]);

/** A question that was settled before: by a link, by an answer, or by a dismissal. */
function isDoubtful(before: PlannedChange | null, row: PlannedChange): boolean {
  if (row.action !== 'queue') return false;
  if (row.reason === 'answerNoLongerFits') return before?.reason !== 'answerNoLongerFits';
  if (before === null || before.action === 'queue') return false;
  return before.reason === 'dismissed' || (linkInDoubt.has(row.reason) && before.contactId !== null);
}

function isThere({ person }: PlannedChange): boolean {
  return person.accountState !== 'gone';
}

function nameOf({ person }: PlannedChange): string {
  return person.displayName;
}

function label({ displayName, address }: PlannedChange['person']): string {
  return address === null ? displayName : `${displayName} <${address}>`;
}

function newsOf(row: PlannedChange, sentence: string): IdentityNews {
  const { entraTenantId, entraObjectId, managedTenantId, clientId } = row;
  return { entraTenantId, entraObjectId, managedTenantId, clientId, displayName: row.person.displayName, sentence };
}
