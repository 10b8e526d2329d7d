/** What was stopped and why, with the two exits: leave it out, or allow it once with a typed reason; and what went wrong. */
import { Button, Field, MessageBar, MessageBarBody, MessageBarTitle, Text, Textarea } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge, ToneBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { exclusionLabels, holdLabels } from '../../ui/words.ts';
import { useToolStyles } from './tool-styles.ts';

type Hold = PlanHeader['holds'][number];

const SHORTEST_REASON = 5;

export function PlanHolds({ plan }: { plan: PlanHeader }) {
  const styles = useToolStyles();
  const [allowing, setAllowing] = useState<Hold | null>(null);
  const canAllow = plan.status === 'ready';
  if (plan.holds.length + plan.problems.length + plan.excludedByReason.length === 0) {
    return (
      <EmptyState
        icon="check"
        title="Nothing was held"
        detail="Every client is inside the limits, and every directory in scope was read."
      />
    );
  }
  return (
    <div className={styles.scrolling}>
      {plan.holds.length > 0 ? (
        <Section title={`Holds (${formatCount(plan.holds.length)})`}>
          <Text>
            A hold is left out of the apply by itself. To let it through once, say why; the reason goes to the audit
            log.
          </Text>
          {plan.holds.map((hold) => (
            <MessageBar key={`${hold.clientId}-${hold.reason}`} intent="warning" layout="multiline">
              <MessageBarBody>
                <MessageBarTitle>{hold.clientName ?? 'Whole plan'}</MessageBarTitle> {holdLabels[hold.reason]}:{' '}
                {hold.sentence}{' '}
                {hold.override ? (
                  <ToneBadge tone="good">{`Allowed once by ${hold.override.operator}: ${hold.override.reason}`}</ToneBadge>
                ) : (
                  <>
                    <StateBadge word={{ label: 'Left out', tone: 'neutral' }} />{' '}
                    <Button size="small" disabled={!canAllow} onClick={() => setAllowing(hold)}>
                      Allow once…
                    </Button>
                  </>
                )}
              </MessageBarBody>
            </MessageBar>
          ))}
        </Section>
      ) : null}
      {plan.problems.length > 0 ? (
        <Section title={`Problems (${formatCount(plan.problems.length)})`}>
          {plan.problems.map((problem) => (
            <MessageBar key={problem.managedTenantId} intent="error" layout="multiline">
              <MessageBarBody>
                <MessageBarTitle>{problem.displayName}</MessageBarTitle> {problem.sentence}
              </MessageBarBody>
            </MessageBar>
          ))}
        </Section>
      ) : null}
      {plan.excludedByReason.length > 0 ? (
        <Section title="Left out by the rules">
          <Text>
            {plan.excludedByReason
              .map(({ reason, count }) => `${exclusionLabels[reason]}: ${formatCount(count)}`)
              .join(' · ')}
            . Each person is listed under Changes, Skip, with the rule that did it.
          </Text>
        </Section>
      ) : null}
      {allowing ? <AllowDialog plan={plan} hold={allowing} onClose={() => setAllowing(null)} /> : null}
    </div>
  );
}

/** What allowing does: a limit lets changes through, a doubted source becomes a believed one. */
function consequenceOf({ reason, count, population, limit }: Hold): string {
  switch (reason) {
    case 'sourceEmpty':
    case 'sourceHalved':
      return 'A new plan is made that believes this reading; this one is replaced. Whoever the reading does not show was missed once: if the next complete reading does not show them either, they count as gone.';
    case 'domainsSwapped':
    case 'readIncomplete':
      return 'A new plan is made that contains this client; this one is replaced.';
    default:
      return `${plural(count, 'change')} of ${plural(population, 'person', 'people')} (limit ${formatCount(limit)}). A new plan is made that contains them; this one is replaced.`;
  }
}

function AllowDialog({ plan, hold, onClose }: { plan: PlanHeader; hold: Hold; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const isLongEnough = reason.trim().length >= SHORTEST_REASON;
  const allow = useMutation(
    api.plans.allowHold.mutationOptions({
      onSuccess: (newPlan) => {
        void cache.invalidateQueries({ queryKey: api.plans.key() });
        notify.done('Allowed once', { detail: 'You are now on the new plan that contains these changes.' });
        void navigate(`/sync/plans/${newPlan.planId}?tab=holds`);
      },
    }),
  );
  return (
    <ConfirmDialog
      title={`Allow ${hold.clientName ?? 'the whole plan'} once`}
      confirmLabel="Allow once"
      isBusy={allow.isPending}
      isConfirmable={isLongEnough}
      onCancel={onClose}
      onConfirm={() => allow.mutate({ planId: plan.planId, clientId: hold.clientId, reason: reason.trim() })}
    >
      <Text>{hold.sentence}</Text>
      <Text>{consequenceOf(hold)} Nothing is written yet.</Text>
      <Field label="Why is this right?" required hint="Kept in the audit log with your name.">
        <Textarea value={reason} maxLength={500} onChange={(_, data) => setReason(data.value)} />
      </Field>
      {allow.error ? <ErrorView error={allow.error} /> : null}
    </ConfirmDialog>
  );
}
