/**
 * What the PSA leaves behind when a primary address is put back: the promote rule keeps the address it is changed from as an
 * additional one (`contracts/psa.md` 1.5), so a second change has to remove it. Only what the undo itself left over counts:
 * an address that was there before, or that somebody added since, stays.
 */
import type { ContactFacts } from '../contact.ts';
import type { FieldChange } from '../planned-change.ts';

const fold = (address: string | null): string => (address ?? '').trim().toLowerCase();
const folded = (addresses: readonly string[]): string => addresses.map(fold).sort().join('\n');

/** The change that removes it; empty when nothing is left over. `restored` is what the undo set, `now` the contact after it. */
export function leftOverAddress(restored: readonly FieldChange[], now: ContactFacts): readonly FieldChange[] {
  const email = restored.flatMap((change) => (change.field === 'email' ? [change] : []))[0];
  const wanted = restored.flatMap((change) => (change.field === 'additionalEmails' ? [change.to] : []))[0];
  if (!email || email.from === null || fold(now.email) !== fold(email.to)) return [];
  const kept = now.additionalEmails.filter((address) => fold(address) !== fold(email.from));
  const isLeftOver = kept.length < now.additionalEmails.length && folded(kept) === folded(wanted ?? kept);
  return isLeftOver ? [{ field: 'additionalEmails', from: now.additionalEmails, to: kept }] : [];
}

/** Whether everything but the additional addresses is as the undo wants it: how a crash between its two changes is known. */
export function isPutBack(restored: readonly FieldChange[], now: ContactFacts): boolean {
  return restored.every((change) => {
    if (change.field === 'additionalEmails') return true;
    if (change.field === 'email') return fold(now.email) === fold(change.to);
    return JSON.stringify(now[change.field]) === JSON.stringify(change.to);
  });
}
