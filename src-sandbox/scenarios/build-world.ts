/** The list of scenarios and the one way to build a world from a name and a seed. */
import { buildHarborIt } from './harbor-it/build.ts';
import type { PlantedCase } from './planted-cases.ts';
import type { World } from './world.ts';

export const scenarioNames = ['harbor-it'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export type BuiltWorld = { world: World; plantedCases: PlantedCase[] };

export const isScenarioName = (name: string): name is ScenarioName =>
  (scenarioNames as readonly string[]).includes(name);

export function buildWorld(scenario: ScenarioName, seed: number): BuiltWorld {
  switch (scenario) {
    case 'harbor-it':
      return buildHarborIt(seed);
  }
}
