/** Every row of a plan in its stable order, with the detail of one beside it. */
import { Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { PlanHeader, PlanRow } from '../../../shared/contract/plan-entries.ts';
import { type ChangeAction, changeActions } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { StateBadge, ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { actionGlyphs, actionWords, fieldLabel, holdLabels, reasonLabels } from '../../ui/words.ts';
import { allOf } from './plan-counts.ts';
import { PlanRowDetail } from './plan-row-detail.tsx';
import { useToolStyles } from './tool-styles.ts';

const columns: readonly Column<PlanRow>[] = [
  {
    id: 'action',
    header: 'Change',
    width: 126,
    cell: (row) => <StateBadge word={actionWords[row.action]} glyph={actionGlyphs[row.action]} />,
  },
  {
    id: 'person',
    header: 'Person',
    width: 150,
    grow: 2,
    cell: (row) => <span title={row.address ?? ''}>{row.displayName}</span>,
  },
  { id: 'client', header: 'Client', width: 140, grow: 1, cell: (row) => row.clientName },
  {
    id: 'reason',
    header: 'Why',
    width: 160,
    grow: 1,
    cell: (row) => <span title={row.because}>{reasonLabels[row.reason]}</span>,
  },
  {
    id: 'fields',
    header: 'Fields',
    width: 120,
    grow: 1,
    cell: (row) => row.fields.map((change) => fieldLabel(change.field)).join(', ') || '—',
  },
  {
    id: 'held',
    header: 'Held or done',
    width: 150,
    cell: (row) => (row.hold ? <ToneBadge tone="attention">{holdLabels[row.hold]}</ToneBadge> : (row.outcome ?? '')),
  },
];

const rowId = (row: PlanRow) => row.changeId;

export function PlanChanges({ plan }: { plan: PlanHeader }) {
  const styles = useToolStyles();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const clientId = params.get('client');
  const [action, setAction] = useState<ChangeAction | 'all'>('all');
  const [onlyHeld, setOnlyHeld] = useState(false);
  const [search, setSearch] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = usePagedSource((offset, limit) =>
    api.plans.rows.queryOptions({
      input: {
        planId: plan.planId,
        actions: action === 'all' ? [] : [action],
        clientId,
        onlyHeld,
        search,
        offset,
        limit,
      },
    }),
  );
  const total = (one: ChangeAction) => plan.counts[one] + plan.heldCounts[one];
  return (
    <>
      <div className={styles.tools}>
        <FilterChips
          label="Show changes"
          value={action}
          onChange={setAction}
          chips={[
            { value: 'all', label: 'All', count: allOf(plan.counts) + allOf(plan.heldCounts) },
            ...changeActions.map((one) => ({ value: one, label: actionWords[one].label, count: total(one) })),
          ]}
        />
        <SearchField label="Search people" value={search} onSearch={setSearch} />
        <Checkbox label="Only held" checked={onlyHeld} onChange={(_, data) => setOnlyHeld(data.checked === true)} />
        {clientId ? (
          <Checkbox label="Only the chosen client" checked onChange={() => setParams({}, { replace: true })} />
        ) : null}
      </div>
      <SplitPane
        paneLabel="Change"
        shares={[7, 4]}
        list={
          <DataTable
            label="Changes of this plan"
            noun="change"
            columns={columns}
            source={source}
            rowId={rowId}
            activeId={activeId}
            onActivate={(row) => setActiveId(row.changeId)}
            empty={
              <EmptyState icon="document" title="No change fits" detail="Choose another chip or clear the search." />
            }
          />
        }
        pane={
          activeId ? (
            <PlanRowDetail planId={plan.planId} changeId={activeId} />
          ) : (
            <EmptyState
              icon="document"
              title="Choose a change"
              detail="Its evidence, both sides and every field that would change are shown here."
            />
          )
        }
      />
    </>
  );
}
