/** The server's mappings beside ours, differences first; each change there says first what it will write. */
import { Button, makeStyles } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { MappingDetail } from './mapping-detail.tsx';
import { HoldDialog } from './mapping-dialogs.tsx';
import { differenceWords, hereText, missingThere, thereText } from './mapping-words.ts';
import type { MappingsWork } from './use-mappings-there.ts';

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center', flexShrink: 0 },
  grow: { flexGrow: 1 },
});

const columns: readonly Column<MappingThere>[] = [
  {
    id: 'tenant',
    header: 'Microsoft tenant',
    width: 150,
    grow: 2,
    cell: (row) => row.tenantName,
    sortValue: (row) => row.tenantName,
  },
  {
    id: 'difference',
    header: 'Compared',
    width: 160,
    cell: (row) => <StateBadge word={differenceWords[row.difference]} />,
  },
  { id: 'here', header: 'Here', width: 130, grow: 2, cell: hereText, sortValue: hereText },
  { id: 'there', header: 'On the server', width: 130, grow: 2, cell: thereText, sortValue: thereText },
];

const rowId = (row: MappingThere) => row.entraTenantId;

interface MappingsThereProps {
  readonly work: MappingsWork;
  readonly isServerReady: boolean;
}

export function MappingsThere({ work, isServerReady }: MappingsThereProps) {
  const { shown, read, error, ask } = work;
  const [show, setShow] = useState<Show>('differences');
  const [activeId, setActiveId] = useState<string | null>(null);
  const [isHolding, setHolding] = useState(false);
  const mustAsk = isServerReady && shown === null && read.isIdle;
  useEffect(() => {
    if (mustAsk) ask();
  }, [mustAsk, ask]);
  const rows = shown?.rows;
  const differing = useMemo(() => rows?.filter((row) => row.difference !== 'none'), [rows]);
  const source = useListSource(show === 'all' ? rows : differing, error);
  const active = rows?.find((row) => row.entraTenantId === activeId) ?? null;
  const missing = missingThere(rows ?? []);
  if (!isServerReady && !shown)
    return (
      <EmptyState
        title="The server cannot be asked yet"
        detail="Its mappings stand here once it is ready. What stands in the way is said above."
      />
    );
  if (error && !shown) return <ErrorView error={error} onRetry={ask} />;
  return (
    <>
      <MappingTools
        work={work}
        show={show}
        onShow={setShow}
        counts={[differing?.length ?? null, rows?.length ?? null]}
        missing={missing.length}
        onHold={() => setHolding(true)}
      />
      {error && shown ? <ErrorView error={error} onRetry={ask} /> : null}
      <SplitPane
        paneLabel="Mapping"
        shares={[7, 4]}
        list={
          <DataTable
            label="Mappings on the server beside ours"
            noun="tenant"
            columns={columns}
            source={source}
            rowId={rowId}
            activeId={activeId}
            onActivate={(row) => setActiveId(row.entraTenantId)}
            footer={footerOf(rows)}
            empty={
              <EmptyState
                icon="check"
                title="Nothing differs"
                detail="The server syncs exactly the tenants that are mapped here, to the same clients."
              />
            }
          />
        }
        pane={
          active ? (
            <MappingDetail key={active.entraTenantId} row={active} work={work} />
          ) : (
            <EmptyState
              title="Choose a tenant"
              detail="What each side holds, what it means, and what can be changed on the server."
            />
          )
        }
      />
      {isHolding ? <HoldDialog rows={missing} work={work} onClose={() => setHolding(false)} /> : null}
    </>
  );
}

function footerOf(rows: readonly MappingThere[] | undefined): string | null {
  if (!rows) return null;
  const differing = rows.filter((row) => row.difference !== 'none').length;
  return `${plural(differing, 'difference')} in ${plural(rows.length, 'tenant')}`;
}

type Show = 'differences' | 'all';

interface MappingToolsProps {
  readonly work: MappingsWork;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
  /** Differences, all; null while they are asked for. */
  readonly counts: readonly [number | null, number | null];
  /** Mappings of ours that the server lacks or has otherwise. */
  readonly missing: number;
  readonly onHold: () => void;
}

function MappingTools({ work, show, onShow, counts: [differing, all], missing, onHold }: MappingToolsProps) {
  const styles = useStyles();
  const { shown, read, discover, isBusy, ask } = work;
  return (
    <div className={styles.tools}>
      <FilterChips
        label="Which mappings"
        value={show}
        onChange={onShow}
        chips={[
          { value: 'differences', label: 'Differences', count: differing },
          { value: 'all', label: 'All', count: all },
        ]}
      />
      <span className={styles.grow}>{shown ? <AsOf at={shown.readAt} /> : null}</span>
      <Button size="small" icon={<Icon name="refresh" size={16} />} disabled={isBusy} onClick={ask}>
        {read.isPending ? 'Asking…' : 'Ask again'}
      </Button>
      <Button size="small" disabled={isBusy} onClick={() => discover.mutate({})}>
        {discover.isPending ? 'The server discovers…' : 'Discover on the server'}
      </Button>
      <Button size="small" appearance="primary" disabled={isBusy || missing === 0} onClick={onHold}>
        Make the server hold ours ({missing})
      </Button>
    </div>
  );
}
