/**
 * The PSA clients of "Harbor IT" and with them every row of the table "tenant -> client" (design 6). Two clients carry an
 * Entra tenant id already: the server mapped and synced those two customers before Concord came.
 */
import type { ClientOptions } from '../psa-builder.ts';
import type { PsaClientSeed } from '../world.ts';
import type { ClientKey, EstateGround, TenantKey } from './estate.ts';

function clientTable(ground: EstateGround): Record<ClientKey, [name: string, options: ClientOptions]> {
  const idOf = (key: TenantKey): string => ground.tenants[key].tenant.entraTenantId;
  return {
    brightwater: [
      'Brightwater Dental Group, LLC',
      { url: 'https://www.brightwaterdental.com/', billing_email: 'ap@brightwaterdental.com' },
    ],
    kessler: ['Kessler und Vogt Rechtsanwaelte', { website: 'http://kessler-vogt.de' }],
    sjoberg: ['Sjöberg Trävaror', { url: 'https://sjobergtravaror.se/om-oss?lang=sv' }],
    pemberton: ['Pemberton Robotics', { url: 'https://shop.pembertonrobotics.co.uk:8443/' }],
    botha: ['Botha & Mokoena Logistics', { website: 'WWW.BOTHAMOKOENA.CO.ZA' }],
    lefevre: ['Maison Lefevre', { url: 'https://maisonlefevre.fr.', billing_email: 'compta@maisonlefevre.fr' }],
    harrow: [
      'Harrow Valley Credit Union',
      {
        url: 'https://harrowvalleycu.org',
        entra_tenant_id: idOf('harrow'),
        entra_primary_domain: 'harrowvalleycu.org',
      },
    ],
    akti: [
      'Akti Maritime',
      { url: 'https://akti-yachts.gr', entra_tenant_id: idOf('akti'), entra_primary_domain: 'aktishipping.gr' },
    ],
    meridianNorth: ['Meridian Property Partners - North', { url: 'https://meridianpp.com' }],
    meridianSouth: ['Meridian Property Partners - South', { url: 'http://www.meridianpp.com/south' }],
    oconnellConstruction: ["O'Connell Brothers Construction Ltd", { url: 'https://oconnellbros.ie' }],
    oconnellPlant: ["O'Connell Plant Hire Ltd", { website: 'https://oconnellbros.ie/plant-hire' }],
    dvorakExport: [
      'Dvořák Export s.r.o.',
      { url: 'https://dvorak-export.cz', entra_tenant_id: idOf('dvorak'), entra_primary_domain: 'vinarstvidvorak.cz' },
    ],
    dvorakWinery: ['Vinařství Dvořák', { url: 'https://www.vinarstvidvorak.cz' }],
    koskinenGroup: [
      'Koskinen Group Oy',
      {
        url: 'https://koskinenlogistiikka.fi',
        entra_tenant_id: idOf('koskinen'),
        entra_primary_domain: 'koskinenmetalli.fi',
      },
    ],
    koskinenMetalli: ['Koskinen Metalli', { url: 'https://koskinenmetalli.fi/' }],
    sunbeam: ['Sunbeam Childcare', { url: 'https://sunbeamchildcare.com.au', is_inactive: true }],
    most: ['Галерия Мост', { website: 'https://galeriamost.bg', is_inactive: true }],
    delacroix: ['DCA Révision', { url: 'https://dca-revision.ch', billing_email: 'comptabilite@delacroix-audit.ch' }],
    fjord: ['Nordvest Innsikt', { inboundEmailDomains: ['fjordanalytics.no'] }],
    pinecrest: ['Dogwood Animal Care', { billing_email: 'dogwood.billing@gmail.com' }],
    zielony: ['Kowalczyk Roofing', {}],
    castellano: ['Castellano Impianti Srl', {}],
    gulf: ['Gulf Coast Marine Supply LLC', { url: 'https://gcms-parts.com' }],
    harborIt: ['Harbor IT', { url: 'https://harborit.example', billing_email: 'billing@harborit.example' }],
    blueHeron: ['Blue Heron Bakery', { url: 'https://blueheronbakery.com' }],
    stBrendan: ["St. Brendan's Parish School", { url: 'https://stbrendans-school.org' }],
    quayside: ['Quayside Apartments HOA', {}],
    ferrante: ['Ferrante Motors', { url: 'https://ferrantemotors.com', billing_email: 'office@ferrantemotors.com' }],
    tidewater: ['Tidewater Yoga', { website: 'https://tidewateryoga.com' }],
    oldMill: ['Old Mill Brewing Co.', { url: 'https://oldmillbrewing.com', is_inactive: true }],
  };
}

type TenantCase = { row: string; expect: string; tenant: TenantKey; clients: ClientKey[]; says: string };

