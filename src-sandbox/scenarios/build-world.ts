/** The list of scenarios and the one way to build a world from a name and a seed. */
import { buildBroken } from './broken.ts';
import { buildGiant } from './giant.ts';
import { buildHarborIt } from './harbor-it/build.ts';
import type { ControlCall, PlantedCase } from './planted-cases.ts';
import type { World } from './world.ts';

export const scenarioNames = ['harbor-it', 'giant', 'broken'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export type BuiltWorld = {
  world: World;
  plantedCases: PlantedCase[];
  /** Control calls that run before the first request. */
  startWith: ControlCall[];
};

export const isScenarioName = (name: string): name is ScenarioName => scenarioNames.some((known) => known === name);

export function buildWorld(scenario: ScenarioName, seed: number): BuiltWorld {
  switch (scenario) {
    case 'harbor-it':
      return { ...buildHarborIt(seed), startWith: [] };
    case 'giant':
      return { world: buildGiant(seed), plantedCases: [], startWith: [] };
    case 'broken':
      return { ...buildBroken(seed), plantedCases: [] };
  }
}
