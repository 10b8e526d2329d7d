/** Managed tenants on the left, clients on the right: look at the evidence, stage decisions, confirm them in one act. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { z } from 'zod';
import type { TenantRow, tenantCounts } from '../../../shared/contract/tenant-entries.ts';
import type { MappingState } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import { emptySelection, type Selection } from '../../ui/table/selection.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ReviewSheet } from './review-sheet.tsx';
import { dispatchStaging, useStaging } from './staging-store.ts';
import { tenantColumns } from './tenant-columns.tsx';
import { TenantDetail } from './tenant-detail.tsx';

type Shown = MappingState | 'all' | 'new';

const shownStates: readonly Shown[] = ['all', 'autoMatched', 'needsReview', 'skipped', 'mapped', 'unmapped', 'new'];

const useStyles = makeStyles({
  staged: {
    boxShadow: `inset 3px 0 0 ${tokens.colorPaletteMarigoldBorderActive}`,
    backgroundColor: tokens.colorPaletteMarigoldBackground1,
  },
});

const rowId = (row: TenantRow) => row.managedTenantId;

export function TenantsScreen() {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('state') as Shown | null;
  const state = wanted && shownStates.includes(wanted) ? wanted : 'all';
  const activeId = params.get('tenant');
  const [search, setSearch] = useState('');
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const [isReviewing, setReviewing] = useState(false);
  const staging = useStaging();
  const stagedCount = Object.keys(staging.staged).length;

  const source = usePagedSource((offset, limit) =>
    api.tenants.list.queryOptions({ input: { state, search, offset, limit } }),
  );
  const { counts, asOf } = source.first ?? {};
  const columns = useMemo(() => tenantColumns(staging.staged), [staging.staged]);
  const discover = useMutation(
    api.tenants.discover.mutationOptions({
      onSuccess: ({ runId }) =>
        notify.done('Discovery started', {
          detail: 'Tenants appear here as they are found.',
          action: { label: 'Follow it', onClick: () => void navigate(`/sync/runs/${runId}`) },
        }),
      onError: notify.failed,
    }),
  );
  const setParam = (name: string, value: string | null) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  useHotkeys({ 'mod+z': () => dispatchStaging({ kind: 'undo' }) }, staging.past.length > 0);

  const discoverButton = (
    <Button
      icon={<Icon name="refresh" />}
      disabled={discover.isPending}
      title="Reads the list of managed tenants from Microsoft or CIPP; changes nothing there."
      onClick={() => discover.mutate({})}
    >
      Discover
    </Button>
  );
  return (
    <Page
      title="Tenants"
      context="Each Microsoft tenant and the client whose people it holds."
      asOf={source.first ? <AsOf at={asOf ?? null} prefix="tenants as of" never="not discovered yet" /> : null}
      actions={
        <>
          {discoverButton}
          <Button appearance="primary" disabled={stagedCount === 0} onClick={() => setReviewing(true)}>
            Review and confirm{stagedCount > 0 ? ` (${stagedCount})` : ''}
          </Button>
        </>
      }
      tools={
        <>
          <StateChips
            value={state}
            counts={counts}
            onChange={(next) => setParam('state', next === 'all' ? null : next)}
          />
          <SearchField label="Search tenants, clients" value={search} onSearch={setSearch} />
        </>
      }
      isFilling
    >
      <BulkBar
        selection={selection}
        onClearSelection={() => setSelection(emptySelection)}
        autoMatchedCount={counts?.autoMatched ?? 0}
        newCount={counts?.newSinceLastTime ?? 0}
      />
      <SplitPane
        paneLabel="Tenant detail"
        shares={[8, 5]}
        list={
          <DataTable
            label="Managed tenants"
            noun="tenant"
            columns={columns}
            source={source}
            rowId={rowId}
            rowHeight={46}
            activeId={activeId}
            onActivate={(row) => setParam('tenant', row.managedTenantId)}
            selection={selection}
            onSelectionChange={setSelection}
            rowClass={(row) => (staging.staged[row.managedTenantId] ? styles.staged : undefined)}
            footer={stagedCount > 0 ? `${stagedCount} staged, nothing written yet` : null}
            empty={<NoTenants isFiltered={state !== 'all' || search !== ''} discover={discoverButton} />}
          />
        }
        pane={
          activeId ? (
            <TenantDetail key={activeId} managedTenantId={activeId} staged={staging.staged[activeId] ?? null} />
          ) : (
            <EmptyState
              icon="tenants"
              title="Choose a tenant"
              detail="Its candidates, the evidence for each, and its people are shown here."
            />
          )
        }
      />
      {isReviewing ? <ReviewSheet onClose={() => setReviewing(false)} /> : null}
    </Page>
  );
}

type Counts = z.infer<typeof tenantCounts>;

interface StateChipsProps {
  readonly value: Shown;
  readonly counts: Counts | undefined;
  readonly onChange: (next: Shown) => void;
}

function StateChips({ value, counts, onChange }: StateChipsProps) {
  return (
    <FilterChips
      label="Show tenants"
      value={value}
      onChange={onChange}
      chips={[
        { value: 'all', label: 'All', count: counts?.all ?? null },
        { value: 'autoMatched', label: 'Auto-matched', count: counts?.autoMatched ?? null },
        { value: 'needsReview', label: 'Needs review', count: counts?.needsReview ?? null },
        { value: 'skipped', label: 'Skipped', count: counts?.skipped ?? null },
        { value: 'mapped', label: 'Mapped', count: counts?.mapped ?? null },
        { value: 'new', label: 'New', count: counts?.newSinceLastTime ?? null },
      ]}
    />
  );
}

function NoTenants({ isFiltered, discover }: { isFiltered: boolean; discover: ReactNode }) {
  return isFiltered ? (
    <EmptyState icon="search" title="No tenant fits" detail="Choose another chip or clear the search." />
  ) : (
    <EmptyState
      icon="tenants"
      title="No managed tenants yet"
      detail="Discovery reads the tenants that your Microsoft or CIPP connection can reach. It changes nothing there."
    >
      {discover}
    </EmptyState>
  );
}
