/**
 * How many people each limit is measured against, per client, and how many rows of each kind a plan holds. Counting only.
 *   creates          the client's active contacts, or its people in the last complete read, whichever is more
 *   updates, relinks links of the client
 *   inactivations    linked contacts of the client that are active
 */
import type { Contact } from '../contact.ts';
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

/** Numbers of every client that a directory of the plan is mapped to; `contactById` holds the contacts of the input. */
export function countPopulations(
  input: PlanInput,
  contactById: ReadonlyMap<string, Contact>,
): ReadonlyMap<string, ClientNumbers> {
  const linked = countLinked(input, contactById);
  const active = countBy(input.contacts, ({ clientId, isInactive }) => (isInactive ? null : clientId));
  const numbers = new Map<string, ClientNumbers>();
  for (const { mapping } of input.directories) {
    const { clientId } = mapping;
    const { links, activeContacts } = linked.get(clientId) ?? noLinks;
    numbers.set(clientId, {
      population: {
        creates: Math.max(active.get(clientId) ?? 0, peopleBefore(clientId, input)),
        updates: links,
        relinks: links,
        inactivations: activeContacts,
      },
      isFirstSync: links === 0,
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

interface LinkedNumbers {
  links: number;
  activeContacts: number;
}

const noLinks: Readonly<LinkedNumbers> = { links: 0, activeContacts: 0 };

/** Links that still hold and their active contacts, by the client that the links' tenant is mapped to in this plan. */
function countLinked(
  { links, directories }: PlanInput,
  contactById: ReadonlyMap<string, Contact>,
): ReadonlyMap<string, Readonly<LinkedNumbers>> {
  const clientOf = new Map<string, string>();
  for (const { managedTenant, mapping } of directories) clientOf.set(managedTenant.entraTenantId, mapping.clientId);
  const counts = new Map<string, LinkedNumbers>();
  for (const link of links) {
    if (link.status === 'orphaned') continue;
    const clientId = clientOf.get(link.entraTenantId) ?? link.clientId;
    let count = counts.get(clientId);
    if (count === undefined) {
      count = { ...noLinks };
      counts.set(clientId, count);
    }
    count.links++;
    if (contactById.get(link.contactId)?.isInactive === false) count.activeContacts++;
  }
  return counts;
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
