/**
 * The deliberate act of handing a plan's scope to the server. It says what will be written, that the server decides by its
 * own rules; a plan with waiting holds is not handed over. Approves by hash first where that was not done.
 */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Text,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { useApi, useBridge } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, plural } from '../../ui/format.ts';
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
  const navigate = useNavigate();
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
  const held = plan.holds.filter((hold) => hold.override === null);
  return (
    <ConfirmDialog
      title="Let the PSA’s own sync apply this plan"
      confirmLabel={plan.status === 'ready' ? 'Approve and start' : 'Start it'}
      isBusy={apply.isPending}
      isConfirmable={held.length === 0}
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
      {held.length > 0 ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Held: {namesOf(held.map((hold) => hold.clientName ?? 'the whole plan'))}.</MessageBarTitle>{' '}
            The server cannot leave anybody out, so this plan is not handed over. Apply it here, which leaves them out,
            or allow each of them once with a reason and hand over the plan that this makes.
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => void navigate(`/sync/plans/${planId}?tab=holds`)}>
              Read the holds
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      {apply.error ? <ErrorView error={apply.error} /> : null}
    </ConfirmDialog>
  );
}

const NAMED = 5;

function namesOf(names: readonly string[]): string {
  const shown = [...new Set(names)];
  const rest = shown.length - NAMED;
  return rest > 0 ? `${shown.slice(0, NAMED).join(', ')} and ${formatCount(rest)} more` : shown.join(', ');
}
