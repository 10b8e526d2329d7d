import { expect, test } from 'vitest';
import { readAt } from '../../../test/builders/people.ts';
import { aStore } from '../../../test/builders/stores.ts';
import type { ReleaseGroup } from '../domain/platform-flag.ts';
import { type CachedPlatformFlags, flagStates, requireFlag, savePlatformFlags } from './feature-flags.ts';

const flag = 'entra-integration-cipp';
const baseUrl = 'https://psa.example';
const toAll: ReleaseGroup = { rolloutPercentage: 100, psaTenantIds: null, hasOtherConditions: false };
const toNobody = { ...toAll, rolloutPercentage: 0 };
const toAShare = { ...toAll, rolloutPercentage: 30 };

function answerOf(
  groups: readonly ReleaseGroup[] | null,
  more: Partial<CachedPlatformFlags> = {},
): CachedPlatformFlags {
  const row = {
    flagId: '1',
    key: flag,
    name: flag,
    isActive: true,
    psaTenantIds: [],
    rolloutPercentage: null,
  } as const;
  return {
    baseUrl,
    psaTenantId: 'workspace-1',
    readAt,
    failure: null,
    isWhole: true,
    flags: groups === null ? [] : [{ ...row, psaTenantIds: [], groups: structuredClone(groups) as never }],
    ...more,
  };
}

/** A connected profile with this switch of its own and this answer of the platform. */
function aProfile(isOnHere: boolean, answer: CachedPlatformFlags | null) {
  const store = aStore();
  store.psaConnections.save({
    connectionId: 'psa-1',
    status: 'connected',
    baseUrl,
    authKind: 'apiKey',
    mayWrite: true,
    capabilities: {},
    connectedAt: readAt,
    disconnectedAt: null,
    lastCheckedAt: readAt,
    lastError: null,
  });
  store.settings.set('flags', { [flag]: isOnHere });
  if (answer) savePlatformFlags(store, answer);
  return store;
}

test.each([
  ['never read', null, 'notRead', true],
  ['on', answerOf([toAll]), 'on', true],
  ['off', answerOf([toNobody]), 'off', false],
  ['a share', answerOf([toAShare]), 'cannotTell', true],
  ['no such flag', answerOf(null), 'absent', true],
  ['a list cut off before it', answerOf(null, { isWhole: false }), 'cannotTell', true],
  ['off, read again in vain since', answerOf([toNobody], { failure: { at: readAt, sentence: 'No.' } }), 'off', false],
  ['off at another PSA', answerOf([toNobody], { baseUrl: 'https://other.example' }), 'notRead', true],
] as const)('the platform: %s', (...[, answer, platform, isOn]) => {
  const here = flagStates(aProfile(true, answer))[flag];
  expect(here).toMatchObject({ isOn, isOnHere: true, platform });
  const off = flagStates(aProfile(false, answer))[flag];
  expect(off).toMatchObject({ isOn: false, isOnHere: false, platform });
});

test('an answer that does not parse counts as never read', () => {
  const store = aProfile(true, null);
  store.settings.set('platformFlags', { baseUrl, flags: 'all of them' });
  expect(flagStates(store)[flag]).toMatchObject({ isOn: true, platform: 'notRead' });
});

test('without a PSA there is no workspace to gate', () => {
  const store = aProfile(true, answerOf([toNobody]));
  store.psaConnections.deactivate(readAt);
  expect(flagStates(store)[flag]).toMatchObject({ isOn: true, platform: 'notRead' });
});

test.each([
  ['this profile', false, answerOf([toAll]), /is off in this profile; nothing runs/],
  [
    'the platform',
    true,
    answerOf([toNobody]),
    /is off on the PSA’s platform, as read \d{4}-\d\d-\d\d \d\d:\d\d UTC; nothing runs/,
  ],
  ['both', false, answerOf([toNobody]), /is off, in this profile and on the PSA’s platform; nothing runs/],
] as const)('a refusal names who switched it off: %s', (...[, isOnHere, answer, sentence]) => {
  const store = aProfile(isOnHere, answer);
  expect(() => requireFlag(store, flag, 'nothing runs.')).toThrow(sentence);
});
