/**
 * The 24 customers of "Harbor IT" and what the planting steps share while the scenario is built. Names span eleven
 * countries and four scripts; sizes are long-tailed (412 people down to 3), 1,900 accounts in all.
 */
import { createPlanter, type Planter } from '../planted-cases.ts';
import { createPsaBuilder, type PsaBuilder } from '../psa-builder.ts';
import { createTenantBuilder, type TenantBuilder, type TenantSpec } from '../tenant-builder.ts';
import type { PsaClientSeed } from '../world.ts';

/** `people` is the final number of accounts in the directory, planted ones included. */
type HarborTenantSpec = TenantSpec & { people: number };

const US = '+1 206 555 01##';
const UK = '+44 20 7946 0###';

const SPECS = {
  brightwater: {
    displayName: 'Brightwater Dental Group',
    domain: 'brightwaterdental.com',
    otherDomains: ['brightwaterortho.com'],
    initial: 'brightwaterdental',
    country: 'US',
    locale: 'en',
    phone: US,
    people: 412,
  },
  harrow: {
    displayName: 'Harrow Valley Credit Union',
    domain: 'harrowvalleycu.org',
    initial: 'harrowvalleycu',
    country: 'US',
    locale: 'en',
    phone: US,
    people: 298,
  },
  pemberton: {
    displayName: 'Pemberton Robotics Ltd',
    domain: 'pembertonrobotics.co.uk',
    initial: 'pembertonrobotics',
    country: 'GB',
    locale: 'en',
    phone: UK,
    people: 231,
  },
  botha: {
    displayName: 'Botha & Mokoena Logistics (Pty) Ltd',
    domain: 'bothamokoena.co.za',
    initial: 'bothamokoena',
    country: 'ZA',
    locale: 'za',
    phone: '+27 11 555 ####',
    people: 187,
  },
  sjoberg: {
    displayName: 'Sjöberg Trävaror AB',
    domain: 'sjobergtravaror.se',
    initial: 'sjobergtravaror',
    country: 'SE',
    locale: 'sv',
    phone: '+46 8 465 004 ##',
    people: 164,
  },
  kessler: {
    displayName: 'Kessler & Vogt Rechtsanwälte PartG mbB',
    domain: 'kessler-vogt.de',
    otherDomains: ['kessler-vogt.eu'],
    initial: 'kesslervogt',
    country: 'DE',
    locale: 'de',
    phone: '+49 30 23125 ###',
    people: 118,
  },
  meridian: {
    displayName: 'Meridian Property Partners',
    domain: 'meridianpp.com',
    initial: 'meridianpp',
    country: 'US',
    locale: 'en',
    phone: US,
    people: 95,
  },
  lefevre: {
    displayName: 'Maison Lefèvre SARL',
    domain: 'maisonlefevre.fr',
    initial: 'maisonlefevre',
    country: 'FR',
    locale: 'fr',
    phone: '+33 1 99 00 ## ##',
    people: 76,
    contractDisplayName: 'Lefevre et Fils',
  },
  akti: {
    displayName: 'Ακτή Ναυτιλιακή Α.Ε.',
    domain: 'aktishipping.gr',
    initial: 'aktishipping',
    country: 'GR',
    locale: 'el',
    phone: '+30 21 0555 ####',
    people: 64,
  },
  oconnell: {
    displayName: "O'Connell Brothers Construction",
    domain: 'oconnellbros.ie',
    initial: 'oconnellbros',
    country: 'IE',
    locale: 'ie',
    phone: '+353 20 910 ####',
    people: 41,
  },
  sunbeam: {
    displayName: 'Sunbeam Childcare Pty Ltd',
    domain: 'sunbeamchildcare.com.au',
    initial: 'sunbeamchildcare',
    country: 'AU',
    locale: 'en',
    phone: '+61 2 5550 ####',
    people: 37,
  },
  dvorak: {
    displayName: 'Vinařství Dvořák s.r.o.',
    domain: 'vinarstvidvorak.cz',
    initial: 'vinarstvidvorak',
    country: 'CZ',
    locale: 'cs',
    phone: '+420 222 555 ###',
    people: 33,
  },
  koskinen: {
    displayName: 'Koskinen Metalli Oy',
    domain: 'koskinenmetalli.fi',
    initial: 'koskinenmetalli',
    country: 'FI',
    locale: 'fi',
    phone: '+358 9 4245 ####',
    people: 28,
  },
  dvorakExport: {
    displayName: 'Dvořák Export s.r.o.',
    domain: 'dvorak-export.cz',
    initial: 'dvorakexport',
    country: 'CZ',
    locale: 'cs',
    phone: '+420 222 555 ###',
    people: 22,
    sources: ['relationships', 'cipp'],
  },
  delacroix: {
    displayName: 'Delacroix Audit SA',
    domain: 'delacroix-audit.ch',
    initial: 'delacroixaudit',
    country: 'CH',
    locale: 'fr',
    phone: '+41 22 555 ## ##',
    people: 19,
  },
  fjord: {
    displayName: 'Fjord Analytics AS',
    domain: 'fjordanalytics.no',
    initial: 'fjordanalytics',
    country: 'NO',
    locale: 'no',
    phone: '+47 22 55 ## ##',
    people: 14,
  },
  pinecrest: {
    displayName: 'Pinecrest Veterinary Hospital',
    domain: 'pinecrestvet.com',
    initial: 'pinecrestvet',
    country: 'US',
    locale: 'en',
    phone: US,
    people: 12,
  },
  castellano: {
    displayName: 'Castellano Impianti S.r.l.',
    domain: 'castellanoimpianti.it',
    initial: 'castellanoimpianti',
    country: 'IT',
    locale: 'it',
    phone: '+39 06 5550 ####',
    people: 11,
  },
  koskinenLogistics: {
    displayName: 'Koskinen Logistiikka Oy',
    domain: 'koskinenlogistiikka.fi',
    initial: 'koskinenlogistiikka',
    country: 'FI',
    locale: 'fi',
    phone: '+358 9 4245 ####',
    people: 9,
    sources: ['relationships', 'contracts', 'cipp'],
  },
  zielony: {
    displayName: 'Zielony Dach Sp. z o.o.',
    domain: 'zielonydach.pl',
    initial: 'zielonydach',
    country: 'PL',
    locale: 'pl',
    phone: '+48 22 555 ## ##',
    people: 8,
  },
  most: {
    displayName: 'Галерия Мост ООД',
    domain: 'galeriamost.bg',
    initial: 'galeriamost',
    country: 'BG',
    locale: 'bg',
    phone: '+359 2 555 ####',
    people: 7,
  },
  gulf: {
    displayName: 'Gulf Coast Marine Supply, Inc.',
    domain: 'gulfcoastmarine.net',
    initial: 'gulfcoastmarine',
    country: 'US',
    locale: 'en',
    phone: US,
    people: 6,
    cippAlias: 'Gulf Coast (marine)',
  },
  hokusei: {
    displayName: '北星物流株式会社',
    domain: 'hokusei-logistics.jp',
    initial: 'hokusei',
    country: 'JP',
    locale: 'ja',
    phone: '+81 3 5550 ####',
    people: 5,
    sources: ['relationships', 'cipp'],
  },
  lumen: {
    displayName: 'Lumen & Oak Studio',
    domain: 'lumenandoak.studio',
    initial: 'lumenandoak',
    country: 'NL',
    locale: 'nl',
    phone: '+31 20 555 ####',
    people: 3,
  },
} satisfies Record<string, HarborTenantSpec>;

