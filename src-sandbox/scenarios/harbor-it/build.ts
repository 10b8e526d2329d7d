/**
 * Scenario `harbor-it`: the MSP "Harbor IT" with 24 customers, 1,900 directory users, 31 clients and about 1,500 contacts,
 * in which every row of the decision tables of design 6 occurs at least twice. See scenarios/harbor-it.md.
 */

import { createPartner } from '../partner.ts';
import type { PlantedCase } from '../planted-cases.ts';
import type { World } from '../world.ts';
import { plantClients } from './clients.ts';
import { addStaffGroups, plantCounts } from './counts.ts';
import { createEstateGround, type Estate, tenantKeys } from './estate.ts';
import { plantLinkedCases } from './linked-cases.ts';
import { addOrdinaryPeople } from './people.ts';
import { plantUnlinkedCases } from './unlinked-cases.ts';

export function buildHarborIt(seed: number): { world: World; plantedCases: PlantedCase[] } {
  const ground = createEstateGround(seed);
  const estate: Estate = { ...ground, clients: plantClients(ground) };
  plantCounts(estate);
  plantLinkedCases(estate);
  plantUnlinkedCases(estate);
  addOrdinaryPeople(estate);
  addStaffGroups(estate);
  const world: World = {
    seed,
    scenario: 'harbor-it',
    partner: createPartner(estate.seedLabel),
    tenants: tenantKeys.map((key) => estate.tenants[key].tenant),
    psa: estate.psa.seed,
  };
  return { world, plantedCases: estate.planter.cases };
}
