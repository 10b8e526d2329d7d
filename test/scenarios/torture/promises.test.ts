/** The judge of decisions has to be right before it may judge: unanswered ones may be stored or not, answered ones must be. */
import { expect, test } from 'vitest';
import { keepsPromises } from './promises.ts';

const yes = (kind: 'dismiss' | 'withdrawn' | 'createNew') => ({ kind, isAnswered: true });
const perhaps = (kind: 'dismiss' | 'withdrawn' | 'createNew') => ({ kind, isAnswered: false });

test.each([
  [[yes('dismiss')], ['dismiss'], true],
  [[yes('dismiss')], [], false],
  [[perhaps('dismiss')], [], true],
  [[perhaps('dismiss')], ['dismiss'], true],
  [[perhaps('dismiss'), yes('dismiss'), yes('withdrawn')], ['dismiss', 'withdrawn'], true],
  [[perhaps('dismiss'), yes('withdrawn')], ['dismiss', 'withdrawn'], true],
  [
    [yes('dismiss'), perhaps('withdrawn'), perhaps('dismiss'), yes('dismiss')],
    ['dismiss', 'withdrawn', 'dismiss'],
    true,
  ],
  [[yes('dismiss'), yes('withdrawn')], ['withdrawn', 'dismiss'], false],
  [[yes('dismiss')], ['dismiss', 'createNew'], false],
  [[yes('dismiss'), yes('withdrawn'), yes('dismiss')], ['dismiss'], false],
] as const)('%j stored as %j: %s', (asked, stored, isKept) => {
  expect(keepsPromises(asked, stored)).toBe(isKept);
});
