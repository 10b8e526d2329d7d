/** The newest plan that could be handed to the server, what stands in the way of that, and the button. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { PoisonRow } from '../../../shared/contract/server-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { planStatusWords } from '../../ui/words.ts';
import { ApplyThereDialog } from './apply-there-dialog.tsx';
import { newestOpenPlan } from './there.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface TherePlanProps {
  readonly isServerReady: boolean;
  readonly poison: readonly PoisonRow[];
  readonly onStarted: (runId: string) => void;
}

export function TherePlan({ isServerReady, poison, onStarted }: TherePlanProps) {
  const styles = useStyles();
  const api = useApi();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const plans = useQuery(api.plans.list.queryOptions({ input: { offset: 0, limit: 50 } }));
  const plan = newestOpenPlan(plans.data?.rows ?? []);
  const canApply = plan !== null && isServerReady && plan.isApplicable && plan.refusal === null;
  return (
    <Section
      title="The plan"
      actions={
        plan ? (
          <>
            <Button size="small" onClick={() => void navigate(`/sync/plans/${plan.planId}`)}>
              Read the plan
            </Button>
            <Button size="small" appearance="primary" disabled={!canApply} onClick={() => setOpen(true)}>
              Let the PSA’s own sync apply it
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => void navigate('/sync')}>
            Go to Sync
          </Button>
        )
      }
    >
      {plans.error ? <ErrorView error={plans.error} onRetry={() => void plans.refetch()} /> : null}
      {plan ? (
        <PlanLine plan={plan} />
      ) : plans.data ? (
        <Text className={styles.quiet}>No plan is open. Make one with a preflight on the Sync screen.</Text>
      ) : null}
      {plan && !isServerReady ? (
        <Text size={200} className={styles.quiet}>
          The button works once the server is ready.
        </Text>
      ) : null}
      {plan && isOpen ? (
        <ApplyThereDialog plan={plan} poison={poison} onClose={() => setOpen(false)} onStarted={onStarted} />
      ) : null}
    </Section>
  );
}

function PlanLine({ plan }: { plan: PlanHeader }) {
  const styles = useStyles();
  const { counts } = plan;
  return (
    <>
      <div className={styles.row}>
        <StateBadge word={planStatusWords[plan.status]} />
        <Text>
          {plan.scope}, {plural(plan.clientCount, 'client')}, made <Age at={plan.madeAt} />
        </Text>
      </div>
      <Text size={200} className={styles.quiet}>
        {formatCount(counts.create)} to create, {formatCount(counts.link)} to link, {formatCount(counts.update)} to
        update, {formatCount(counts.inactivate)} to make inactive.
      </Text>
      {plan.refusal ? <Text size={200}>{plan.refusal}</Text> : null}
    </>
  );
}
