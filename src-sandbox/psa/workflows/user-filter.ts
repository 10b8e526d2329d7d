/**
 * Which directory users the server imports (psa.md 5.4, HEAD), first reason wins. Guests, rooms and unlicensed people get
 * through; the last service-account pattern is unanchored and eats people called Abbott. Both are kept as they are.
 */
import type { SandboxUser } from '../../scenarios/world.ts';

type ExclusionReason = 'account_disabled' | 'missing_identity' | 'service_account' | 'tenant_custom_pattern';

const SERVICE_PATTERNS = [
  /^svc[-_.]/i,
  /^sa[-_.]/i,
  /^system[-_.]/i,
  /^service[-_.]?account/i,
  /noreply|no-reply|do[-_.]?not[-_.]?reply|donotreply/i,
  /shared[-_. ]?mailbox/i,
  /automation|automated|daemon|bot/i,
];

const PATTERN_KEYS = ['exclusionPatterns', 'excludePatterns', 'excludeUpnPatterns', 'excludedUpnPatterns'];

/** A pattern that does not compile is dropped without a word, as on the server. */
function customPatterns(config: Record<string, unknown>): RegExp[] {
  return PATTERN_KEYS.flatMap((key) => (Array.isArray(config[key]) ? config[key] : [])).flatMap((source) => {
    try {
      return [new RegExp(String(source), 'i')];
    } catch {
      return [];
    }
  });
}

export function createUserFilter(config: Record<string, unknown>): (user: SandboxUser) => ExclusionReason | null {
  const custom = customPatterns(config);
  return (user) => {
    if (user.accountEnabled === false) return 'account_disabled';
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(user.userPrincipalName || user.mail || '')) return 'missing_identity';
    const localPart = user.userPrincipalName.split('@')[0] ?? '';
    const values = [user.userPrincipalName, user.mail, user.displayName, localPart].filter((value) => value !== null);
    if (SERVICE_PATTERNS.some((pattern) => values.some((value) => pattern.test(value)))) return 'service_account';
    if (custom.some((pattern) => values.some((value) => pattern.test(value)))) return 'tenant_custom_pattern';
    return null;
  };
}
