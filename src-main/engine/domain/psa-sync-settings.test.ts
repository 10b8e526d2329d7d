import { describe, expect, test } from 'vitest';
import { readPsaSyncSettings } from './psa-sync-settings.ts';
import { defaultFieldRules } from './rules.ts';

describe('settings of the PSA’s own sync', () => {
  test('both configurations are read under either spelling, aliases included', () =>
    expect(
      readPsaSyncSettings({
        field_sync_config: { job_title: 1, mail: 'true' },
        userFilterConfig: { exclusionPatterns: ['^ext-'], memberUsersOnly: true },
      }),
    ).toEqual({
      ok: true,
      settings: {
        fields: { ...defaultFieldRules, role: true, email: true },
        filters: { customPatterns: ['^ext-'], excludeGuests: true },
      },
    }));

  test.each([
    ['one of them is enough', { field_sync_config: {} }, { fields: defaultFieldRules, filters: null }],
    ['an empty column is the empty configuration', { user_filter_config: null }, { fields: null, filters: {} }],
  ])('%s', (_, raw, settings) => expect(readPsaSyncSettings(raw)).toEqual({ ok: true, settings }));

  test.each([
    ['no object', [], /Expected an object/],
    ['an empty object', {}, /Expected an object/],
    ['a column that is no configuration', { sync_enabled: true }, /"sync_enabled" is neither/],
    ['one configuration twice', { field_sync_config: {}, fieldSyncConfig: {} }, /given twice/],
    ['an unknown field', { field_sync_config: { shoeSize: true } }, /"shoeSize" is not a field rule/],
    ['an unknown filter', { user_filter_config: { robots: true } }, /"robots" is not a filter setting/],
    ['a dangerous pattern', { user_filter_config: { customPatterns: ['(a+)+'] } }, /repeat/],
  ])('%s is refused', (_, raw, sentence) => {
    const verdict = readPsaSyncSettings(raw);
    expect(verdict.ok ? '' : verdict.sentence).toMatch(sentence);
  });
});
