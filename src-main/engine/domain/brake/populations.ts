/**
 * How many people each limit is measured against, per client, and how many rows of each kind a plan holds. Counting only.
 *   creates          the client's active contacts, or its people in the last complete read, whichever is more
 *   updates, relinks links of the client
 *   inactivations    linked contacts of the client that are active
 */
import type { ContactLink } from '../contact-link.ts';
import type { PlanInput } from '../plan-input.ts';
import type { PlannedChange } from '../planned-change.ts';
import type { BrakedKind } from '../rules.ts';

export type Amounts = Record<BrakedKind, number>;

export interface ClientNumbers {
  readonly population: Amounts;
  /** No link yet: everybody is new, so creates are expected and only the absolute number limits them. */
  readonly isFirstSync: boolean;
}

export const brakedKinds = ['creates', 'updates', 'relinks', 'inactivations'] as const satisfies readonly BrakedKind[];

export function noAmounts(): Amounts {
  return { creates: 0, updates: 0, relinks: 0, inactivations: 0 };
}

/** Numbers of every client that a directory of the plan is mapped to. */
export function countPopulations(input: PlanInput): ReadonlyMap<string, ClientNumbers> {
  const links = linksByClient(input);
  const activeIds = new Set<string>();
  for (const { contactId, isInactive } of input.contacts) if (!isInactive) activeIds.add(contactId);
  const active = countBy(input.contacts, ({ clientId, isInactive }) => (isInactive ? null : clientId));
  const numbers = new Map<string, ClientNumbers>();
  for (const { mapping } of input.directories) {
    const { clientId } = mapping;
    const held = links.get(clientId) ?? [];
    numbers.set(clientId, {
      population: {
        creates: Math.max(active.get(clientId) ?? 0, peopleBefore(clientId, input)),
        updates: held.length,
        relinks: held.length,
        inactivations: held.filter(({ contactId }) => activeIds.has(contactId)).length,
      },
      isFirstSync: held.length === 0,
    });
  }
  return numbers;
}

function peopleBefore(clientId: string, { directories }: PlanInput): number {
  let people = 0;
  for (const { mapping, read } of directories)
    if (mapping.clientId === clientId) people += read.previousPresentCount ?? 0;
  return people;
}

/** Links that still hold, by the client that their tenant is mapped to in this plan. */
function linksByClient({ links, directories }: PlanInput): ReadonlyMap<string, readonly ContactLink[]> {
  const clientOf = new Map<string, string>();
  for (const { managedTenant, mapping } of directories) clientOf.set(managedTenant.entraTenantId, mapping.clientId);
  const groups = new Map<string, ContactLink[]>();
  for (const link of links) {
    if (link.status === 'orphaned') continue;
    const clientId = clientOf.get(link.entraTenantId) ?? link.clientId;
    const group = groups.get(clientId);
    if (group === undefined) groups.set(clientId, [link]);
    else group.push(link);
  }
  return groups;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Which limit a row counts against; null for rows that write nothing, and for first links, which change no contact. */
export function brakedKindOf(row: PlannedChange, isRelink: (row: PlannedChange) => boolean): BrakedKind | null {
  switch (row.action) {
    case 'create':
      return 'creates';
    case 'inactivate':
      return 'inactivations';
    case 'update':
      return 'updates';
    case 'link':
      return isRelink(row) ? 'relinks' : row.fields.length > 0 ? 'updates' : null;
    default:
      return null;
  }
}

/** A link that takes the place of another: the person had a contact, or the contact had a person. Only answers make those. */
export function findRelinks({ links }: PlanInput, rows: readonly PlannedChange[]): (row: PlannedChange) => boolean {
  const isAnswered = (row: PlannedChange): boolean => row.action === 'link' && row.reason === 'answeredBefore';
  if (!rows.some(isAnswered)) return () => false;
  const identities = new Set<string>();
  const contacts = new Set<string>();
  for (const link of links) {
    if (link.status === 'orphaned') continue;
    identities.add(`${link.entraTenantId}/${link.entraObjectId}`);
    contacts.add(link.contactId);
  }
  return (row) =>
    isAnswered(row) &&
    (identities.has(`${row.entraTenantId}/${row.entraObjectId}`) ||
      (row.contactId !== null && contacts.has(row.contactId)));
}
