/** What can be done with many tenants at once. It stages; confirming is a separate act. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { useApi, useBridge } from '../../bridge/bridge-context.ts';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import type { Selection } from '../../ui/table/selection.ts';
import { mapAutoMatched, type StagedDecision } from './staging.ts';
import { dispatchStaging, useStaging } from './staging-store.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', minHeight: '32px' },
  text: { color: tokens.colorNeutralForeground2 },
});

const PAGE = 500;

interface BulkBarProps {
  readonly selection: Selection;
  readonly onClearSelection: () => void;
  readonly autoMatchedCount: number;
  readonly newCount: number;
}

/** Reads every row of a state, page by page, so that "all" means all and not only what is on screen. */
function useReadAll() {
  const { client } = useBridge();
  return async (state: 'autoMatched' | 'all'): Promise<readonly TenantRow[]> => {
    const rows: TenantRow[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const answer = await client.tenants.list({ state, offset, limit: PAGE });
      rows.push(...answer.rows);
      if (answer.rows.length < PAGE) return rows;
    }
  };
}

export function BulkBar({ selection, onClearSelection, autoMatchedCount, newCount }: BulkBarProps) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const staging = useStaging();
  const readAll = useReadAll();
  const [isBusy, setBusy] = useState(false);
  const acknowledge = useMutation(
    api.tenants.acknowledgeNew.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.tenants.key() }),
      onError: notify.failed,
    }),
  );

  const stageFrom = async (
    state: 'autoMatched' | 'all',
    choose: (rows: readonly TenantRow[]) => readonly StagedDecision[],
  ) => {
    setBusy(true);
    try {
      const decisions = choose(await readAll(state));
      dispatchStaging({ kind: 'stage', decisions });
      notify.done(`${plural(decisions.length, 'decision')} staged`, {
        detail: 'Nothing is written until you confirm.',
      });
    } catch (error) {
      notify.failed(error);
    } finally {
      setBusy(false);
    }
  };
  const chosen = (rows: readonly TenantRow[]) => rows.filter((row) => selection.has(row.managedTenantId));
  const skipAll = (rows: readonly TenantRow[]): readonly StagedDecision[] =>
    chosen(rows).map((row) => ({
      managedTenantId: row.managedTenantId,
      tenantName: row.displayName,
      decision: { kind: 'skip' },
      clientName: null,
    }));

  return (
    <div className={styles.bar}>
      <Button
        size="small"
        icon={<Icon name="check" size={16} />}
        disabled={isBusy || autoMatchedCount === 0}
        onClick={() => void stageFrom('autoMatched', mapAutoMatched)}
      >
        Stage all auto-matched ({autoMatchedCount})
      </Button>
      {selection.size > 0 ? (
        <>
          <Text className={styles.text}>{plural(selection.size, 'tenant')} selected:</Text>
          <Button
            size="small"
            disabled={isBusy}
            onClick={() => void stageFrom('all', (rows) => mapAutoMatched(chosen(rows)))}
          >
            Stage their match
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => void stageFrom('all', skipAll)}>
            Stage as skipped
          </Button>
          <Button size="small" onClick={() => dispatchStaging({ kind: 'unstage', managedTenantIds: [...selection] })}>
            Unstage
          </Button>
          <Button size="small" appearance="subtle" onClick={onClearSelection}>
            Clear selection
          </Button>
        </>
      ) : null}
      {staging.past.length > 0 ? (
        <Button
          size="small"
          appearance="subtle"
          icon={<Icon name="undo" size={16} />}
          onClick={() => dispatchStaging({ kind: 'undo' })}
        >
          Undo staging
        </Button>
      ) : null}
      {newCount > 0 ? (
        <Button size="small" appearance="subtle" onClick={() => acknowledge.mutate({ managedTenantIds: null })}>
          Mark {plural(newCount, 'new tenant')} as seen
        </Button>
      ) : null}
    </div>
  );
}
