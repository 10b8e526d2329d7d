/**
 * The brake: the last pure step of a plan. A client that passes a limit or whose source is in doubt is held, the rest goes
 * on; if what is left still passes a limit of the plan, the whole plan waits. Two exits: leave the client out, or allow once
 * with a typed reason, which lifts that client's holds (or the plan's) and is reported for the audit log.
 */

import type { Contact } from '../contact.ts';
import type { HoldOverride, LiftedHold, PlanInput } from '../plan-input.ts';
import type { ClientHold, PlannedChange } from '../planned-change.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { holdRows, isActionable, isWriting } from './hold-rows.ts';
import { clientLimitHolds, planLimitHolds } from './limit-holds.ts';
import { brakedKindOf, countPopulations, findRelinks } from './populations.ts';
import { sourceHolds } from './source-holds.ts';

export interface BrakedRows {
  readonly rows: readonly PlannedChange[];
  readonly holds: readonly ClientHold[];
  readonly liftedHolds: readonly LiftedHold[];
}

/** Rows keep their order and their action; no row is removed. `contactById` holds the contacts of the input. */
export function applyBrakes(
  rows: readonly PlannedChange[],
  input: PlanInput,
  contactById: ReadonlyMap<string, Contact>,
): BrakedRows {
  const isRelink = findRelinks(input, rows);
  const names = new Map(input.clients.map(({ clientId, name }) => [clientId as string, name]));
  const counting = {
    kindOf: (row: PlannedChange) => brakedKindOf(row, isRelink),
    numbers: countPopulations(input, contactById),
    clientName: (clientId: string) => names.get(clientId) ?? 'an unknown client',
  };
  const { brakes } = input.rules;
  const ofClients = lift([...sourceHolds(input), ...clientLimitHolds({ ...counting, rows }, brakes)], input.overrides);
  const clientHeld = holdClients(rows, ofClients.holds);
  const ofPlan = lift(planLimitHolds({ ...counting, rows: clientHeld }, brakes), input.overrides);
  const [first] = ofPlan.holds;
  return {
    rows: first === undefined ? clientHeld : holdRows(clientHeld, first.reason, isWriting),
    holds: [...ofClients.holds, ...ofPlan.holds].sort(byPlace),
    liftedHolds: [...ofClients.liftedHolds, ...ofPlan.liftedHolds].sort((left, right) =>
      byPlace(left.hold, right.hold),
    ),
  };
}

/** The first hold of a client is the one its rows show; the others are listed with the plan. */
function holdClients(rows: readonly PlannedChange[], holds: readonly ClientHold[]): readonly PlannedChange[] {
  if (holds.length === 0) return rows;
  const reasonOf = new Map(holds.toReversed().map(({ clientId, reason }) => [clientId, reason]));
  return rows.map((row) => {
    const reason = reasonOf.get(row.clientId);
    return reason === undefined || row.hold !== null || !isActionable(row) ? row : { ...row, hold: reason };
  });
}

function lift(
  holds: readonly ClientHold[],
  overrides: readonly HoldOverride[],
): { readonly holds: readonly ClientHold[]; readonly liftedHolds: readonly LiftedHold[] } {
  const kept: ClientHold[] = [];
  const liftedHolds: LiftedHold[] = [];
  for (const hold of holds) {
    // A reason is the price of the exit: an empty one lifts nothing.
    const override = overrides.find(({ clientId, reason }) => clientId === hold.clientId && reason.trim() !== '');
    if (override === undefined) kept.push(hold);
    else liftedHolds.push({ hold, override });
  }
  return { holds: kept, liftedHolds };
}

function byPlace(left: ClientHold, right: ClientHold): number {
  const key = ({ clientId, reason, managedTenantId }: ClientHold): string =>
    `${clientId ?? ''}\n${reason}\n${managedTenantId ?? ''}`;
  return byCodeUnit(key(left), key(right));
}
