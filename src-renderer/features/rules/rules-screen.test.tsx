/** The rules screen over an engine that answers as the test says. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { engineError, realStatus, renderWithEngine } from '../../test-support/with-engine.tsx';
import { RulesScreen } from './rules-screen.tsx';

const limit = { ratio: 0.2, minimumPopulation: 20, number: 50 };
const limits = { creates: limit, updates: limit, relinks: limit, inactivations: limit };
const rules: Rules = {
  fields: {
    displayName: false,
    email: false,
    phone: false,
    role: false,
    upn: false,
    markInactiveWhenDisabled: true,
    blankMayOverwrite: [],
  },
  filters: {
    excludeGuests: true,
    excludeSharedAndResource: true,
    excludeUnlicensed: false,
    excludeServiceAccounts: true,
    customPatterns: [],
    excludedGroupIds: [],
    includedGroupIds: [],
    inactivateExcluded: false,
  },
  filterOverrides: {},
  brakes: { perClient: limits, perPlan: limits, halvedSourceRatio: 0.5 },
  nameOnly: 'review',
  schedule: { isOn: false, intervalMinutes: 1440, approval: 'ask' },
};

const hit = {
  managedTenantId: 't1',
  tenantName: 'Contoso',
  entraObjectId: 'o1',
  displayName: 'Printer Floor 2',
  address: 'printer2@contoso.example',
  reason: 'tenant_custom_pattern',
  rule: 'Pattern ^printer',
  isNew: true,
};

interface HitInput {
  readonly filters: Rules['filters'];
}

function show(tab: string, more: Record<string, (input: never) => unknown> = {}) {
  window.location.hash = `#/rules?tab=${tab}`;
  const save = vi.fn((_input: unknown): unknown => rules);
  renderWithEngine(<RulesScreen />, {
    'rules.get': () => ({ rules, savedAt: null, savedBy: null }),
    'rules.save': save,
    'rules.whoWouldThisHit': ({ filters }: HitInput) => {
      const rows = filters.customPatterns.length > 0 ? [hit] : [];
      const byReason = rows.map(({ reason }) => ({ reason, count: 1 }));
      return { considered: 40, excluded: rows.length, byReason, rows, total: rows.length };
    },
    'engine.overview': () => ({ nextRunAt: null }),
    'tenants.list': () => ({ rows: [], total: 0 }),
    ...more,
  });
  return save;
}

beforeEach(() => {
  window.location.hash = '';
});
afterEach(cleanup);

const saveButton = async () => (await screen.findByRole('button', { name: 'Save' })) as HTMLButtonElement;

test('only the changed group of rules is saved, and only when Save is pressed', async () => {
  const save = show('fields');
  fireEvent.click(await screen.findByRole('switch', { name: 'Job title' }));
  expect(save).not.toHaveBeenCalled();
  fireEvent.click(await saveButton());
  await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  expect(save.mock.calls[0]?.[0]).toEqual({ fields: { ...rules.fields, role: true } });
});

test('an unchanged form cannot be saved, and Put back undoes what was changed', async () => {
  show('fields');
  expect((await saveButton()).disabled).toBe(true);
  fireEvent.click(await screen.findByRole('switch', { name: 'Name' }));
  expect((await saveButton()).disabled).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Put back' }));
  expect((await saveButton()).disabled).toBe(true);
});

test('who a pattern would leave out is shown before anything is saved', async () => {
  const save = show('filters');
  await screen.findByText(/0 of 40 directory users left out/);
  fireEvent.change(screen.getByLabelText('Your patterns'), { target: { value: '^printer\n' } });
  await screen.findByText(/1 of 40 directory users left out/);
  const table = await screen.findByRole('grid', { name: 'People left out' });
  expect(within(table).getByText('Printer Floor 2')).toBeTruthy();
  expect(save).not.toHaveBeenCalled();
});

const contoso = { managedTenantId: 't1', displayName: 'Contoso', defaultDomain: 'contoso.example' };
const withTenant = {
  'tenants.list': () => ({ rows: [contoso], total: 1 }),
  'tenants.get': () => contoso,
};

test('one tenant’s own rule is saved for it alone, and asked about among its people', async () => {
  const asked: unknown[] = [];
  const save = show('filters', {
    ...withTenant,
    'rules.whoWouldThisHit': (input: { managedTenantId: string | null; areTenantsOwn: boolean }) => {
      asked.push([input.managedTenantId, input.areTenantsOwn]);
      return { considered: 7, excluded: 0, byReason: [], rows: [], total: 0 };
    },
  });
  fireEvent.click(await screen.findByRole('combobox', { name: 'Rules for' }));
  fireEvent.click(await screen.findByRole('option', { name: /Contoso/ }));
  await screen.findByText('Leave out at Contoso');
  fireEvent.click(screen.getByRole('switch', { name: 'Guests' }));
  expect(await screen.findByText('This tenant’s own.')).toBeTruthy();
  fireEvent.click(await saveButton());
  await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  expect(save.mock.calls[0]?.[0]).toEqual({ filterOverrides: { t1: { excludeGuests: false } } });
  await waitFor(() => expect(asked.at(-1)).toEqual(['t1', true]));
});

test('a tenant’s own rule can follow the profile again', async () => {
  const save = show('filters', {
    ...withTenant,
    'rules.get': () => ({
      rules: { ...rules, filterOverrides: { t1: { excludeGuests: false } } },
      savedAt: null,
      savedBy: null,
    }),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Contoso' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Guests: follow the profile' }));
  expect((screen.getByRole('switch', { name: 'Guests' }) as HTMLInputElement).checked).toBe(true);
  fireEvent.click(await saveButton());
  await waitFor(() => expect(save.mock.calls[0]?.[0]).toEqual({ filterOverrides: {} }));
});

test('settings of the PSA are imported as pasted, and a refusal keeps them', async () => {
  const imported = vi.fn((input: { settings: object }): unknown => {
    if ('robots' in input.settings) throw engineError('"robots" is neither.');
    return rules;
  });
  show('fields', { 'rules.importSettings': imported });
  fireEvent.click(await screen.findByRole('button', { name: 'Import settings…' }));
  const box = (await screen.findByLabelText('Settings, as JSON')) as HTMLTextAreaElement;
  const confirm = screen.getByRole('button', { name: 'Import and save' }) as HTMLButtonElement;
  fireEvent.change(box, { target: { value: '[1' } });
  expect(confirm.disabled).toBe(true);
  fireEvent.change(box, { target: { value: '{"robots": 1}' } });
  fireEvent.click(confirm);
  expect((await screen.findByRole('alert')).textContent).toContain('neither');
  expect(box.value).toBe('{"robots": 1}');
  fireEvent.change(box, { target: { value: '{"field_sync_config": {"phone": true}}' } });
  fireEvent.click(screen.getByRole('button', { name: 'Import and save' }));
  await waitFor(() => expect(screen.queryByLabelText('Settings, as JSON')).toBeNull());
  expect(imported.mock.calls.at(-1)?.[0]).toEqual({ settings: { field_sync_config: { phone: true } } });
});

test('a refused rule shows why and keeps what was typed', async () => {
  show('filters', {
    'rules.save': () => {
      throw engineError('The pattern “(” does not compile.');
    },
  });
  fireEvent.change(await screen.findByLabelText('Your patterns'), { target: { value: '(' } });
  fireEvent.click(await saveButton());
  expect((await screen.findByRole('alert')).textContent).toContain('does not compile');
  expect((screen.getByLabelText('Your patterns') as HTMLTextAreaElement).value).toBe('(');
});

test('an interval below the bound cannot be saved', async () => {
  show('schedule');
  fireEvent.click(await screen.findByRole('switch'));
  fireEvent.change(screen.getByLabelText('Unit'), { target: { value: 'minutes' } });
  fireEvent.change(screen.getByLabelText('Interval'), { target: { value: '10' } });
  expect((await saveButton()).disabled).toBe(true);
  expect(screen.getAllByText('At least 15 minutes.').length).toBeGreaterThan(0);
});

test('with field sync switched off, the fields are hidden and leavers stay', async () => {
  const flags = { ...realStatus.flags, 'entra-integration-field-sync': false };
  show('fields', { 'engine.status': () => ({ ...realStatus, flags }) });
  expect(await screen.findByRole('switch', { name: 'Mark the contact inactive' })).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('switch', { name: 'Job title' })).toBeNull());
});
