import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { describePlanted } from './describe-planted.ts';
import { buildGiant, GIANT_SIZE, tenantSizes } from './giant.ts';
import type { PlantedTable } from './planted-cases.ts';
import type { World } from './world.ts';

const REQUIRED_ROWS: Record<PlantedTable, string[]> = {
  tenantToClient: [
    'autoByVerifiedDomain',
    'autoByEntraTenantId',
    'severalClientsSameDomain',
    'idAndDomainDisagree',
    'clientInactive',
    'clientMappedAlready',
    'onlySecondaryDomain',
    'onlyCensus',
    'onlyName',
    'nothing',
    'operatorSkips',
  ],
  directoryUsersThatCount: [
    'counts',
    'account_disabled',
    'missing_identity',
    'guest_user',
    'shared_or_resource',
    'unlicensed',
    'service_account',
    'tenant_custom_pattern',
    'excluded_group',
    'not_in_included_group',
  ],
  directoryUserToContact: [
    'linkedNoChange',
    'linkedFieldsDiffer',
    'linkedRenamed',
    'linkedContactGone',
    'linkedContactMoved',
    'linkPrimaryAddress',
    'linkAdditionalAddress',
    'contactLinkedToAnother',
    'recreatedSameMail',
    'usersShareAddress',
    'severalContactsShareAddress',
    'addressAtAnotherClient',
    'aliasOnly',
    'nameOnly',
    'noUsableAddress',
    'nothingMatches',
    'linkedDisabled',
    'linkedDeleted',
    'enabledAgain',
    'inactiveByHand',
    'movedBetweenTenants',
    'dismissedBefore',
  ],
};

const harbor = buildWorld('harbor-it', 1);
const peopleOf = (world: World) => world.tenants.flatMap((tenant) => tenant.users);

describe('scenario harbor-it', () => {
  it('has 24 customers, 1,900 people and a PSA with more clients than tenants', () => {
    const { world } = harbor;
    expect(world.tenants).toHaveLength(24);
    expect(peopleOf(world)).toHaveLength(1900);
    expect(world.psa.clients).toHaveLength(31);
    expect(world.psa.contacts.length).toBeGreaterThan(1450);
    expect(world.psa.contacts.length).toBeLessThan(1600);
  });

  it('is the same to the byte for the same seed, and another world for another seed', () => {
    const bytes = JSON.stringify(harbor);
    expect(JSON.stringify(buildWorld('harbor-it', 1))).toBe(bytes);
    expect(JSON.stringify(buildWorld('harbor-it', 2))).not.toBe(bytes);
  });

  it.each(Object.entries(REQUIRED_ROWS).flatMap(([table, rows]) => rows.map((row) => [table, row] as const)))(
    'plants %s / %s at least twice',
    (table, row) => {
      const planted = harbor.plantedCases.filter((item) => item.table === table && item.row === row);
      expect(planted.length).toBeGreaterThanOrEqual(2);
    },
  );

  it('plants nothing in a row nobody knows', () => {
    const unknown = harbor.plantedCases.filter((item) => !REQUIRED_ROWS[item.table].includes(item.row));
    expect(unknown).toEqual([]);
  });

  it('points each planted case at people, clients and contacts that exist', () => {
    const { world } = harbor;
    const ids = new Set([
      ...peopleOf(world).map((user) => user.id),
      ...world.tenants.flatMap((tenant) => tenant.deletedUsers.map((user) => user.id)),
      ...world.psa.clients.map((client) => client.client_id),
      ...world.psa.contacts.map((contact) => contact.contact_name_id),
      ...world.tenants.map((tenant) => tenant.entraTenantId),
    ]);
    const dangling = harbor.plantedCases.flatMap((item) =>
      [item.entraTenantId, ...item.entraObjectIds, ...item.clientIds, ...item.contactIds].filter((id) => !ids.has(id)),
    );
    expect(dangling).toEqual([]);
  });

  it('keeps the promises of a real PSA database: exact primaries unique, additional addresses unique when folded', () => {
    const { contacts } = harbor.world.psa;
    expect(new Set(contacts.map((contact) => contact.email)).size).toBe(contacts.length);
    const additional = contacts.flatMap((contact) =>
      contact.additional_email_addresses.map((row) => row.email_address.toLowerCase()),
    );
    const primaries = new Set(contacts.map((contact) => contact.email.toLowerCase()));
    expect(new Set(additional).size).toBe(additional.length);
    expect(additional.filter((address) => primaries.has(address))).toEqual([]);
  });

  it('links each contact to one identity at most, and each identity to one contact', () => {
    const { links } = harbor.world.psa;
    expect(new Set(links.map((link) => link.contact_name_id)).size).toBe(links.length);
    expect(new Set(links.map((link) => `${link.entra_tenant_id}/${link.entra_object_id}`)).size).toBe(links.length);
  });

  it('lets ordinary people share an address or a name with nobody in the whole world', () => {
    const planted = new Set(harbor.plantedCases.flatMap((item) => item.entraObjectIds));
    const ordinary = peopleOf(harbor.world).filter(
      (user) => !planted.has(user.id) && user.userType === 'Member' && user.givenName !== null,
    );
    expect(ordinary.length).toBeGreaterThan(1700);
    expect(new Set(ordinary.map((user) => user.mail?.toLowerCase())).size).toBe(ordinary.length);
    expect(new Set(ordinary.map((user) => user.displayName?.toLowerCase())).size).toBe(ordinary.length);
  });

  it('is described by harbor-it.md as it is (write the table anew with describePlanted when this fails)', () => {
    const document = readFileSync(join(import.meta.dirname, 'harbor-it.md'), 'utf8');
    expect(document).toContain(describePlanted(harbor.world, harbor.plantedCases));
  });
});

