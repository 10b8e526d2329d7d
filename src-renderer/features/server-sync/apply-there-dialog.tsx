/**
 * The deliberate act of handing a plan's scope to the server. It says what will be written, that the server decides by its
 * own rules, and what it would do to people whom the plan holds back; approves by hash first where that was not done.
 */
import { Checkbox, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { useApi, useBridge } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { clientsOf } from './there.ts';

interface ApplyThereDialogProps {
  readonly plan: PlanHeader;
  readonly poison: readonly PoisonRow[];
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}

export function ApplyThereDialog({ plan, poison, onClose, onStarted }: ApplyThereDialogProps) {
  const api = useApi();
  const { client } = useBridge();
  const cache = useQueryClient();
  const [isAccepted, setAccepted] = useState(false);
  const { planId, contentHash } = plan;
  const apply = useMutation({
    mutationFn: async () => {
      if (plan.status === 'ready') await client.plans.approve({ planId, contentHash });
      return await client.server.apply({ planId });
    },
    onSuccess: ({ runId }) => {
      onClose();
      onStarted(runId);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: api.plans.key() }),
  });
  const needsTick = plan.holds.some((hold) => hold.override === null);
  return (
    <ConfirmDialog
      title="Let the PSA’s own sync apply this plan"
      confirmLabel={plan.status === 'ready' ? 'Approve and start' : 'Start it'}
      isBusy={apply.isPending}
      isConfirmable={!needsTick || isAccepted}
      onCancel={onClose}
      onConfirm={() => apply.mutate()}
    >
      <Text>
        {plan.status === 'ready' ? 'The plan is approved by its hash. Then the ' : 'The '}
        mappings of {plural(plan.clientCount, 'client')} are confirmed on the server, and its own sync workflow is
        started for: {plan.scope}. Concord follows it and reads the contacts back.
      </Text>
      <Text>
        The server decides by its own rules, not row by row: it may leave out field updates of this plan, and touch
        people whom the plan leaves out. What it writes has no journal here and cannot be undone from here.
      </Text>
      {poison.length > 0 ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {plural(poison.length, 'person', 'people')} would make it fail for {plural(clientsOf(poison), 'client')}.
            Take them away first; a client that fails is left half done.
          </MessageBarBody>
        </MessageBar>
      ) : null}
      {needsTick ? (
        <Checkbox
          checked={isAccepted}
          onChange={(_, data) => setAccepted(data.checked === true)}
          label="I know that the server does not honour the holds of this plan."
        />
      ) : null}
      {apply.error ? <ErrorView error={apply.error} /> : null}
    </ConfirmDialog>
  );
}
