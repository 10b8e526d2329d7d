/**
 * Stops a client whose source cannot be believed: read only in part, empty, half of what it was, or with none of the domains
 * it had when it was mapped. Looks at the reading alone, before any row is counted.
 */
import type { HoldReason } from '../../../../shared/vocabulary/states.ts';
import type { PlanInput, TenantDirectory } from '../plan-input.ts';
import type { ClientHold } from '../planned-change.ts';

/** Below this many people half is everyday life: two of three may leave in a week. */
const SMALLEST_HALVED = 4;

/** At most one hold a directory, the gravest first. */
export function sourceHolds(input: PlanInput): readonly ClientHold[] {
  const linked = countLinks(input);
  return input.directories
    .map((directory) => sourceHold(directory, linked.get(directory.managedTenant.entraTenantId) ?? 0, input))
    .filter((hold) => hold !== null);
}

function sourceHold(directory: TenantDirectory, linked: number, input: PlanInput): ClientHold | null {
  const { read, managedTenant, mapping } = directory;
  // Without an earlier complete read the links tell how many people there were.
  const before = read.previousPresentCount ?? linked;
  const hold = (reason: HoldReason, sentence: string, limit: number): ClientHold => ({
    clientId: mapping.clientId,
    managedTenantId: managedTenant.managedTenantId,
    reason,
    sentence,
    count: read.presentCount,
    population: before,
    limit,
  });
  const name = managedTenant.displayName;
  if (!read.isComplete)
    return hold(
      'readIncomplete',
      `${name} was not read to its end; what is missing from such a reading proves nothing.`,
      before,
    );
  if (read.presentCount === 0 && before > 0)
    return hold('sourceEmpty', `${name} shows nobody, where ${before} people were before.`, 1);
  const floor = input.rules.brakes.halvedSourceRatio * before;
  if (before >= SMALLEST_HALVED && read.presentCount <= floor)
    return hold(
      'sourceHalved',
      `${name} shows ${read.presentCount} people, where ${before} were before.`,
      Math.floor(floor) + 1,
    );
  if (domainsSwapped(directory))
    return hold(
      'domainsSwapped',
      `${name} has none of the domains that it had when it was mapped (${mapping.domainsWhenDecided.join(', ')}).`,
      1,
    );
  return null;
}

/** Microsoft's own `*.onmicrosoft.com` names never change and so prove nothing; an unknown list is no swap. */
function domainsSwapped({ managedTenant, mapping }: TenantDirectory): boolean {
  if (managedTenant.verifiedDomains.length === 0) return false;
  const before = own(mapping.domainsWhenDecided);
  const now = new Set(own(managedTenant.verifiedDomains));
  return before.length > 0 && !before.some((domain) => now.has(domain));
}

function own(domains: readonly string[]): readonly string[] {
  return domains.map((domain) => domain.trim().toLowerCase()).filter((domain) => !domain.endsWith('.onmicrosoft.com'));
}

function countLinks({ links }: PlanInput): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { status, entraTenantId } of links)
    if (status === 'active') counts.set(entraTenantId, (counts.get(entraTenantId) ?? 0) + 1);
  return counts;
}
