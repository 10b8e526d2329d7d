/** The directory users of one tenant: who counts, who is left out, and by which rule. */
import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserRow } from '../../../shared/contract/tenant-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { plural } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { exclusionLabels } from '../../ui/words.ts';

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  table: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: '280px' },
});

const columns: readonly Column<UserRow>[] = [
  { id: 'name', header: 'Name', width: 130, grow: 1, cell: (row) => row.displayName ?? '—' },
  { id: 'address', header: 'Address', width: 150, grow: 1, cell: (row) => row.mail ?? row.userPrincipalName ?? '—' },
  {
    id: 'counts',
    header: 'Counts?',
    width: 170,
    cell: (row) =>
      row.exclusion ? (
        <span title={row.exclusion.rule}>
          <ToneBadge tone="neutral">{exclusionLabels[row.exclusion.reason]}</ToneBadge>
        </span>
      ) : (
        <ToneBadge tone="good">Counts</ToneBadge>
      ),
  },
  { id: 'rule', header: 'Rule', width: 160, cell: (row) => row.exclusion?.rule ?? '' },
  { id: 'contact', header: 'Linked contact', width: 140, cell: (row) => row.linkedContact?.fullName ?? '—' },
];

const rowId = (row: UserRow) => row.entraObjectId;

export function TenantUsers({ managedTenantId }: { managedTenantId: string }) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const [show, setShow] = useState<'all' | 'included' | 'excluded'>('all');
  const [search, setSearch] = useState('');
  const source = usePagedSource((offset, limit) =>
    api.tenants.users.queryOptions({ input: { managedTenantId, show, search, offset, limit } }),
  );
  const readDirectory = useMutation(
    api.tenants.readDirectory.mutationOptions({
      onSuccess: (answer) => {
        notify.done(answer.sentence);
        void cache.invalidateQueries({ queryKey: api.tenants.key() });
      },
      onError: notify.failed,
    }),
  );
  const { first } = source;
  const readButton = (
    <Button size="small" disabled={readDirectory.isPending} onClick={() => readDirectory.mutate({ managedTenantId })}>
      {readDirectory.isPending ? 'Reading…' : 'Read the directory now'}
    </Button>
  );
  return (
    <>
      <div className={styles.tools}>
        <FilterChips
          label="Show people"
          value={show}
          onChange={setShow}
          chips={[
            { value: 'all', label: 'All', count: first ? first.included + first.excluded : null },
            { value: 'included', label: 'Count', count: first?.included ?? null },
            { value: 'excluded', label: 'Left out', count: first?.excluded ?? null },
          ]}
        />
        <SearchField label="Search people" value={search} onSearch={setSearch} />
        {readButton}
        {first ? <AsOf at={first.asOf} /> : null}
      </div>
      {first && first.excludedByReason.length > 0 ? (
        <Text size={200}>
          Left out:{' '}
          {first.excludedByReason.map(({ reason, count }) => `${exclusionLabels[reason]} ${count}`).join(', ')}.
        </Text>
      ) : null}
      <div className={styles.table}>
        <DataTable
          label="Directory users"
          noun="directory user"
          columns={columns}
          source={source}
          rowId={rowId}
          footer={first ? plural(first.excluded, 'person left out', 'people left out') : null}
          empty={
            <EmptyState
              icon="person"
              title={search === '' ? 'Nobody read yet' : 'Nobody fits'}
              detail={
                search === ''
                  ? 'Reading the directory changes nothing at the customer.'
                  : 'Clear the search or choose another chip.'
              }
            >
              {search === '' ? readButton : null}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}
