/** Said before a run is started: what undo could not give back of it, and how long it can be cancelled before it begins. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { OneWayView } from '../../../shared/contract/plan-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { plural } from '../../ui/format.ts';

export function OneWayNotice({ changes }: { changes: readonly OneWayView[] }) {
  const api = useApi();
  const seconds = useQuery(api.engine.getSettings.queryOptions({ input: {} })).data?.oneWayWindowSeconds;
  if (changes.length === 0) return null;
  const count = changes.reduce((sum, one) => sum + one.count, 0);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{plural(count, 'change is', 'changes are')} one-way.</MessageBarTitle>{' '}
        {changes.map((one) => one.sentence).join(' ')}{' '}
        {seconds ? `The run waits ${seconds} s before it begins; cancel it until then and nothing is sent.` : null}
      </MessageBarBody>
    </MessageBar>
  );
}