export type TenantKey = keyof typeof SPECS;
export const tenantKeys = Object.keys(SPECS) as TenantKey[]; // Object.keys forgets the literal keys

/** Clients that belong to one customer's directory share its key; the others have keys of their own. */
export type ClientKey =
  | Exclude<TenantKey, 'koskinenLogistics' | 'hokusei' | 'lumen' | 'meridian' | 'oconnell' | 'dvorak' | 'koskinen'>
  | 'meridianNorth'
  | 'meridianSouth'
  | 'oconnellConstruction'
  | 'oconnellPlant'
  | 'dvorakWinery'
  | 'koskinenGroup'
  | 'koskinenMetalli'
  | 'harborIt'
  | 'blueHeron'
  | 'stBrendan'
  | 'quayside'
  | 'ferrante'
  | 'tidewater'
  | 'oldMill';

export type Estate = {
  seedLabel: string;
  tenants: Record<TenantKey, TenantBuilder>;
  clients: Record<ClientKey, PsaClientSeed>;
  psa: PsaBuilder;
  planter: Planter;
};

export const plannedPeople = (key: TenantKey): number => SPECS[key].people;

export type EstateGround = Omit<Estate, 'clients'>;

/** Empty directories and an empty PSA, ready for clients, planted cases and then ordinary people. */
export function createEstateGround(seed: number): EstateGround {
  const seedLabel = `harbor-it/${seed}`;
  const usedNames = new Set<string>();
  const entries = tenantKeys.map((key) => [key, createTenantBuilder(SPECS[key], seedLabel, usedNames)] as const);
  return {
    seedLabel,
    tenants: Object.fromEntries(entries) as Record<TenantKey, TenantBuilder>, // fromEntries forgets the keys it was given
    psa: createPsaBuilder(seedLabel, 'Harbor IT'),
    planter: createPlanter(),
  };
}
