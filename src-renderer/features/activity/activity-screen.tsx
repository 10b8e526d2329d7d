/** Who did what, when, what was shown, chosen and answered: the append-only log, its verification and its export. */

import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditEventView } from '../../../shared/contract/activity-entries.ts';
import { useApi, useBridge } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { Page } from '../../ui/page.tsx';
import { saveText } from '../../ui/save-text.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { usePagedSource } from '../../ui/table/row-source.ts';
import type { Column } from '../../ui/table/table-model.ts';
import { ChainVerdict, useChainCheck } from './chain-check.tsx';
import { EventDetail } from './event-detail.tsx';
import { actionWord, factLines, subjectOf } from './event-words.ts';

const columns: readonly Column<AuditEventView>[] = [
  { id: 'seq', header: 'No.', width: 48, align: 'end', cell: (event) => event.seq },
  { id: 'at', header: 'When', width: 96, cell: (event) => <Age at={event.at} /> },
  { id: 'operator', header: 'Who', width: 80, cell: (event) => event.operator },
  { id: 'action', header: 'What', width: 150, cell: (event) => <StateBadge word={actionWord(event.action)} /> },
  {
    id: 'fact',
    header: 'Chosen or answered',
    width: 190,
    grow: 1,
    cell: (event) => factLines(event.chosen ?? event.answered)[0] ?? subjectOf(event.subject).kind,
  },
];

const rowId = (event: AuditEventView) => String(event.seq);

const mediaTypes = { csv: 'text/csv', json: 'application/json' } as const;

function ExportMenu() {
  const { client } = useBridge();
  const notify = useNotify();
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'json') => {
      const { text, events } = await client.activity.export({ format });
      const fileName = `concord-activity-${new Date().toISOString().slice(0, 10)}.${format}`;
      saveText({ text, fileName, mediaType: mediaTypes[format] });
      return events;
    },
    onSuccess: (events) =>
      notify.done(`${plural(events, 'event')} exported`, { detail: 'With the hash of each event.' }),
    onError: notify.failed,
  });
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<Icon name="download" />} disabled={save.isPending}>
          Export
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => save.mutate('csv')}>As CSV, for a spreadsheet</MenuItem>
          <MenuItem onClick={() => save.mutate('json')}>As JSON, for programs</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

export function ActivityScreen() {
  const api = useApi();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<AuditEventView | null>(null);
  const check = useChainCheck();
  const source = usePagedSource((offset, limit) =>
    api.activity.list.queryOptions({ input: { search, offset, limit } }),
  );
  return (
    <Page
      title="Activity"
      context="Every decision and every run. The log is only ever added to."
      actions={
        <>
          <Button icon={<Icon name="shield" />} disabled={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? 'Verifying…' : 'Verify the log'}
          </Button>
          <ExportMenu />
        </>
      }
      tools={<SearchField label="Search who, what, which" value={search} onSearch={setSearch} />}
      isFilling
    >
      <ChainVerdict check={check} />
      <SplitPane
        paneLabel="Event"
        list={
          <DataTable
            label="Activity"
            noun="event"
            columns={columns}
            source={source}
            rowId={rowId}
            activeId={active ? rowId(active) : null}
            onActivate={setActive}
            empty={
              search === '' ? (
                <EmptyState
                  icon="activity"
                  title="Nothing happened yet"
                  detail="Connecting, mapping, deciding and syncing are recorded here."
                />
              ) : (
                <EmptyState icon="search" title="No event fits" detail="Clear the search to see the whole log." />
              )
            }
          />
        }
        pane={
          active ? (
            <EventDetail key={active.seq} event={active} />
          ) : (
            <EmptyState
              icon="document"
              title="Choose an event"
              detail="What was shown, what was chosen and what was answered appear here."
            />
          )
        }
      />
    </Page>
  );
}
