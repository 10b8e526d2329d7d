/**
 * The MSP itself: "Harbor IT", its two operators, its app registration, its CIPP client and its own small directory. The
 * directory is the bait of two real traps (a home token for a customer, a CIPP call without tenantFilter), so nobody in it
 * resembles a customer's person.
 */
import { createTenantBuilder } from './tenant-builder.ts';
import type { SandboxOperator, SandboxPartner } from './world.ts';

const STAFF: [given: string, family: string, title: string][] = [
  ['Sam', 'Rivera', 'Service Delivery Manager'],
  ['Noor', 'Haddad', 'Support Engineer'],
  ['Gwendolyn', 'Pryce', 'Managing Director'],
  ['Ismael', 'Ferreyra', 'Network Engineer'],
  ['Tove', 'Marklund', 'Support Engineer'],
  ['Kwabena', 'Asante', 'Project Engineer'],
  ['Bettina', 'Oerlemans', 'Finance'],
  ['Callum', 'Strachan', 'Apprentice'],
];

/** Deterministic per seed label; ids and secrets look like Microsoft's but say "sandbox" where a person may read them. */
export function createPartner(seedLabel: string): SandboxPartner {
  const builder = createTenantBuilder(
    {
      displayName: 'Harbor IT',
      domain: 'harborit.example',
      initial: 'harborit',
      country: 'US',
      locale: 'en',
      phone: '+1 206 555 01##',
      sources: ['cipp'],
    },
    `${seedLabel}/partner`,
  );
  const staff = STAFF.map(([given, family, jobTitle]) => builder.addPerson({ given, family, jobTitle }));
  const operator = (index: number, password: string): SandboxOperator => {
    const user = staff[index];
    if (user === undefined) throw new Error('The partner has fewer people than operators.');
    return { upn: user.userPrincipalName, password, objectId: user.id, displayName: user.displayName ?? '' };
  };
  const { random } = builder;
  return {
    entraTenantId: builder.tenant.entraTenantId,
    displayName: 'Harbor IT',
    operators: [operator(0, 'sandbox-Harbor-7'), operator(1, 'sandbox-Harbor-8')],
    appClientId: random.guid(),
    appSecret: `sandbox~app~${random.guid().replaceAll('-', '')}`,
    cipp: {
      clientId: random.guid(),
      clientSecret: `sandbox~cipp~${random.guid().replaceAll('-', '')}`,
      token: `sandbox-cipp-token-${random.guid().slice(0, 8)}`,
    },
    lighthouseOnboarded: true,
    directory: builder.tenant,
  };
}
