import { expect, test } from 'vitest';
import { actionWord, factLines, subjectOf } from './event-words.ts';

test('a stored sentence stays a sentence', () => {
  expect(factLines('Map to Maison Lefevre.')).toEqual(['Map to Maison Lefevre.']);
});

test('stored facts become one line a part, without braces', () => {
  const stored = JSON.stringify({ counts: { create: 401, noChange: 2 }, holds: [], isOn: true });
  expect(factLines(stored)).toEqual(['Counts: create 401, no change 2', 'Holds: none', 'Is on: yes']);
});

test('a text that only looks like JSON is shown as it is', () => {
  expect(factLines('{not json')).toEqual(['{not json']);
});

test('a long hash is shortened; it stays whole in the export', () => {
  expect(factLines(`Approve ${'ab12cd34ef56'.repeat(5)}`)).toEqual(['Approve ab12cd34ef56…']);
});

test('nothing recorded is no line', () => {
  expect(factLines(null)).toEqual([]);
});

test('an action without words of its own is spelled out, never hidden', () => {
  expect(actionWord('queue.resolved').label).toBe('Question answered');
  expect(actionWord('vault.keyRotated').label).toBe('Vault key rotated');
});

test('a subject is told in words, its id kept apart', () => {
  expect(subjectOf('managedTenant 29e03c9f')).toEqual({ kind: 'Managed tenant', id: '29e03c9f' });
  expect(subjectOf('rules')).toEqual({ kind: 'Rules', id: '' });
});
