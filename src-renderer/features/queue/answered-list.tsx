/** What was answered: where each decision stands on its way to the PSA, what failed, and the way back where there is one. */
import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { LeavesIn } from '../../ui/one-way-bar.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { resolutionLabels, type Word } from '../../ui/words.ts';
import { CameBackList } from './came-back-list.tsx';
import { WaitingAnswers } from './waiting-answers.tsx';

const pushWords: Readonly<Record<QueueRow['push'], Word>> = {
  none: { label: 'Kept here', tone: 'neutral' },
  waiting: { label: 'Waiting to be pushed', tone: 'info' },
  done: { label: 'In the PSA', tone: 'good' },
  conflict: { label: 'Changed meanwhile', tone: 'attention' },
  failed: { label: 'Push failed', tone: 'bad' },
};

const useStyles = makeStyles({ tools: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' } });

const columns: readonly Column<QueueRow>[] = [
  { id: 'person', header: 'Person', width: 170, grow: 2, cell: (row) => row.displayName },
  { id: 'client', header: 'Client', width: 150, grow: 1, cell: (row) => row.clientName },
  {
    id: 'answer',
    header: 'Answer',
    width: 150,
    cell: (row) => (row.resolution ? resolutionLabels[row.resolution] : '—'),
  },
  {
    id: 'push',
    header: 'Push',
    width: 220,
    cell: (row) =>
      row.pushAt === null ? (
        <StateBadge word={pushWords[row.push]} />
      ) : (
        <>
          One-way · <LeavesIn what="goes to the PSA" endsAt={row.pushAt} />
        </>
      ),
  },
  {
    id: 'error',
    header: 'What came back',
    width: 200,
    grow: 3,
    cell: (row) => <span title={row.pushError ?? ''}>{row.pushError ?? ''}</span>,
  },
  {
    id: 'by',
    header: 'Answered',
    width: 160,
    cell: (row) =>
      row.resolvedAt === null ? (
        '—'
      ) : (
        <>
          {row.resolvedBy ?? 'unknown'}, <Age at={row.resolvedAt} />
        </>
      ),
  },
];

/** Taking back works while the answer is here only; what the PSA has is undone on the run instead. */
function mayReopen(row: QueueRow): boolean {
  return row.push !== 'done';
}

type Shown = 'resolved' | 'dismissed' | 'cameBack';

export function AnsweredList({ start }: { start: string | null }) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const [status, setStatus] = useState<Shown>(start === 'cameBack' || start === 'dismissed' ? start : 'resolved');
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<QueueRow | null>(null);
  const isBack = status === 'cameBack';
  const conflicts = useQuery(api.queue.conflicts.queryOptions({ input: {} }));
  const source = usePagedSource((offset, limit) =>
    api.queue.list.queryOptions({ input: { status: isBack ? 'resolved' : status, search, offset, limit } }),
  );
  const reopen = useMutation(
    api.queue.reopen.mutationOptions({
      onSuccess: ({ displayName }) => {
        setActive(null);
        notify.done(`${displayName} is open again`);
        void cache.invalidateQueries({ queryKey: api.queue.key() });
      },
      onError: notify.failed,
    }),
  );
  return (
    <>
      <div className={styles.tools}>
        <FilterChips
          label="Show answers"
          value={status}
          onChange={(next) => {
            setStatus(next);
            setActive(null);
          }}
          chips={[
            { value: 'resolved', label: 'Resolved', count: null },
            { value: 'dismissed', label: 'Dismissed', count: null },
            { value: 'cameBack', label: 'Came back', count: conflicts.data?.rows.length ?? null },
          ]}
        />
        {isBack ? null : (
          <>
            <SearchField label="Search people" value={search} onSearch={setSearch} />
            <Button
              size="small"
              disabled={active === null || !mayReopen(active) || reopen.isPending}
              onClick={() => active && reopen.mutate({ queueItemId: active.queueItemId })}
            >
              Take the answer back
            </Button>
            {active && !mayReopen(active) ? (
              <Text size={200}>It is in the PSA already; undo its run on the Sync screen.</Text>
            ) : null}
          </>
        )}
      </div>
      {isBack ? (
        <CameBackList conflicts={conflicts.data?.rows} error={conflicts.error} />
      ) : (
        <DataTable
          label="Answered people"
          noun="answer"
          columns={columns}
          source={source}
          rowId={(row) => row.queueItemId}
          activeId={active?.queueItemId ?? null}
          onActivate={setActive}
          empty={
            <EmptyState
              icon="queue"
              title="Nothing here yet"
              detail="Answers from the review queue are kept here with what the PSA said."
            />
          }
        />
      )}
      {status === 'resolved' ? <WaitingAnswers onTakeBack={(queueItemId) => reopen.mutate({ queueItemId })} /> : null}
    </>
  );
}
