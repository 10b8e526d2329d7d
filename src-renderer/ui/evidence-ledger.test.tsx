import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { EvidenceLedgerView } from '../../shared/contract/evidence-views.ts';
import { EvidenceLedger, waterfall } from './evidence-ledger.tsx';

afterEach(cleanup);

const line = { left: null, right: null, source: 'Entra / PSA', asOf: null };
const ledger: EvidenceLedgerView = {
  lines: [
    { ...line, field: 'verifiedDomain', agreement: 'agreed', weight: 60, left: 'a.example', right: 'a.example' },
    { ...line, field: 'name', agreement: 'disagreed', weight: -4, left: 'Ann', right: 'Anna' },
    { ...line, field: 'phone', agreement: 'missing', weight: 0 },
  ],
  score: 56,
  sentence: 'The website is a verified domain.',
  counterfactual: 'Another client with the same website.',
};

test('every line says its agreement in a word, its weight and the sum', () => {
  render(
    <FluentProvider theme={webLightTheme}>
      <EvidenceLedger ledger={ledger} leftLabel="Tenant" rightLabel="Client" />
    </FluentProvider>,
  );
  const rows = screen.getAllByRole('row').map((row) => row.textContent ?? '');
  expect(rows[1]).toContain('agrees');
  expect(rows[1]).toContain('+60');
  expect(rows[2]).toContain('differs');
  expect(rows[2]).toContain('−4');
  expect(screen.getByText(/missing on one side/).textContent).toContain('Phone');
  expect(within(screen.getAllByRole('row').at(-1)!).getByText('56')).toBeTruthy();
  expect(screen.getByText(/Another client with the same website/)).toBeTruthy();
});

test('the bars of the waterfall begin where the one before ended', () => {
  const [first, second] = waterfall(ledger.lines);
  expect(first).toEqual({ start: 0, end: 1 });
  expect(second?.end).toBe(first?.end);
  expect((second?.end ?? 0) - (second?.start ?? 0)).toBeCloseTo(4 / 60);
});
