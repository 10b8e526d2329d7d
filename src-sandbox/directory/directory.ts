/**
 * The living directories: who is in which Entra tenant right now, in which order, and what changed since when. Identity,
 * Graph and CIPP read it; only the control verbs (verbs.ts) write it. Each change gets a number, so that a delta round can
 * say what happened after it. Invariant: a user's place in the reading order never changes, so pages never shift.
 */
import type { SandboxDeletedUser, SandboxTenant, SandboxUser, World } from '../scenarios/world.ts';

export type DirectoryChange = {
  sequence: number;
  userId: string;
  kind: 'changed' | 'added' | 'softDeleted' | 'hardDeleted' | 'restored';
  /** Graph property names that took a new value; empty for everything but `changed`. */
  properties: string[];
};

export type PageRequest = { place: number; limit: number; matches: (user: SandboxUser) => boolean };

export type Directory = {
  world: World;
  /** By GUID, any domain, or display name; the partner included. Null = no such tenant. */
  findTenant(reference: string): SandboxTenant | null;
  isPartner(tenant: SandboxTenant): boolean;
  /** By object id, UPN or mail (case-folded). */
  findUser(tenant: SandboxTenant, reference: string): SandboxUser | null;
  findDeleted(tenant: SandboxTenant, reference: string): SandboxDeletedUser | null;
  /** Matching users whose place comes after `place`, in reading order, with their places; at most `limit`. */
  usersAfter(tenant: SandboxTenant, page: PageRequest): { user: SandboxUser; place: number }[];
  record(tenant: SandboxTenant, change: Omit<DirectoryChange, 'sequence'>): void;
  changesAfter(tenant: SandboxTenant, sequence: number): DirectoryChange[];
  /** The number of the newest change, 0 at the start. */
  sequence(): number;
  /** To be called after domains or names of tenants changed. */
  reindex(): void;
};

type Places = { next: number; byUser: Map<string, number>; seen: SandboxUser[] | null; length: number };

const matchesUser = (user: SandboxUser, wanted: string): boolean =>
  user.id === wanted || user.userPrincipalName.toLowerCase() === wanted || user.mail?.toLowerCase() === wanted;

export function createDirectory(world: World): Directory {
  const byReference = new Map<string, SandboxTenant>();
  const index = (): void => {
    byReference.clear();
    for (const tenant of [world.partner.directory, ...world.tenants]) {
      const names = [tenant.entraTenantId, tenant.initialDomain, tenant.displayName, ...tenant.verifiedDomains];
      for (const name of names) byReference.set(name.toLowerCase(), tenant);
    }
  };
  index();

  const changes = new Map<string, DirectoryChange[]>();
  const placesOf = new Map<string, Places>();
  let newest = 0;

  /** Everybody gets a place at first sight; the list is looked at again only when it was replaced or grew. */
  const places = (tenant: SandboxTenant): Map<string, number> => {
    const known = placesOf.get(tenant.entraTenantId) ?? { next: 1, byUser: new Map(), seen: null, length: 0 };
    placesOf.set(tenant.entraTenantId, known);
    const { users } = tenant;
    if (known.seen !== users || known.length !== users.length) {
      for (const user of users) {
        if (known.byUser.has(user.id)) continue;
        known.byUser.set(user.id, known.next);
        known.next += 1;
      }
      known.seen = users;
      known.length = users.length;
    }
    return known.byUser;
  };

  return {
    world,
    findTenant: (reference) => byReference.get(reference.toLowerCase()) ?? null,
    reindex: index,
    isPartner: (tenant) => tenant.entraTenantId === world.partner.entraTenantId,
    findUser: (tenant, reference) => {
      const wanted = reference.toLowerCase();
      return tenant.users.find((user) => matchesUser(user, wanted)) ?? null;
    },
    findDeleted: (tenant, reference) => {
      const wanted = reference.toLowerCase();
      return tenant.deletedUsers.find((user) => matchesUser(user, wanted)) ?? null;
    },
    usersAfter: (tenant, { place, limit, matches }) => {
      const byUser = places(tenant);
      const page: { user: SandboxUser; place: number }[] = [];
      for (const user of tenant.users) {
        const itsPlace = byUser.get(user.id) ?? 0;
        if (itsPlace <= place || !matches(user)) continue;
        page.push({ user, place: itsPlace });
        if (page.length === limit) break;
      }
      return page;
    },
    record: (tenant, change) => {
      newest += 1;
      const known = placesOf.get(tenant.entraTenantId);
      if (known !== undefined && (change.kind === 'added' || change.kind === 'restored')) {
        known.byUser.delete(change.userId); // whoever comes back is read last, like a newcomer
        known.seen = null;
      }
      const list = changes.get(tenant.entraTenantId) ?? [];
      list.push({ sequence: newest, ...change });
      changes.set(tenant.entraTenantId, list);
    },
    changesAfter: (tenant, sequence) =>
      (changes.get(tenant.entraTenantId) ?? []).filter((change) => change.sequence > sequence),
    sequence: () => newest,
  };
}
