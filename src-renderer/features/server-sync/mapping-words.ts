/** The words for mappings on the server. What differs is decided by the engine; this only names it. */
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import type { Word } from '../../ui/words.ts';

export type Difference = MappingThere['difference'];

export const differenceWords: Readonly<Record<Difference, Word>> = {
  otherClient: { label: 'Another client there', tone: 'bad' },
  createsClientThere: { label: 'Creates a client', tone: 'bad' },
  onlyThere: { label: 'Only there', tone: 'attention' },
  notSeenThere: { label: 'Not seen there', tone: 'attention' },
  onlyHere: { label: 'Only here', tone: 'attention' },
  none: { label: 'Same', tone: 'good' },
};

const hereWords: Readonly<Record<MappingThere['hereState'], string>> = {
  mapped: 'Mapped',
  skipped: 'Skipped',
  unmapped: 'Unmapped',
  undecided: 'Not decided',
  notSeen: 'Not discovered here',
};

/** What this profile holds for the tenant: the client, or the state in words. */
export function hereText({ hereClient, hereState }: MappingThere): string {
  return hereClient?.name ?? hereWords[hereState];
}

const thereWords: Readonly<Record<string, string>> = {
  create_new: 'Will create a client',
  needs_review: 'To be reviewed',
  skip_for_now: 'Skipped for now',
  unmapped: 'Unmapped',
};

/** What the server holds; a word of its own that we do not know is shown as it is. */
export function thereText({ thereClient, thereState, isSeenThere }: MappingThere): string {
  if (thereClient) return thereClient.name;
  if (!isSeenThere) return 'Does not see it';
  return thereState === null ? 'Nothing' : (thereWords[thereState] ?? thereState);
}

/** The row as it is shown, for a write that is refused once the server has moved on. */
export function shownOf(row: MappingThere) {
  return {
    entraTenantId: row.entraTenantId,
    shownState: row.thereState,
    shownClientId: row.thereClient?.clientId ?? null,
  };
}

/** Ours that the server should hold but does not. Skips are held one by one: the server leaves them out either way. */
export function missingThere(rows: readonly MappingThere[]): MappingThere[] {
  return rows.filter((row) => row.canHold && row.hereState === 'mapped');
}
