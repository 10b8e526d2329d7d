/**
 * Scenario `broken`: seventeen customers, each with one thing wrong that a console must name and survive. Standing faults
 * live in the tenants; faults of the services (throttling, odd CIPP answers, expired secrets) are control calls that run
 * when the sandbox starts.
 */
import { createPartner } from './partner.ts';
import type { ControlCall } from './planted-cases.ts';
import { createPsaBuilder, type PsaBuilder } from './psa-builder.ts';
import { createTenantBuilder, type TenantBuilder } from './tenant-builder.ts';
import type { SandboxTenant, World } from './world.ts';

type Trouble = {
  name: string;
  /** Left part of `<x>.example` and `<x>.onmicrosoft.com`. */
  key: string;
  people: number;
  breakIt: (tenant: SandboxTenant) => void;
};

const ALWAYS = 1_000_000;

const TROUBLES: Trouble[] = [
  { name: 'Healthy Harbour Cafe', key: 'healthyharbour', people: 24, breakIt: () => undefined },
  {
    name: 'Consent Missing Ltd',
    key: 'consentmissing',
    people: 18,
    breakIt: (tenant) => {
      tenant.consent = 'missing';
    },
  },
  {
    name: 'Terminated Textiles GmbH',
    key: 'terminatedtextiles',
    people: 20,
    breakIt: (tenant) => {
      Object.assign(tenant.gdap, { status: 'terminated', endDateTime: '2026-10-01T00:00:00Z' });
    },
  },
  {
    name: 'Expired Exports LLC',
    key: 'expiredexports',
    people: 12,
    breakIt: (tenant) => {
      Object.assign(tenant.gdap, { status: 'expired', endDateTime: '2026-10-20T00:00:00Z' });
    },
  },
  {
    name: 'Expiring Express AB',
    key: 'expiringexpress',
    people: 16,
    breakIt: (tenant) => {
      Object.assign(tenant.gdap, {
        status: 'expiring',
        endDateTime: '2026-12-06T00:00:00Z',
        autoExtendDuration: 'PT0S',
      });
    },
  },
  {
    name: 'Roleless Roofing Inc.',
    key: 'rolelessroofing',
    people: 14,
    breakIt: (tenant) => {
      tenant.gdap.roles = [];
    },
  },
  {
    name: 'Group Not Assigned SA',
    key: 'groupnotassigned',
    people: 14,
    breakIt: (tenant) => {
      tenant.faults.directoryRoleMissing = true;
    },
  },
  {
    name: 'Blocked by Policy Pty Ltd',
    key: 'blockedbypolicy',
    people: 15,
    breakIt: (tenant) => {
      tenant.faults.conditionalAccess = 'blocked';
    },
  },
  {
    name: 'Second Factor s.r.o.',
    key: 'secondfactor',
    people: 15,
    breakIt: (tenant) => {
      tenant.faults.conditionalAccess = 'mfaRequired';
    },
  },
  {
    name: 'Guest Conflict Oy',
    key: 'guestconflict',
    people: 11,
    breakIt: (tenant) => {
      tenant.faults.operatorIsGuest = true;
    },
  },
  {
    name: 'Bad Token Bakery',
    key: 'badtoken',
    people: 9,
    breakIt: (tenant) => {
      tenant.faults.badToken = true;
    },
  },
  {
    name: 'Vanished Ventures',
    key: 'vanishedventures',
    people: 8,
    breakIt: (tenant) => {
      tenant.faults.gone = true;
    },
  },
  {
    name: 'Empty Estate',
    key: 'emptyestate',
    people: 40,
    breakIt: (tenant) => {
      tenant.users = [];
    },
  },
  {
    name: 'Half Hidden Hotels',
    key: 'halfhidden',
    people: 60,
    breakIt: (tenant) => {
      tenant.users = tenant.users.filter((_user, index) => index % 2 === 0);
    },
  },
  { name: 'Swapped East', key: 'swappedeast', people: 30, breakIt: () => undefined },
  { name: 'Swapped West', key: 'swappedwest', people: 30, breakIt: () => undefined },
  { name: 'Odd Payload Optics', key: 'oddpayload', people: 22, breakIt: () => undefined },
];

/** Everybody was synced by the server before the trouble began, so that a careless console would inactivate them all. */
function addSyncedClient(psa: PsaBuilder, builder: TenantBuilder): void {
  const { tenant } = builder;
  const client = psa.addClient(tenant.displayName, {
    url: `https://${tenant.defaultDomain}`,
    entra_tenant_id: tenant.entraTenantId,
    entra_primary_domain: tenant.defaultDomain,
  });
  for (const user of tenant.users) {
    const linkedTo = {
      entraTenantId: tenant.entraTenantId,
      entraObjectId: user.id,
      userPrincipalName: user.userPrincipalName,
    };
    psa.addContactFor(user, client.client_id, { linkedTo });
  }
}

function swapDomains(left: SandboxTenant, right: SandboxTenant): void {
  const before = left.defaultDomain;
  left.defaultDomain = right.defaultDomain;
  left.verifiedDomains = [right.defaultDomain, left.initialDomain];
  right.defaultDomain = before;
  right.verifiedDomains = [before, right.initialDomain];
}

export function buildBroken(seed: number): { world: World; startWith: ControlCall[] } {
  const seedLabel = `broken/${seed}`;
  const psa = createPsaBuilder(seedLabel, 'Harbor IT');
  const builders = TROUBLES.map((trouble) => {
    const builder = createTenantBuilder(
      {
        displayName: trouble.name,
        domain: `${trouble.key}.example`,
        initial: trouble.key,
        country: 'US',
        locale: 'en',
        phone: '+1 206 555 01##',
      },
      seedLabel,
    );
    for (let index = 0; index < trouble.people; index += 1) builder.addPerson();
    addSyncedClient(psa, builder);
    trouble.breakIt(builder.tenant);
    return builder;
  });
  const tenants = builders.map((builder) => builder.tenant);
  const named = (key: string): SandboxTenant => {
    const found = tenants.find((tenant) => tenant.initialDomain === `${key}.onmicrosoft.com`);
    if (found === undefined) throw new Error(`The scenario has no tenant "${key}".`);
    return found;
  };
  swapDomains(named('swappedeast'), named('swappedwest'));
  const odd = named('oddpayload').entraTenantId;
  return {
    world: {
      seed,
      scenario: 'broken',
      partner: { ...createPartner(seedLabel), lighthouseOnboarded: false },
      tenants,
      psa: psa.seed,
    },
    startWith: [
      { verb: 'graph.throttleNext', args: { count: 3, retryAfterSeconds: 1, path: '/users' } },
      { verb: 'graph.failNext', args: { count: 2, status: 503, path: '/organization' } },
      {
        verb: 'cipp.answerNextWith',
        args: { kind: 'deprecatedMessage', count: ALWAYS, path: `listusers?tenantfilter=${odd}` },
      },
      { verb: 'cipp.answerNextWith', args: { kind: 'resultsString', count: ALWAYS, path: `tenantfilter=${odd}` } },
      { verb: 'identity.expireSecret', args: { which: 'app' } },
      { verb: 'identity.expireSecret', args: { which: 'cipp' } },
    ],
  };
}
