/**
 * Makes the rows of a plan from verdicts: stable order, ordinals, ids, evidence where a person will read it. Evidence is
 * left out where nothing is asked and nothing is taken over, so that a plan of 100,000 quiet rows stays small.
 */
import { asId, type ChangeId } from '../../../../shared/vocabulary/ids.ts';
import { type ChangeAction, changeActions } from '../../../../shared/vocabulary/states.ts';
import { contactFacts } from '../contact.ts';
import { rankCandidates } from '../contact-match/candidates.ts';
import { contactLedger } from '../contact-match/contact-ledger.ts';
import type { Memory } from '../contact-match/decide-identities.ts';
import type { Estate } from '../contact-match/estate.ts';
import { evidenceFacts, identityKey } from '../contact-match/evidence-facts.ts';
import type { Decided } from '../contact-match/one-contact-one-identity.ts';
import type { EvidenceLedger } from '../evidence.ts';
import { plannedPerson, plannedPersonWithPhones } from '../field-rules/planned-person.ts';
import type { ContactCandidate, PlannedChange } from '../planned-change.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';

export interface RowContext {
  readonly estate: Estate;
  readonly memory: Memory;
}

const noCandidates: readonly ContactCandidate[] = [];
const noFacts: PlannedChange['evidenceFacts'] = {};
const noLines: EvidenceLedger['lines'] = [];

const rankOf = Object.fromEntries(changeActions.map((action, at) => [action, at])) as Record<ChangeAction, number>;

/** Rows in the plan's order: client name, action, address, object id; ids break ties. */
export function planRows(decided: readonly Decided[], context: RowContext): readonly PlannedChange[] {
  const groups = new Map<string, Decided[]>();
  for (const one of decided) {
    const group = groups.get(one.identity.clientId);
    if (group === undefined) groups.set(one.identity.clientId, [one]);
    else group.push(one);
  }
  const named = [...groups].map(([clientId, group]) => ({
    clientId,
    group,
    name: context.estate.clientName(clientId),
  }));
  named.sort((left, right) => byCodeUnit(left.name, right.name) || byCodeUnit(left.clientId, right.clientId));
  const rows: PlannedChange[] = [];
  for (const { group } of named) for (const one of group.sort(byPlace)) rows.push(toRow(one, rows.length, context));
  return rows;
}

function byPlace(left: Decided, right: Decided): number {
  return (
    rankOf[left.verdict.action] - rankOf[right.verdict.action] ||
    byCodeUnit(left.identity.address ?? '', right.identity.address ?? '') ||
    byCodeUnit(left.identity.user.entraObjectId, right.identity.user.entraObjectId) ||
    byCodeUnit(left.identity.user.entraTenantId, right.identity.user.entraTenantId)
  );
}

function toRow({ identity, verdict }: Decided, ordinal: number, context: RowContext): PlannedChange {
  const { user, address, exclusion, directory } = identity;
  const { action, contact } = verdict;
  const needsPerson = action === 'create' || action === 'queue';
  const { person, words } = needsPerson
    ? plannedPersonWithPhones(user, address, context.estate.readPhone)
    : { person: plannedPerson(user, address), words: [] };
  const candidates = candidatesFor({ identity, verdict }, context);
  const writes = action === 'link' || action === 'update' || action === 'inactivate';
  const excluded = action === 'skip' && verdict.reason === 'excluded' ? exclusion : null;
  return {
    changeId: changeIdOf(user, action),
    ordinal,
    clientId: identity.clientId,
    managedTenantId: directory.managedTenant.managedTenantId,
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    action,
    reason: verdict.reason,
    exclusion: excluded?.reason ?? null,
    exclusionRule: excluded?.rule ?? null,
    contactId: writes || action === 'noChange' ? (contact?.contactId ?? null) : null,
    fields: verdict.fields,
    base: writes && contact !== null ? contactFacts(contact) : null,
    person,
    candidates,
    evidenceFacts: factsFor({ identity, verdict }, context),
    evidence: evidenceFor({ identity, verdict }, candidates, context),
    because: words.length === 0 ? verdict.because : `${verdict.because} Also: ${words.join('; ')}.`,
    hold: null,
  };
}

function candidatesFor({ identity, verdict }: Decided, { estate }: RowContext): readonly ContactCandidate[] {
  const { action, candidates, counterfactual } = verdict;
  if (action !== 'queue' || candidates.length === 0) return noCandidates;
  return rankCandidates(identity, candidates, { estate, counterfactual });
}

function factsFor({ identity, verdict }: Decided, { estate, memory }: RowContext): PlannedChange['evidenceFacts'] {
  const isAsked = verdict.action === 'queue' || (memory.size > 0 && memory.has(identityKey(identity.user)));
  return isAsked ? evidenceFacts(identity, verdict, estate) : noFacts;
}

function evidenceFor(
  { identity, verdict }: Decided,
  candidates: readonly ContactCandidate[],
  { estate }: RowContext,
): EvidenceLedger | null {
  const { counterfactual } = verdict;
  const [best] = candidates;
  if (best !== undefined) return best.evidence;
  if (verdict.action === 'link' && verdict.contact !== null)
    return contactLedger(identity, verdict.contact, { estate, counterfactual });
  if (counterfactual === null) return null;
  return { lines: noLines, score: 0, sentence: verdict.because, counterfactual };
}

/** The same decision on the same identity has the same id in every plan; unique in one plan, which has one row a person. */
export function changeIdOf(
  { entraTenantId, entraObjectId }: Pick<PlannedChange, 'entraTenantId' | 'entraObjectId'>,
  action: ChangeAction,
): ChangeId {
  return asId(`${entraTenantId}/${entraObjectId}/${action}`);
}
