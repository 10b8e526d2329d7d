/** Who counts: the filters of this profile, with everybody they would leave out shown before saving. */
import { Text } from '@fluentui/react-components';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { FilterFields } from './filter-fields.tsx';
import { SaveBar } from './save-bar.tsx';
import { useDraft, useSaveRules } from './use-rules.ts';
import { WhoIsHit } from './who-is-hit.tsx';

export function FiltersTab({ rules }: { rules: Rules }) {
  const draft = useDraft(rules.filters);
  const save = useSaveRules(draft.reset);
  const overrides = Object.keys(rules.filterOverrides).length;
  return (
    <>
      <Section title="Leave out">
        <Text>
          Disabled accounts and accounts without any identity never count.
          {overrides > 0
            ? ` ${plural(overrides, 'tenant has', 'tenants have')} rules of their own, which go before these.`
            : ''}
        </Text>
        <FilterFields value={draft.value} onChange={draft.change} />
      </Section>
      <WhoIsHit filters={draft.value} />
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