describe('scenario giant', () => {
  it('has sizes that sum up to 100,000 people in 1,000 long-tailed tenants', () => {
    const sizes = tenantSizes(GIANT_SIZE);
    expect(sizes).toHaveLength(1000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100_000);
    expect(Math.max(...sizes)).toBeGreaterThan(1500);
    expect(Math.min(...sizes)).toBeLessThan(30);
  });

  it('is deterministic, unique in its addresses and names, and mostly known to the PSA', () => {
    const size = { tenants: 20, people: 1500, clients: 40, contacts: 1800 };
    const world = buildGiant(7, size);
    expect(JSON.stringify(buildGiant(7, size))).toBe(JSON.stringify(world));
    expect(peopleOf(world)).toHaveLength(1500);
    expect(world.psa.contacts).toHaveLength(1800);
    expect(new Set(peopleOf(world).map((user) => user.mail)).size).toBe(1500);
    const addresses = new Set(world.psa.contacts.map((contact) => contact.email));
    const known = peopleOf(world).filter((user) => addresses.has(user.mail ?? '')).length;
    expect(known).toBeGreaterThan(900);
    expect(known).toBeLessThan(1200);
  });

  it('gives 2,000 clients different names', () => {
    const world = buildGiant(1, { tenants: 1000, people: 3000, clients: 2000, contacts: 2500 });
    expect(new Set(world.psa.clients.map((client) => client.client_name)).size).toBe(2000);
    expect(new Set(world.tenants.map((tenant) => tenant.defaultDomain)).size).toBe(1000);
  });
});

describe('scenario broken', () => {
  it('holds each fault once, beside a healthy customer', () => {
    const { world, startWith } = buildWorld('broken', 1);
    const standing = world.tenants.map((tenant) =>
      [tenant.consent, tenant.gdap.status, tenant.faults.conditionalAccess].join('/'),
    );
    expect(standing).toContain('missing/active/none');
    expect(standing).toContain('granted/terminated/none');
    expect(standing).toContain('granted/expiring/none');
    expect(standing).toContain('granted/active/blocked');
    expect(standing).toContain('granted/active/mfaRequired');
    expect(startWith.map((call) => call.verb)).toEqual(
      expect.arrayContaining(['graph.throttleNext', 'cipp.answerNextWith', 'identity.expireSecret']),
    );
  });

  it('hides everybody of one customer and half of another although the PSA knows them all as linked', () => {
    const { world } = buildWorld('broken', 1);
    const linked = (name: string): number => {
      const tenant = world.tenants.find((candidate) => candidate.displayName === name);
      return world.psa.links.filter((link) => link.entra_tenant_id === tenant?.entraTenantId).length;
    };
    expect(world.tenants.find((tenant) => tenant.displayName === 'Empty Estate')?.users).toEqual([]);
    expect(linked('Empty Estate')).toBe(40);
    expect(world.tenants.find((tenant) => tenant.displayName === 'Half Hidden Hotels')?.users).toHaveLength(30);
    expect(linked('Half Hidden Hotels')).toBe(60);
  });
});
