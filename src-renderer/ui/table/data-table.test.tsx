import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { DataTable } from './data-table.tsx';
import { useListSource } from './row-source.ts';
import { emptySelection, type Selection } from './selection.ts';
import type { Column } from './table-model.ts';

afterEach(cleanup);

interface Person {
  readonly id: string;
  readonly name: string;
}

const columns: readonly Column<Person>[] = [
  { id: 'name', header: 'Name', width: 200, cell: (row) => row.name, sortValue: (row) => row.name },
  { id: 'id', header: 'Number', width: 100, cell: (row) => row.id },
];

const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index),
    name: `Person ${String(count - index).padStart(6, '0')}`,
  }));

const rowId = (row: Person) => row.id;
const opened: string[] = [];

function Table({ rows }: { rows: readonly Person[] }) {
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const [active, setActive] = useState<string | null>(null);
  return (
    <FluentProvider theme={webLightTheme}>
      <div style={{ height: 400, display: 'flex', flexDirection: 'column' }}>
        <DataTable
          label="People"
          columns={columns}
          source={useListSource(rows)}
          rowId={rowId}
          activeId={active}
          onActivate={(row) => setActive(row.id)}
          onOpen={(row) => opened.push(row.id)}
          selection={selection}
          onSelectionChange={setSelection}
          empty={<p>Nobody</p>}
        />
      </div>
      <p data-testid="selected">{[...selection].sort().join(',')}</p>
      <p data-testid="active">{active}</p>
    </FluentProvider>
  );
}

const press = (key: string, more: object = {}) => fireEvent.keyDown(screen.getByRole('grid'), { key, ...more });
const selected = () => screen.getByTestId('selected').textContent;

test('of 100,000 rows only those in view exist, and the grid still knows its size', async () => {
  render(<Table rows={people(100_000)} />);
  await screen.findByText('Person 100000');
  expect(screen.getAllByRole('row').length).toBeLessThan(40);
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001');
});

test('the grid is one tab stop and its keys move, reach both ends and open', async () => {
  render(<Table rows={people(5_000)} />);
  await screen.findByText('Person 005000');
  press('ArrowDown');
  press('ArrowDown');
  expect(screen.getByTestId('active').textContent).toBe('2');
  press('End', { ctrlKey: true });
  await screen.findByText('Person 000001');
  expect(screen.getByTestId('active').textContent).toBe('4999');
  press('Enter');
  expect(opened.at(-1)).toBe('4999');
  press('Home', { ctrlKey: true });
  expect(screen.getByTestId('active').textContent).toBe('0');
  expect(document.querySelectorAll('[tabindex="0"]').length).toBe(1);
});

test('Space selects, Shift with an arrow grows the selection', async () => {
  render(<Table rows={people(50)} />);
  await screen.findByText('Person 000050');
  press(' ');
  press('ArrowDown', { shiftKey: true });
  press('ArrowDown', { shiftKey: true });
  expect(selected()).toBe('0,1,2');
});

test('sorting, filtering and refreshing keep the selection', async () => {
  const rows = people(50);
  const view = render(<Table rows={rows} />);
  await screen.findByText('Person 000050');
  press(' ');
  fireEvent.click(screen.getByRole('button', { name: /Name/ }));
  await screen.findByText('Person 000001');
  view.rerender(<Table rows={rows.slice(10)} />);
  view.rerender(<Table rows={rows.map((row) => ({ ...row }))} />);
  expect(selected()).toBe('0');
  await waitFor(() => expect(screen.getByText('1 selected')).toBeTruthy());
});

test('an empty table says what to do instead of showing an empty grid', () => {
  render(<Table rows={[]} />);
  expect(screen.getByText('Nobody')).toBeTruthy();
  expect(screen.queryByRole('grid')).toBeNull();
});
