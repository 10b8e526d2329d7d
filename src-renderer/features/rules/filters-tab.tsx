/** Who counts: the filters of this profile or of one tenant, with everybody they would leave out shown before saving. */
import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { Section } from '../../ui/page.tsx';
import { FilterFields } from './filter-fields.tsx';
import { FilterScope, type ScopeTenant } from './filter-scope.tsx';
import { type FilterKey, filtersOf, following, isSameOwn, type OwnFilters, overridesWith } from './own-filters.ts';
import { SaveBar } from './save-bar.tsx';
import { useDraft, useSaveRules } from './use-rules.ts';
import { WhoIsHit } from './who-is-hit.tsx';

export function FiltersTab({ rules }: { rules: Rules }) {
  const [tenant, setTenant] = useState<ScopeTenant | null>(null);
  return (
    <>
      <FilterScope tenant={tenant} withOwn={Object.keys(rules.filterOverrides)} onChange={setTenant} />
      {tenant === null ? (
        <ProfileFilters rules={rules} />
      ) : (
        <TenantFilters key={tenant.managedTenantId} rules={rules} tenant={tenant} />
      )}
    </>
  );
}

function ProfileFilters({ rules }: { rules: Rules }) {
  const draft = useDraft(rules.filters);
  const save = useSaveRules(draft.reset);
  return (
    <>
      <Section title="Leave out">
        <Text>Disabled accounts and accounts without any identity never count.</Text>
        <FilterFields value={draft.value} own={null} onChange={draft.change} />
      </Section>
      <WhoIsHit filters={draft.value} managedTenantId={null} />
      <SaveBar
        isChanged={draft.isChanged}
        isSaving={save.isPending}
        error={save.error}
        onSave={() => save.mutate({ filters: draft.value })}
        onReset={draft.reset}
      />
    </>
  );
}

const nothingOwn: OwnFilters = {};

function TenantFilters({ rules, tenant }: { rules: Rules; tenant: ScopeTenant }) {
  const { managedTenantId, displayName } = tenant;
  const saved = rules.filterOverrides[managedTenantId] ?? nothingOwn;
  const [typed, setTyped] = useState<OwnFilters | null>(null);
  const save = useSaveRules(() => setTyped(null));
  const own = typed ?? saved;
  const value = filtersOf(rules.filters, own);
  return (
    <>
      <Section title={`Leave out at ${displayName}`}>
        <Text>
          What you change here is this tenant’s own and goes before the profile’s rule. All else follows the profile.
        </Text>
        <FilterFields
          value={value}
          own={{
            keys: new Set(Object.keys(own) as FilterKey[]),
            onFollow: (key) => setTyped(following(own, key)),
          }}
          onChange={(part) => setTyped({ ...own, ...part })}
        />
      </Section>
      <WhoIsHit filters={value} managedTenantId={managedTenantId} />
      <SaveBar
        isChanged={!isSameOwn(own, saved)}
        isSaving={save.isPending}
        error={save.error}
        onSave={() => save.mutate({ filterOverrides: overridesWith(rules.filterOverrides, managedTenantId, own) })}
        onReset={() => setTyped(null)}
      />
    </>
  );
}
