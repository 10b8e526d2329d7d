/** "Who would this hit?": everybody whom the draft would leave out, with the rule that does it, before anything is saved. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useDeferredValue, useEffect, useState } from 'react';
import type { UserFilterRulesView } from '../../../shared/contract/rule-entries.ts';
import type { ConcordClient } from '../../bridge/bridge.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { exclusionLabels } from '../../ui/words.ts';

type Answer = Awaited<ReturnType<ConcordClient['rules']['whoWouldThisHit']>>;
type Hit = Answer['rows'][number];

const PAUSE_MS = 350;

const columns: readonly Column<Hit>[] = [
  { id: 'name', header: 'Person', width: 150, grow: 1, cell: (hit) => hit.displayName },
  { id: 'address', header: 'Address', width: 210, grow: 1, cell: (hit) => hit.address ?? 'no address' },
  { id: 'tenant', header: 'Tenant', width: 150, grow: 1, cell: (hit) => hit.tenantName },
  { id: 'reason', header: 'Left out because', width: 150, cell: (hit) => exclusionLabels[hit.reason] },
  { id: 'rule', header: 'Rule', width: 220, grow: 2, cell: (hit) => <span title={hit.rule}>{hit.rule}</span> },
  {
    id: 'isNew',
    header: 'Change',
    width: 90,
    cell: (hit) => (hit.isNew ? <ToneBadge tone="attention">New</ToneBadge> : 'as saved'),
  },
];

const rowId = (hit: Hit) => `${hit.managedTenantId} ${hit.entraObjectId}`;

const useStyles = makeStyles({
  table: { display: 'flex', flexDirection: 'column', height: '380px' },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px' },
  reasons: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** Asks again only after a pause in typing: each question runs over every directory user. */
function usePaused<Value>(value: Value): Value {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(paused);
}

interface WhoIsHitProps {
  readonly filters: UserFilterRulesView;
  /** Null: among everybody. Else among this tenant's people, and the filters are its own. */
  readonly managedTenantId: string | null;
}

export function WhoIsHit({ filters, managedTenantId }: WhoIsHitProps) {
  const styles = useStyles();
  const api = useApi();
  const [search, setSearch] = useState('');
  const asked = usePaused(JSON.stringify(filters));
  const source = usePagedSource((offset, limit) =>
    api.rules.whoWouldThisHit.queryOptions({
      input: {
        filters: JSON.parse(asked) as UserFilterRulesView,
        managedTenantId,
        areTenantsOwn: managedTenantId !== null,
        search,
        offset,
        limit,
      },
    }),
  );
  const { first } = source;
  return (
    <Section title="Who would this leave out?">
      <div className={styles.tools}>
        <SearchField label="Search people" value={search} onSearch={setSearch} />
        {first ? (
          <Text weight="semibold">
            {formatCount(first.excluded)} of {plural(first.considered, 'directory user')} left out
          </Text>
        ) : null}
        {first ? (
          <span className={styles.reasons}>
            {first.byReason.map(({ reason, count }) => `${exclusionLabels[reason]} ${formatCount(count)}`).join(' · ')}
          </span>
        ) : null}
      </div>
      <div className={styles.table}>
        <DataTable
          label="People left out"
          noun="directory user"
          columns={columns}
          source={source}
          rowId={rowId}
          footer="as of the directories last read; nothing is saved by looking"
          empty={
            <EmptyState
              icon="person"
              title={first?.considered === 0 ? 'No directory read yet' : 'Nobody is left out'}
              detail={
                first?.considered === 0
                  ? 'Map tenants and run a preflight; then this list shows real people.'
                  : 'With this search and these filters, everybody counts.'
              }
            />
          }
        />
      </div>
    </Section>
  );
}
