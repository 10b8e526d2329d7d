/** The review queue: open people with evidence, answered without a mouse; and the answered ones with their way to the PSA. */
import { Button, Tab, TabList } from '@fluentui/react-components';
import { type ReactNode, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { DecisionReason } from '../../../shared/vocabulary/states.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { formatCount } from '../../ui/format.ts';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { reasonLabels } from '../../ui/words.ts';
import { AnsweredList } from './answered-list.tsx';
import { queueColumns } from './queue-columns.tsx';
import { queueKeys } from './queue-keys.ts';
import { QueuePane } from './queue-pane.tsx';
import { useQueueWork } from './use-queue-work.ts';
import { WaitingAnswers } from './waiting-answers.tsx';

export function QueueScreen() {
  const [params, setParams] = useSearchParams();
  const isAnswered = (params.get('status') ?? 'open') !== 'open';
  const tabs = (
    <TabList
      size="small"
      selectedValue={isAnswered ? 'answered' : 'open'}
      onTabSelect={(_, data) => setParams(data.value === 'answered' ? { status: 'resolved' } : {}, { replace: true })}
    >
      <Tab value="open">Open</Tab>
      <Tab value="answered">Answered</Tab>
    </TabList>
  );
  return isAnswered ? (
    <Page title="Review queue" context="What was answered, and whether it reached the PSA." tools={tabs} isFilling>
      <AnsweredList key={params.get('status')} start={params.get('status')} />
    </Page>
  ) : (
    <OpenQueue tabs={tabs} startId={params.get('item')} />
  );
}

function OpenQueue({ tabs, startId }: { tabs: ReactNode; startId: string | null }) {
  const [reason, setReason] = useState<DecisionReason | 'all'>('all');
  const [search, setSearch] = useState('');
  const filter = useRef<HTMLInputElement>(null);
  const work = useQueueWork({ reason: reason === 'all' ? null : reason, search }, startId);
  useHotkeys(queueKeys(work, () => filter.current?.focus()));
  const { first, left, source } = work.list;
  const byReason = first?.byReason ?? [];
  return (
    <Page
      title="Review queue"
      context={
        <output aria-live="polite">
          {first ? `${formatCount(left)} left` : 'Reading…'}
          {work.state.answered.length > 0 ? `, ${formatCount(work.state.answered.length)} answered just now` : ''}
        </output>
      }
      actions={
        <Button
          icon={<Icon name="undo" />}
          disabled={work.lastAnswer === null}
          onClick={() => work.lastAnswer && work.takeBack(work.lastAnswer.queueItemId)}
        >
          Take back{work.lastAnswer ? `: ${work.lastAnswer.displayName}` : ''} (Z)
        </Button>
      }
      tools={
        <>
          {tabs}
          <SearchField label="Filter people (/)" value={search} onSearch={setSearch} inputRef={filter} />
          <FilterChips
            label="Why they are asked"
            value={reason}
            onChange={setReason}
            chips={[
              { value: 'all', label: 'All', count: first?.open ?? null },
              ...byReason.map((one) => ({ value: one.reason, label: reasonLabels[one.reason], count: one.count })),
            ]}
          />
        </>
      }
      isFilling
    >
      <SplitPane
        paneLabel="Evidence"
        shares={[4, 7]}
        list={
          <>
            <DataTable
              label="People to decide"
              noun="open item"
              columns={queueColumns}
              source={source}
              rowId={(row) => row.queueItemId}
              rowHeight={46}
              activeId={work.currentId}
              onActivate={(row, at) => work.goTo(row.queueItemId, at)}
              empty={
                search === '' && reason === 'all' ? (
                  <EmptyState
                    icon="check"
                    title="Nobody waits for you"
                    detail="People whom a machine would have to guess about appear here after a preflight."
                  />
                ) : (
                  <EmptyState icon="search" title="Nobody fits" detail="Choose another chip or clear the filter." />
                )
              }
            />
            <WaitingAnswers onTakeBack={work.takeBack} />
          </>
        }
        pane={<QueuePane work={work} />}
      />
    </Page>
  );
}
