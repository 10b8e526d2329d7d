/**
 * A made-up estate of any size for benchmarks and property tests: companies with the names, websites and tenants that
 * MSPs have. The same seed gives the same estate on every machine.
 */
import { asId, type ManagedTenantId } from '../../shared/vocabulary/ids.ts';
import type { Client } from '../../src-main/engine/domain/client.ts';
import type { ManagedTenant } from '../../src-main/engine/domain/managed-tenant.ts';
import { type ContactCensus, censusOf } from '../../src-main/engine/domain/tenant-match/contact-census.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);
const firsts = words(`
  Adler Alpine Amber Anchor Apex Aurora Beacon Birch Blue Bright Cedar Citadel Clear Coastal Copper Crescent Crown Delta Diamond Eagle
  Eastern Elm Emerald Evergreen Falcon First Forge Fox Frontier Garnet Golden Granite Green Grove Harbor Haven Hawthorn Heritage Highland
  Horizon Iron Ivory Jade Juniper Keystone Kingfisher Lakeside Lark Liberty Lighthouse Lunar Maple Meadow Meridian Metro Mill Mountain
  Northern Northgate Oak Ocean Olympic Onyx Orchard Pacific Palm Paragon Pearl Pine Pioneer Prairie Premier Quartz Raven Redwood Regal Ridge
  River Rowan Royal Sable Sapphire Sequoia Sierra Silver Skyline Solar Spruce Sterling Stone Summit Sunrise Swift Thistle Timber Titan
  Trinity Union Valley Vanguard Vertex Victoria Vista Walnut Western Willow Windsor Wolf Zenith Müller Łódź Søndergaard Göteborg Peña
`);
const seconds = words(`
  Accounting Advisors Architects Automotive Bakery Brewing Builders Capital Care Chemicals Clinic Coffee Consulting Construction Creative
  Dental Design Digital Electric Electronics Energy Engineering Equipment Farms Fashion Finance Fitness Foods Foundation Freight Furniture
  Gardens Glass Healthcare Heating Homes Hospitality Hotels Imaging Industries Insurance Interiors Kitchens Laboratories Landscaping Law
  Legal Lighting Logistics Machinery Management Manufacturing Marine Marketing Materials Media Medical Metals Mining Mobility Motors Music
  Networks Nutrition Optics Outdoor Packaging Paper Partners Pharma Photography Physio Plastics Plumbing Printing Productions Properties
  Publishing Realty Recruitment Recycling Research Restaurants Retail Robotics Roofing Schools Security Shipping Software Solutions Sports
  Steel Storage Studios Supplies Surveying Systems Technologies Telecom Textiles Tools Toys Trading Transport Travel Veterinary Wines
`);
const suffixes = [
  'Ltd',
  'LLC',
  'Inc.',
  'GmbH',
  'B.V.',
  'S.r.l.',
  'AB',
  'Pty Ltd',
  'Group',
  'Services Group Ltd',
  'Holdings',
  '',
];

/** Mulberry32: a small, well-mixed generator; good enough for names, not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface GeneratedEstate {
  readonly managedTenants: readonly ManagedTenant[];
  readonly clients: readonly Client[];
  readonly contactCensus: ContactCensus;
}

const onsets = words('b br c ch cl d dr f fl g gr h j k kl l m n p pr r s sch sh st t tr v w z');
const vowels = words('a e i o u ai ei ou');
const codas = words('n r l s nd rt ck m x lt ng rd tz ff');

/** Clients with a website, a mail domain, both or neither; tenants mostly of clients, some renamed, some strangers. */
export function generatedEstate(tenantCount: number, clientCount: number, seed: number): GeneratedEstate {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  // Half of all companies are called after their founders: made-up surnames, as varied as real ones.
  const surname = (): string => {
    const syllable = (): string => pick(onsets) + pick(vowels) + (random() < 0.5 ? pick(codas) : '');
    const name = syllable() + syllable() + (random() < 0.4 ? syllable() : '');
    return name.slice(0, 1).toUpperCase() + name.slice(1);
  };
  const companyName = (): string =>
    [random() < 0.5 ? surname() : pick(firsts), random() < 0.3 ? pick(firsts) : '', pick(seconds), pick(suffixes)]
      .filter((word) => word !== '')
      .join(' ');
  const clients: Client[] = [];
  const emails: { clientId: Client['clientId']; email: string; isInactive: boolean }[] = [];
  for (let at = 0; at < clientCount; at++) {
    const domain =
      `${pick(firsts)}-${pick(seconds)}-${at}`
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z0-9-]/g, '') + pick(['.com', '.co.uk', '.de', '.example']);
    const client = {
      clientId: asId<Client['clientId']>(`client-${at}`),
      name: companyName(),
      websites:
        random() < 0.6
          ? [pick(['https://www.', 'http://', '', 'https://shop.']) + domain + pick(['', '/', '/about', ':8443/x'])]
          : [],
      billingEmail: random() < 0.5 ? `billing@${random() < 0.1 ? 'outsourced-it.example' : domain}` : null,
      inboundEmailDomains: random() < 0.2 ? [domain] : [],
      entraTenantId: random() < 0.1 ? `${at}`.padStart(8, '0').concat('-0000-4000-8000-000000000000') : null,
      entraPrimaryDomain: null,
      isInactive: random() < 0.05,
      updatedAt: null,
    };
    clients.push(client);
    for (let contact = 0; contact < 3; contact++)
      emails.push({
        clientId: client.clientId,
        email: `person${contact}@${random() < 0.8 ? domain : 'gmail.com'}`,
        isInactive: false,
      });
  }
  const managedTenants = Array.from({ length: tenantCount }, (_, at) => {
    const client = clients[Math.floor(random() * clientCount)];
    const isOurs = client !== undefined && random() < 0.85;
    const domain = isOurs
      ? (client.websites[0] ?? client.billingEmail ?? 'x@nowhere.example')
          .replace(/^.*(?:@|\/\/(?:www\.|shop\.)?)/, '')
          .replace(/[:/].*$/, '')
      : `stranger-${at}.example`;
    return aTenant(at, {
      displayName: isOurs && random() < 0.7 ? client.name : companyName(),
      domain,
      entraTenantId: isOurs ? client.entraTenantId : null,
    });
  });
  return { managedTenants, clients, contactCensus: censusOf(emails) };
}

interface TenantSeed {
  readonly displayName: string;
  readonly domain: string;
  readonly entraTenantId: string | null;
}

function aTenant(at: number, { displayName, domain, entraTenantId }: TenantSeed): ManagedTenant {
  return {
    managedTenantId: asId<ManagedTenantId>(`tenant-${at}`),
    entraTenantId: asId(entraTenantId ?? `${at}`.padStart(8, '0').concat('-1111-4000-8000-000000000000')),
    displayName,
    defaultDomain: domain,
    initialDomain: `t${at}.onmicrosoft.com`,
    verifiedDomains: [domain, `t${at}.onmicrosoft.com`],
    sources: ['relationships'],
    isPartner: false,
    gdap: null,
    access: 'ok',
    userCount: null,
    discoveredAt: 0,
    lastSeenAt: 0,
  };
}
