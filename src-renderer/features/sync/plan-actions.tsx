/** Approve, apply, put aside, read as a document. Approving and applying are two acts; each says what it does. */
import { Button, Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import { useApi, useBridge } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { saveText } from '../../ui/save-text.ts';
import { OneWayNotice } from './one-way-notice.tsx';
import { heldWrites, writesOf } from './plan-counts.ts';

export function PlanActions({ plan }: { plan: PlanHeader }) {
  const [open, setOpen] = useState<'approve' | 'apply' | 'discard' | null>(null);
  const navigate = useNavigate();
  const close = () => setOpen(null);
  const isOpenPlan = plan.status === 'ready' || plan.status === 'approved';
  return (
    <>
      <DocumentButton planId={plan.planId} />
      {isOpenPlan ? <Button onClick={() => setOpen('discard')}>Put aside</Button> : null}
      {plan.runId ? <Button onClick={() => void navigate(`/sync/runs/${plan.runId}`)}>Open its run</Button> : null}
      {isOpenPlan && !plan.runId ? (
        <Button icon={<Icon name="open" />} onClick={() => void navigate('/server')}>
          Apply on the PSA’s server…
        </Button>
      ) : null}
      {plan.status === 'ready' ? (
        <Button
          appearance="primary"
          disabled={!plan.isApplicable || plan.refusal !== null}
          onClick={() => setOpen('approve')}
        >
          Approve
        </Button>
      ) : null}
      {plan.status === 'approved' && !plan.runId ? (
        <Button
          appearance="primary"
          icon={<Icon name="play" />}
          disabled={plan.refusal !== null}
          onClick={() => setOpen('apply')}
        >
          Apply
        </Button>
      ) : null}
      {open === 'approve' ? <ApproveDialog plan={plan} onClose={close} /> : null}
      {open === 'apply' ? <ApplyDialog plan={plan} onClose={close} /> : null}
      {open === 'discard' ? <DiscardDialog plan={plan} onClose={close} /> : null}
    </>
  );
}

interface DialogProps {
  readonly plan: PlanHeader;
  readonly onClose: () => void;
}

function Writes({ plan }: { plan: PlanHeader }) {
  const { counts } = plan;
  return (
    <Text>
      {plural(counts.create, 'contact')} created, {plural(counts.link, 'contact')} linked,{' '}
      {plural(counts.update, 'contact')} updated, {plural(counts.inactivate, 'contact')} made inactive;{' '}
      {plural(counts.queue, 'person', 'people')} go to the review queue. Nothing is ever deleted.
    </Text>
  );
}

function ApproveDialog({ plan, onClose }: DialogProps) {
  const api = useApi();
  const cache = useQueryClient();
  const held = heldWrites(plan);
  const approve = useMutation(
    api.plans.approve.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: api.plans.key() });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title="Approve this plan"
      confirmLabel="Approve"
      isBusy={approve.isPending}
      onCancel={onClose}
      onConfirm={() => approve.mutate({ planId: plan.planId, contentHash: plan.contentHash })}
    >
      <Writes plan={plan} />
      {held > 0 ? <Text>{plural(held, 'held change')} are left out and stay unwritten.</Text> : null}
      <Text>Approving writes nothing. You apply the plan in a second step; only these rows are executed.</Text>
      {approve.error ? <ErrorView error={approve.error} /> : null}
    </ConfirmDialog>
  );
}

function ApplyDialog({ plan, onClose }: DialogProps) {
  const api = useApi();
  const navigate = useNavigate();
  const apply = useMutation(
    api.runs.apply.mutationOptions({ onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`) }),
  );
  return (
    <ConfirmDialog
      title={`Write ${plural(writesOf(plan.counts), 'change')} to the PSA`}
      confirmLabel="Apply now"
      isBusy={apply.isPending}
      onCancel={onClose}
      onConfirm={() => apply.mutate({ planId: plan.planId })}
    >
      <Writes plan={plan} />
      <OneWayNotice changes={plan.oneWay} />
      <Text>
        Each change is looked up first, written, and read back. What changed since the plan was made is skipped and
        named. You can pause or cancel, and undo afterwards what can be undone.
      </Text>
      {apply.error ? <ErrorView error={apply.error} /> : null}
    </ConfirmDialog>
  );
}

function DiscardDialog({ plan, onClose }: DialogProps) {
  const api = useApi();
  const cache = useQueryClient();
  const discard = useMutation(
    api.plans.discard.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: api.plans.key() });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title="Put this plan aside"
      confirmLabel="Put aside"
      isBusy={discard.isPending}
      onCancel={onClose}
      onConfirm={() => discard.mutate({ planId: plan.planId })}
    >
      <Text>It can no longer be applied. Mappings, links and review answers are kept; the plan stays readable.</Text>
      {discard.error ? <ErrorView error={discard.error} /> : null}
    </ConfirmDialog>
  );
}

function DocumentButton({ planId }: { planId: string }) {
  const { client } = useBridge();
  const notify = useNotify();
  const save = async () => {
    try {
      const { markdown } = await client.plans.markdown({ planId });
      saveText({ text: markdown, fileName: `concord-plan-${planId.slice(0, 8)}.md`, mediaType: 'text/markdown' });
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <Button icon={<Icon name="download" />} onClick={() => void save()}>
      Save as document
    </Button>
  );
}
