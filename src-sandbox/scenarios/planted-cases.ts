/**
 * Planted cases: which row of a decision table (design 6) a scenario put where, with the right answer beside it. Data for
 * tests to look at; the services never read it. A case that only time can make true names the control calls that do it.
 */

export type PlantedTable = 'tenantToClient' | 'directoryUsersThatCount' | 'directoryUserToContact';

export type ControlCall = { verb: string; args: Record<string, unknown> };

export type PlantedCase = {
  table: PlantedTable;
  /** Row of the table, in camelCase; exclusion rows carry the reason itself. */
  row: string;
  /** The right answer: a state, `counts`, an exclusion reason, or an action such as `link` or `queue`. */
  expect: string;
  /** One sentence for people. */
  says: string;
  entraTenantId: string;
  entraObjectIds: string[];
  clientIds: string[];
  contactIds: string[];
  /** Control calls that make the case happen after a first sync; empty = true from the start. */
  steps: ControlCall[];
};

export type PlantOptions = Omit<PlantedCase, 'entraObjectIds' | 'clientIds' | 'contactIds' | 'steps'> &
  Partial<Pick<PlantedCase, 'entraObjectIds' | 'clientIds' | 'contactIds' | 'steps'>>;

export type Planter = { cases: PlantedCase[]; plant(options: PlantOptions): void };

export function createPlanter(): Planter {
  const cases: PlantedCase[] = [];
  return {
    cases,
    plant: (options) => {
      cases.push({ entraObjectIds: [], clientIds: [], contactIds: [], steps: [], ...options });
    },
  };
}
