import { expect, test } from 'vitest';
import { judgePlatformFlag, type ReleaseGroup } from './platform-flag.ts';

const ours = 'workspace-ours';
const everybody = (rolloutPercentage: number | null): ReleaseGroup => ({
  rolloutPercentage,
  psaTenantIds: null,
  hasOtherConditions: false,
});
const named = (id: string, rolloutPercentage: number | null = 100): ReleaseGroup => ({
  rolloutPercentage,
  psaTenantIds: [id],
  hasOtherConditions: false,
});
const odd = (group: ReleaseGroup): ReleaseGroup => ({ ...group, hasOtherConditions: true });

test.each([
  ['an inactive flag, whoever it names', { isActive: false, groups: [named(ours)] }, 'off'],
  ['no list of groups', { isActive: true, groups: null }, 'cannotTell'],
  ['no group', { isActive: true, groups: [] }, 'off'],
  ['the phase-1 default: everybody at 0 %', { isActive: true, groups: [everybody(0)] }, 'off'],
  ['everybody at 100 %', { isActive: true, groups: [everybody(100)] }, 'on'],
  ['everybody at a share', { isActive: true, groups: [everybody(30)] }, 'cannotTell'],
  ['everybody without a share', { isActive: true, groups: [everybody(null)] }, 'cannotTell'],
  ['0 % and our workspace named', { isActive: true, groups: [everybody(0), named(ours)] }, 'on'],
  ['0 % and another workspace named', { isActive: true, groups: [everybody(0), named('workspace-other')] }, 'off'],
  ['our workspace named at 0 %', { isActive: true, groups: [named(ours, 0)] }, 'off'],
  ['our workspace named at a share', { isActive: true, groups: [named(ours, 50)] }, 'cannotTell'],
  ['a share, and our workspace named', { isActive: true, groups: [everybody(30), named(ours)] }, 'on'],
  ['other conditions besides our name', { isActive: true, groups: [odd(named(ours))] }, 'cannotTell'],
  ['other conditions besides another name', { isActive: true, groups: [odd(named('workspace-other'))] }, 'off'],
  ['other conditions for everybody', { isActive: true, groups: [odd(everybody(100))] }, 'cannotTell'],
  ['other conditions at 0 %', { isActive: true, groups: [odd(everybody(0))] }, 'off'],
] as const)('%s', (_what, rules, verdict) => {
  const judged = judgePlatformFlag(rules, ours);
  expect(judged.verdict).toBe(verdict);
  expect(judged.sentence).not.toBe('');
});

test('without knowing our workspace, names decide nothing', () => {
  expect(judgePlatformFlag({ isActive: true, groups: [named(ours)] }, null).verdict).toBe('cannotTell');
  expect(judgePlatformFlag({ isActive: true, groups: [everybody(100)] }, null).verdict).toBe('on');
  expect(judgePlatformFlag({ isActive: false, groups: [named(ours)] }, null).verdict).toBe('off');
});
