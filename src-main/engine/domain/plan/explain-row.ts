/**
 * The full ledger of one row, for a person who asks. Plans keep evidence only where something is asked or taken over; this
 * makes the rest from the same input, by the same comparison, when somebody wants to see it.
 */
import { contactLedger } from '../contact-match/contact-ledger.ts';
import { indexEstate } from '../contact-match/estate.ts';
import type { EvidenceLedger } from '../evidence.ts';
import type { PlanInput } from '../plan-input.ts';
import type { PlannedChange } from '../planned-change.ts';
import { considerIdentities } from './consider-identities.ts';

/** The stored ledger where the row has one with lines; else the comparison with the row's contact; else what is stored. */
export function explainRow(input: PlanInput, row: PlannedChange): EvidenceLedger | null {
  const { evidence } = row;
  if ((evidence !== null && evidence.lines.length > 0) || row.contactId === null) return evidence;
  const { identities } = considerIdentities(input);
  const estate = indexEstate(input, identities);
  const identity = estate.findIdentity(row.entraTenantId, row.entraObjectId);
  const contact = estate.contactById.get(row.contactId);
  if (identity === null || contact === undefined) return evidence;
  return contactLedger(identity, contact, { estate, counterfactual: evidence?.counterfactual ?? null });
}
