/** Whose filters are shown: the profile's, or those of one tenant, found by typing. Tenants with rules of their own stand first. */
import { Button, Combobox, Field, makeStyles, Option, Text } from '@fluentui/react-components';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';

export interface ScopeTenant {
  readonly managedTenantId: string;
  readonly displayName: string;
}

interface FilterScopeProps {
  /** Null: the profile's own filters. */
  readonly tenant: ScopeTenant | null;
  /** Tenants that have rules of their own. */
  readonly withOwn: readonly string[];
  readonly onChange: (tenant: ScopeTenant | null) => void;
}

const SHOWN = 20;

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  picker: { width: '380px', gridTemplateColumns: '76px 1fr' },
  own: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
});

export function FilterScope({ tenant, withOwn, onChange }: FilterScopeProps) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <TenantPicker tenant={tenant} onChange={onChange} />
      {tenant === null ? null : <Button onClick={() => onChange(null)}>Back to every tenant</Button>}
      {withOwn.length > 0 ? <TenantsWithOwn ids={withOwn} onChange={onChange} /> : null}
    </div>
  );
}

function TenantPicker({ tenant, onChange }: Pick<FilterScopeProps, 'tenant' | 'onChange'>) {
  const styles = useStyles();
  const api = useApi();
  const [typed, setTyped] = useState<string | null>(null);
  const tenants = useQuery(
    api.tenants.list.queryOptions({ input: { search: typed ?? '', limit: SHOWN }, placeholderData: keepPreviousData }),
  );
  const rows = tenants.data?.rows ?? [];
  const total = tenants.data?.total ?? 0;
  return (
    <Field
      className={styles.picker}
      orientation="horizontal"
      label="Rules for"
      {...(tenants.error ? { hint: 'The tenants could not be read.' } : {})}
    >
      <Combobox
        freeform
        value={typed ?? tenant?.displayName ?? 'Every tenant'}
        selectedOptions={tenant === null ? [] : [tenant.managedTenantId]}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setTyped(null)}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onOptionSelect={(_, data) => {
          const row = rows.find(({ managedTenantId }) => managedTenantId === data.optionValue);
          if (row) onChange({ managedTenantId: row.managedTenantId, displayName: row.displayName });
          setTyped(null);
        }}
      >
        {rows.map(({ managedTenantId, displayName, defaultDomain }) => (
          <Option key={managedTenantId} value={managedTenantId} text={displayName}>
            {defaultDomain === null ? displayName : `${displayName} (${defaultDomain})`}
          </Option>
        ))}
        {total > rows.length || rows.length === 0 ? (
          <Option disabled value="none" text="">
            {rows.length === 0 ? 'No tenant by that name' : `${total - rows.length} more: type to narrow`}
          </Option>
        ) : null}
      </Combobox>
    </Field>
  );
}

function TenantsWithOwn({ ids, onChange }: { ids: readonly string[]; onChange: FilterScopeProps['onChange'] }) {
  const styles = useStyles();
  const api = useApi();
  const tenants = useQueries({
    queries: ids.map((managedTenantId) => api.tenants.get.queryOptions({ input: { managedTenantId } })),
  });
  return (
    <div className={styles.own}>
      <Text>With rules of their own:</Text>
      {tenants.map(({ data }) =>
        data ? (
          <Button key={data.managedTenantId} size="small" onClick={() => onChange(data)}>
            {data.displayName}
          </Button>
        ) : null,
      )}
    </div>
  );
}
