/** The control verbs about who may do what: keys, roles, product, edition, tier, suspension, rate limit. */
import type { AccessState, ApiKeyRow } from './access.ts';
import { type ControlArgs, choiceArg, flagArg, numberArg, textArg } from './control-args.ts';
import type { ControlVerb } from './fault-verbs.ts';
import type { RateLimitState } from './rate-limit.ts';

const KEY_NAMES = ['full', 'readOnly', 'master'] as const;

function keyOf(access: AccessState, args: ControlArgs): ApiKeyRow {
  const name = args['key'] === undefined ? 'full' : choiceArg(args, 'key', KEY_NAMES);
  const row = access.keys.find((key) => key.name === name);
  if (!row) throw new Error(`no key called ${name}`);
  return row;
}

export function createAccessVerbs(
  access: AccessState,
  rateLimit: RateLimitState,
  now: () => number,
): Record<string, ControlVerb> {
  return {
    'psa.edition': (args) => {
      access.edition = choiceArg(args, 'edition', ['ce', 'ee']);
      return { edition: access.edition };
    },
    'psa.denyPermission': (args) => {
      const pair = `${textArg(args, 'resource')}:${textArg(args, 'action')}`;
      if (flagArg(args, 'denied', true)) access.denied.add(pair);
      else access.denied.delete(pair);
      return { denied: [...access.denied] };
    },
    'psa.makeKeyReadOnly': (args) => {
      keyOf(access, args).readOnly = flagArg(args, 'readOnly', true);
      return { ok: true };
    },
    'psa.expireKey': (args) => {
      keyOf(access, args).expiresAt = flagArg(args, 'expired', true) ? now() : null;
      return { ok: true };
    },
    'psa.revokeKey': (args) => {
      keyOf(access, args).active = !flagArg(args, 'revoked', true);
      return { ok: true };
    },
    'psa.keyOwner': (args) => {
      const key = keyOf(access, args);
      key.ownerActive = flagArg(args, 'active', key.ownerActive);
      if (args['type'] !== undefined) key.ownerType = choiceArg(args, 'type', ['internal', 'client']);
      return { ok: true };
    },
    'psa.limitKeyUse': (args) => {
      const key = keyOf(access, args);
      key.usageLimit = key.usageCount + numberArg(args, 'callsLeft');
      return { usageLimit: key.usageLimit };
    },
    'psa.suspendTenant': (args) => {
      access.tenantSuspended = flagArg(args, 'suspended', true);
      return { suspended: access.tenantSuspended };
    },
    'psa.blockProduct': (args) => {
      access.productBlocked = flagArg(args, 'blocked', true);
      return { blocked: access.productBlocked };
    },
    'psa.lowerTier': (args) => {
      access.tierLacksEntra = flagArg(args, 'lowered', true);
      return { lowered: access.tierLacksEntra };
    },
    'psa.portalOperator': (args) => {
      access.operatorIsPortalUser = flagArg(args, 'portal', true);
      return { portal: access.operatorIsPortalUser };
    },
    'psa.rateLimit': (args) => {
      rateLimit.enforce = flagArg(args, 'enforce', true);
      rateLimit.burst = numberArg(args, 'burst', rateLimit.burst);
      rateLimit.perMinute = numberArg(args, 'perMinute', rateLimit.perMinute);
      rateLimit.buckets.clear();
      return { enforce: rateLimit.enforce, burst: rateLimit.burst, perMinute: rateLimit.perMinute };
    },
  };
}
