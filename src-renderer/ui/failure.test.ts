import { expect, test } from 'vitest';
import { failureOf } from './failure.ts';

const failure = {
  code: 'psa.keyRejected',
  sentence: 'The PSA refused the key.',
  remedy: 'Enter an active key.',
  supportId: 'abc12345',
  details: {},
};

test('the engine’s own failure keeps its sentence, its remedy and its support code', () => {
  expect(failureOf({ code: 'ENGINE', data: failure })).toMatchObject({
    sentence: failure.sentence,
    supportId: 'abc12345',
  });
});

test('a failure inside a feed is shown the same way', () => {
  expect(failureOf(failure)).toMatchObject({ remedy: failure.remedy });
});

test('a lost connection says that the outcome is not known', () => {
  const lost = Object.assign(new Error('x'), { name: 'ConnectionLostError' });
  expect(failureOf(lost).sentence).toContain('not known yet');
});

test('anything else still says what to do', () => {
  expect(failureOf(undefined).remedy).not.toBe('');
});
