/** The rules of the sync: which fields follow, who counts, when to stop, and when to run by itself. */
import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Page } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { BrakesTab } from './brakes-tab.tsx';
import { FieldRulesTab } from './field-rules.tsx';
import { FiltersTab } from './filters-tab.tsx';
import { ImportSettings } from './import-settings.tsx';
import { ScheduleTab } from './schedule-tab.tsx';
import { useSavedRules } from './use-rules.ts';

const useStyles = makeStyles({
  // Takes back the gap that the page puts between its parts.
  top: { marginBottom: '-12px' },
});

const tabs = [
  { name: 'fields', label: 'Field rules', Body: FieldRulesTab },
  { name: 'filters', label: 'Who counts', Body: FiltersTab },
  { name: 'brakes', label: 'Brakes', Body: BrakesTab },
  { name: 'schedule', label: 'Schedule', Body: ScheduleTab },
] as const;

export function RulesScreen() {
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const flags = useQuery(api.engine.status.queryOptions({ input: {} })).data?.flags;
  const saved = useSavedRules();
  const hasFieldRules = flags?.['entra-integration-field-sync'] ?? true;
  const current = tabs.find((tab) => tab.name === params.get('tab')) ?? tabs[0];
  const { data, error } = saved;
  return (
    <Page
      title="Rules"
      context="What a sync may do without asking."
      asOf={
        data ? (
          <AsOf
            at={data.savedAt}
            prefix={`saved by ${data.savedBy ?? 'somebody'}`}
            never="the defaults; nothing saved yet"
          />
        ) : null
      }
      actions={data ? <ImportSettings /> : null}
      tools={
        <TabList
          selectedValue={current.name}
          onTabSelect={(_, tab) => setParams({ tab: String(tab.value) }, { replace: true })}
        >
          {tabs.map(({ name, label }) => (
            <Tab key={name} value={name}>
              {name === 'fields' && !hasFieldRules ? 'People who leave' : label}
            </Tab>
          ))}
        </TabList>
      }
    >
      {error ? <ErrorView error={error} onRetry={() => void saved.refetch()} /> : null}
      {!data && !error ? <LoadingState /> : null}
      {data ? (
        <TabBody key={current.name} Body={current.Body} rules={data.rules} hasFieldRules={hasFieldRules} />
      ) : null}
    </Page>
  );
}

interface TabProps {
  readonly rules: Rules;
  /** False while the flag for field sync is off. */
  readonly hasFieldRules: boolean;
}

/** Starts at its top: the page keeps its scroll position, which belongs to the tab before. */
function TabBody({ Body, ...tab }: TabProps & { Body: (props: TabProps) => ReactNode }) {
  const styles = useStyles();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'end' });
  }, []);
  return (
    <>
      <div ref={top} className={styles.top} />
      <Body {...tab} />
    </>
  );
}
