/** The keys of the review queue. Nothing here is final: every answer can be taken back with Z until it is pushed. */
import type { HotkeyMap } from '../../ui/hotkeys.ts';
import type { QueueWork } from './use-queue-work.ts';

type Acts = Pick<
  QueueWork,
  | 'move'
  | 'choose'
  | 'accept'
  | 'createNew'
  | 'dismiss'
  | 'putOff'
  | 'toggleEvidence'
  | 'takeBack'
  | 'lastAnswer'
  | 'shown'
>;

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function queueKeys(work: Acts, focusFilter: () => void): HotkeyMap {
  const takeBack = () => {
    if (work.lastAnswer) work.takeBack(work.lastAnswer.queueItemId);
  };
  const chooseAt = (candidate: number) => () => {
    if (work.shown?.candidates[candidate]) work.choose(candidate);
  };
  return {
    ...Object.fromEntries(DIGITS.map((digit) => [String(digit), chooseAt(digit - 1)])),
    j: () => work.move(1),
    k: () => work.move(-1),
    ArrowDown: () => work.move(1),
    ArrowUp: () => work.move(-1),
    Enter: work.accept,
    n: work.createNew,
    i: work.dismiss,
    u: work.putOff,
    z: takeBack,
    'mod+z': takeBack,
    Space: work.toggleEvidence,
    '/': focusFilter,
  };
}
