/** Step 3: confirm what is certain in one act here; decide the rest with evidence on the Tenants screen. */
import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatScore, plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useListSource } from '../../ui/table/row-source.ts';
import { emptySelection, type Selection } from '../../ui/table/selection.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { tenantEvidenceLabels } from '../../ui/words.ts';

const useStyles = makeStyles({
  table: { display: 'flex', flexDirection: 'column', height: '320px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

const columns: readonly Column<TenantRow>[] = [
  {
    id: 'tenant',
    header: 'Microsoft tenant',
    width: 200,
    grow: 2,
    cell: (row) => row.displayName,
    sortValue: (row) => row.displayName,
  },
  { id: 'client', header: 'Client', width: 200, grow: 2, cell: (row) => row.candidates[0]?.clientName ?? '—' },
  {
    id: 'evidence',
    header: 'Evidence',
    width: 200,
    cell: (row) => {
      const best = row.candidates[0];
      return best ? `${tenantEvidenceLabels[best.strongest]}, score ${formatScore(best.evidence.score)}` : '—';
    },
  },
  { id: 'because', header: 'Why', width: 240, grow: 3, cell: (row) => <span title={row.because}>{row.because}</span> },
];

const rowId = (row: TenantRow) => row.managedTenantId;

export function MapStep({ onNext }: { onNext: () => void }) {
  const styles = useStyles();
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const tenants = useQuery(api.tenants.list.queryOptions({ input: { state: 'autoMatched', limit: 500 } }));
  const rows = tenants.data?.rows;
  const source = useListSource(rows, tenants.error);
  useEffect(() => {
    if (rows) setSelection(new Set(rows.map((row) => row.managedTenantId)));
  }, [rows]);
  const confirm = useMutation(api.tenants.confirm.mutationOptions({ onSuccess: () => cache.invalidateQueries() }));
  const chosen = (rows ?? []).filter((row) => selection.has(row.managedTenantId));
  const store = () =>
    confirm.mutate({
      decisions: chosen.flatMap((row) => {
        const best = row.candidates[0];
        return best
          ? [{ managedTenantId: row.managedTenantId, decision: { kind: 'map' as const, clientId: best.clientId } }]
          : [];
      }),
    });
  const counts = tenants.data?.counts;
  return (
    <Section title="Map tenants to clients">
      <Text>
        {counts
          ? `${counts.autoMatched} matched with certainty, ${counts.needsReview} need your eyes, ${counts.mapped} mapped.`
          : 'Reading…'}
      </Text>
      <div className={styles.table}>
        <DataTable
          label="Auto-matched tenants"
          noun="tenant"
          columns={columns}
          source={source}
          rowId={rowId}
          selection={selection}
          onSelectionChange={setSelection}
          empty={
            <EmptyState
              icon="check"
              title="Nothing left to confirm in bulk"
              detail="Tenants that need review are decided on the Tenants screen."
            />
          }
        />
      </div>
      <div className={styles.actions}>
        <Button appearance="primary" disabled={chosen.length === 0 || confirm.isPending} onClick={store}>
          Confirm {plural(chosen.length, 'mapping')}
        </Button>
        <Button onClick={() => void navigate('/tenants?state=needsReview')}>
          Review the others{counts ? ` (${counts.needsReview})` : ''}
        </Button>
        {counts && counts.mapped > 0 ? <Button onClick={onNext}>Next: initial sync</Button> : null}
      </div>
      {confirm.error ? <ErrorView error={confirm.error} /> : null}
      {confirm.data?.refused.map((one) => (
        <MessageBar key={one.managedTenantId} intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{one.displayName}</MessageBarTitle> {one.sentence}
          </MessageBarBody>
        </MessageBar>
      ))}
    </Section>
  );
}
