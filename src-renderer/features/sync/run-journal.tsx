/** The journal of a run: every operation with what was before, intended and observed; single ones can be undone. */
import { Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { OperationView, RunView } from '../../../shared/contract/run-entries.ts';
import type { OperationState } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { fieldLabel, operationStateWords } from '../../ui/words.ts';
import { UndoDialog } from './run-actions.tsx';
import { useToolStyles } from './tool-styles.ts';

const columns: readonly Column<OperationView>[] = [
  { id: 'state', header: 'State', width: 170, cell: (row) => <StateBadge word={operationStateWords[row.state]} /> },
  { id: 'person', header: 'Person', width: 150, grow: 1, cell: (row) => row.displayName },
  { id: 'client', header: 'Client', width: 140, grow: 1, cell: (row) => row.clientName ?? '—' },
  {
    id: 'sentence',
    header: 'What happened',
    width: 220,
    grow: 3,
    cell: (row) => <span title={row.sentence}>{row.sentence}</span>,
  },
];

const groups = {
  all: { label: 'All', states: [] },
  done: { label: 'Done', states: ['done', 'adopted'] },
  attention: { label: 'Not as planned', states: ['stale', 'conflict', 'rejected', 'mismatch', 'failed'] },
  open: { label: 'Under way', states: ['intended', 'sent'] },
  undone: { label: 'Undone', states: ['undone'] },
} as const satisfies Record<string, { label: string; states: readonly OperationState[] }>;
type Group = keyof typeof groups;

export function RunJournal({ run }: { run: RunView }) {
  const styles = useToolStyles();
  const api = useApi();
  const [group, setGroup] = useState<Group>('all');
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<OperationView | null>(null);
  const source = usePagedSource((offset, limit) =>
    api.runs.operations.queryOptions({
      input: { runId: run.runId, states: [...groups[group].states], search, offset, limit },
    }),
  );
  return (
    <>
      <div className={styles.tools}>
        <FilterChips
          label="Show operations"
          value={group}
          onChange={setGroup}
          chips={(Object.keys(groups) as Group[]).map((one) => ({ value: one, label: groups[one].label, count: null }))}
        />
        <SearchField label="Search people" value={search} onSearch={setSearch} />
      </div>
      <SplitPane
        paneLabel="Operation"
        shares={[7, 4]}
        list={
          <DataTable
            label="Journal"
            noun="operation"
            columns={columns}
            source={source}
            rowId={(row) => row.operationId}
            activeId={active?.operationId ?? null}
            onActivate={setActive}
            empty={
              <EmptyState icon="history" title="No operation fits" detail="Choose another chip or clear the search." />
            }
          />
        }
        pane={
          active ? (
            <Operation operation={active} runId={run.runId} />
          ) : (
            <EmptyState
              icon="history"
              title="Choose an operation"
              detail="Before, intended and observed are shown side by side."
            />
          )
        }
      />
    </>
  );
}

function Operation({ operation, runId }: { operation: OperationView; runId: string }) {
  const styles = useToolStyles();
  const [isUndoing, setUndoing] = useState(false);
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{operation.displayName}</h2>
        <StateBadge word={operationStateWords[operation.state]} />
      </div>
      <Text>{operation.sentence}</Text>
      <AsOf at={operation.at} prefix="written" />
      {operation.fields.length > 0 ? (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.th}>
                Field
              </th>
              <th scope="col" className={styles.th}>
                Before
              </th>
              <th scope="col" className={styles.th}>
                Intended
              </th>
              <th scope="col" className={styles.th}>
                Observed
              </th>
            </tr>
          </thead>
          <tbody>
            {operation.fields.map((field) => (
              <tr key={field.field}>
                <td className={styles.td}>{fieldLabel(field.field)}</td>
                <td className={styles.td}>{field.before ?? '—'}</td>
                <td className={styles.td}>{field.intended ?? '—'}</td>
                <td className={styles.td}>{field.observed ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {operation.canUndo ? (
        <div>
          <Button size="small" onClick={() => setUndoing(true)}>
            Undo this change…
          </Button>
        </div>
      ) : (
        <Text size={200}>This cannot be undone from here.</Text>
      )}
      {operation.contactId ? <IdText label="Contact id" value={operation.contactId} /> : null}
      {isUndoing ? (
        <UndoDialog runId={runId} operationId={operation.operationId} onClose={() => setUndoing(false)} />
      ) : null}
    </>
  );
}
