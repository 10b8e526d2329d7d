/** What was decided and stopped because the contact moved in between: all three values per field, and the way on. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ConflictView } from '../../../shared/contract/queue-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { ThreeValues } from './three-values.tsx';

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', gap: '12px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const columns: readonly Column<ConflictView>[] = [
  {
    id: 'person',
    header: 'Person',
    width: 150,
    grow: 2,
    cell: (row) => row.displayName,
    sortValue: (row) => row.displayName,
  },
  {
    id: 'client',
    header: 'Client',
    width: 130,
    grow: 1,
    cell: (row) => row.clientName ?? '—',
    sortValue: (row) => row.clientName ?? '',
  },
  {
    id: 'kind',
    header: 'What it was',
    width: 110,
    cell: (row) => (row.kind === 'decision' ? 'Your answer' : 'Planned row'),
    sortValue: (row) => row.kind,
  },
  { id: 'at', header: 'When', width: 96, cell: (row) => <Age at={row.at} />, sortValue: (row) => row.at },
];

const rowId = (row: ConflictView) => row.operationId;

interface CameBackListProps {
  /** Undefined while they are read. */
  readonly conflicts: readonly ConflictView[] | undefined;
  readonly error: unknown;
}

export function CameBackList({ conflicts, error }: CameBackListProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = useListSource(conflicts, error);
  const active = conflicts?.find((row) => row.operationId === activeId) ?? conflicts?.[0] ?? null;
  if (conflicts?.length === 0) {
    return (
      <EmptyState
        icon="check"
        title="Nothing came back"
        detail="An answer or planned change that stops because the contact changed meanwhile appears here."
      />
    );
  }
  return (
    <SplitPane
      paneLabel="What came back"
      shares={[5, 6]}
      list={
        <DataTable
          label="Decisions that came back"
          noun="conflict"
          columns={columns}
          source={source}
          rowId={rowId}
          activeId={active?.operationId ?? null}
          onActivate={(row) => setActiveId(row.operationId)}
          empty={null}
        />
      }
      pane={
        active ? (
          <CameBack key={active.operationId} conflict={active} />
        ) : (
          <EmptyState title="Nobody is chosen" detail="Choose a row to see its three values." />
        )
      }
    />
  );
}

function CameBack({ conflict }: { conflict: ConflictView }) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const reopen = useMutation(
    api.queue.reopen.mutationOptions({
      onSuccess: ({ queueItemId }) => {
        void cache.invalidateQueries({ queryKey: api.queue.key() });
        void navigate(`/queue?item=${queueItemId}`);
      },
      onError: notify.failed,
    }),
  );
  const { queueItemId, runId } = conflict;
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <h2 className={styles.title}>{conflict.displayName}</h2>
        <ToneBadge tone="attention">Changed meanwhile</ToneBadge>
      </div>
      <Text>
        {conflict.kind === 'decision' ? 'You answered: ' : 'Planned: '}
        {conflict.chosen}
      </Text>
      <Text>{conflict.sentence}</Text>
      {conflict.fields.length > 0 ? (
        <ThreeValues fields={conflict.fields} />
      ) : (
        <Text className={styles.quiet}>No single field differs; the record as a whole is not what it was.</Text>
      )}
      <div className={styles.head}>
        {queueItemId === null ? null : (
          <Button appearance="primary" disabled={reopen.isPending} onClick={() => reopen.mutate({ queueItemId })}>
            Decide again
          </Button>
        )}
        <Button onClick={() => void navigate(`/sync/runs/${runId}`)}>Open its run</Button>
      </div>
      <Text size={200} className={styles.quiet}>
        {queueItemId === null
          ? 'Nothing was written. The next preflight plans this person again from what is there now.'
          : 'Nothing was written. Deciding again opens the person in the queue with what is there now.'}
      </Text>
    </div>
  );
}
