/** What a run on the server came to: planned, reported and observed, and the words for where they differ. Pure. */
import type { ThereTenant } from '../../shared/contract/server-entries.ts';
import { plural } from './format.ts';
import type { Word } from './words.ts';

/** The server's own words for how a tenant ended; an unknown word is shown as it is. */
export function serverResultWord(status: string): Word {
  switch (status) {
    case 'completed':
      return { label: 'Completed', tone: 'good' };
    case 'partial':
      return { label: 'In part', tone: 'attention' };
    case 'failed':
      return { label: 'Failed', tone: 'bad' };
    case 'missing':
      return { label: 'No result', tone: 'bad' };
    default:
      return { label: status, tone: 'neutral' };
  }
}

type Numbers = ThereTenant['created'];

/** True when what the contacts show is not what was planned, or not what the server says it did. */
export function differs({ planned, reported, observed }: Numbers): boolean {
  return observed !== planned || (reported !== null && reported !== observed);
}

/** How the run ended by what the contacts show; our own counters say nothing about what the server wrote. */
export function outcomeSentence(tenants: readonly ThereTenant[]): string {
  const asPlanned = tenants.filter((tenant) => tenant.status === 'completed' && !hasDifference(tenant)).length;
  const failed = tenants.filter(({ status }) => status === 'failed').length;
  const end = failed === 0 ? '' : ` The server failed for ${failed}.`;
  return `Read back: ${asPlanned} of ${plural(tenants.length, 'tenant')} as planned.${end}`;
}

export function hasDifference(tenant: ThereTenant): boolean {
  return [tenant.created, tenant.linked, tenant.inactivated].some(differs);
}