const TENANT_CASES: TenantCase[] = [
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'brightwater',
    clients: ['brightwater'],
    says: 'The website, with www. and a trailing slash, is a verified domain of the tenant.',
  },
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'kessler',
    clients: ['kessler'],
    says: 'properties.website is the verified domain; the names differ in umlauts and "und".',
  },
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'sjoberg',
    clients: ['sjoberg'],
    says: 'The website carries a path and a query.',
  },
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'pemberton',
    clients: ['pemberton'],
    says: 'The website is a sub-domain with a port; registrable domain under co.uk.',
  },
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'botha',
    clients: ['botha'],
    says: 'The website is upper case without a scheme; registrable domain under co.za.',
  },
  {
    row: 'autoByVerifiedDomain',
    expect: 'autoMatched',
    tenant: 'lefevre',
    clients: ['lefevre'],
    says: 'The website ends with a dot; accents differ.',
  },
  {
    row: 'autoByEntraTenantId',
    expect: 'autoMatched',
    tenant: 'harrow',
    clients: ['harrow'],
    says: 'The client carries this Entra tenant id, and the domain agrees.',
  },
  {
    row: 'autoByEntraTenantId',
    expect: 'autoMatched',
    tenant: 'akti',
    clients: ['akti'],
    says: 'Only the Entra tenant id speaks; the name is Greek and the website is another company.',
  },
  {
    row: 'severalClientsSameDomain',
    expect: 'needsReview',
    tenant: 'meridian',
    clients: ['meridianNorth', 'meridianSouth'],
    says: 'Two offices, one website.',
  },
  {
    row: 'severalClientsSameDomain',
    expect: 'needsReview',
    tenant: 'oconnell',
    clients: ['oconnellConstruction', 'oconnellPlant'],
    says: 'Two companies of one family share the website.',
  },
  {
    row: 'idAndDomainDisagree',
    expect: 'needsReview',
    tenant: 'dvorak',
    clients: ['dvorakExport', 'dvorakWinery'],
    says: 'The id says Export, the verified domain says the winery.',
  },
  {
    row: 'idAndDomainDisagree',
    expect: 'needsReview',
    tenant: 'koskinen',
    clients: ['koskinenGroup', 'koskinenMetalli'],
    says: 'The id says the group, the verified domain says Metalli.',
  },
  {
    row: 'clientInactive',
    expect: 'needsReview',
    tenant: 'sunbeam',
    clients: ['sunbeam'],
    says: 'The only client with the domain is inactive.',
  },
  {
    row: 'clientInactive',
    expect: 'needsReview',
    tenant: 'most',
    clients: ['most'],
    says: 'The only client with the domain is inactive; Cyrillic names.',
  },
  {
    row: 'clientMappedAlready',
    expect: 'needsReview',
    tenant: 'dvorakExport',
    clients: ['dvorakExport'],
    says: "Name and domain fit, but the client already carries the winery's tenant id: two tenants, one client.",
  },
  {
    row: 'clientMappedAlready',
    expect: 'needsReview',
    tenant: 'koskinenLogistics',
    clients: ['koskinenGroup'],
    says: "Its domain is the website of a client that already carries another tenant's id: two tenants, one client.",
  },
  {
    row: 'onlySecondaryDomain',
    expect: 'needsReview',
    tenant: 'delacroix',
    clients: ['delacroix'],
    says: 'Only the billing address has the domain.',
  },
  {
    row: 'onlySecondaryDomain',
    expect: 'needsReview',
    tenant: 'fjord',
    clients: ['fjord'],
    says: 'Only an inbound e-mail domain agrees.',
  },
  {
    row: 'onlyCensus',
    expect: 'needsReview',
    tenant: 'pinecrest',
    clients: ['pinecrest'],
    says: "Most of the client's contacts write from the tenant's domain; name and website say nothing.",
  },
  {
    row: 'onlyCensus',
    expect: 'needsReview',
    tenant: 'zielony',
    clients: ['zielony'],
    says: "Most of the client's contacts write from the tenant's domain.",
  },
  {
    row: 'onlyName',
    expect: 'needsReview',
    tenant: 'castellano',
    clients: ['castellano'],
    says: 'Same name, written S.r.l. and Srl; no domain anywhere.',
  },
  {
    row: 'onlyName',
    expect: 'needsReview',
    tenant: 'gulf',
    clients: ['gulf'],
    says: 'Same name, Inc. and LLC; the website is another domain.',
  },
  {
    row: 'nothing',
    expect: 'needsReview',
    tenant: 'hokusei',
    clients: [],
    says: 'No client resembles it; a name without Latin letters.',
  },
  { row: 'nothing', expect: 'needsReview', tenant: 'lumen', clients: [], says: 'No client resembles it.' },
];

/** Adds every client and notes which row of the first decision table it makes true. */
export function plantClients(ground: EstateGround): Record<ClientKey, PsaClientSeed> {
  const table = clientTable(ground);
  const keys = Object.keys(table) as ClientKey[]; // Object.keys forgets the literal keys
  const entries = keys.map((key) => [key, ground.psa.addClient(table[key][0], table[key][1])] as const);
  const clients = Object.fromEntries(entries) as Record<ClientKey, PsaClientSeed>; // as above
  for (const { tenant, clients: clientKeys, ...known } of TENANT_CASES) {
    ground.planter.plant({
      table: 'tenantToClient',
      ...known,
      entraTenantId: ground.tenants[tenant].tenant.entraTenantId,
      clientIds: clientKeys.map((key) => clients[key].client_id),
    });
  }
  for (const [tenant, client] of [
    ['lumen', 'tidewater'],
    ['hokusei', 'blueHeron'],
  ] as const) {
    const { defaultDomain, entraTenantId } = ground.tenants[tenant].tenant;
    ground.planter.plant({
      table: 'tenantToClient',
      row: 'operatorSkips',
      expect: 'skipped',
      says: 'The operator skips it; when a client gets its domain as website, the evidence has changed and it comes back.',
      entraTenantId,
      clientIds: [clients[client].client_id],
      steps: [
        {
          verb: 'psa.changeClient',
          args: { clientId: clients[client].client_id, changes: { url: `https://${defaultDomain}` } },
        },
      ],
    });
  }
  return clients;
}
