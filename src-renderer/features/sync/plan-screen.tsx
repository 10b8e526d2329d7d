/** One plan as a document: what it would do, for whom, why, what is held; then approve, apply or put aside. */
import { Button, MessageBar, MessageBarBody, MessageBarTitle, Tab, TabList } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age, AsOf } from '../../ui/as-of.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge, ToneBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { planStatusWords } from '../../ui/words.ts';
import { PlanActions } from './plan-actions.tsx';
import { PlanChanges } from './plan-changes.tsx';
import { PlanClients } from './plan-clients.tsx';
import { PlanDiff } from './plan-diff.tsx';
import { PlanHolds } from './plan-holds.tsx';

const tabs = ['changes', 'clients', 'holds', 'since'] as const;
type PlanTab = (typeof tabs)[number];

export function PlanScreen() {
  const { planId = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const plan = useQuery(api.plans.get.queryOptions({ input: { planId } }));
  if (plan.isPending) return <LoadingState label="Opening the plan…" />;
  if (plan.error) {
    return (
      <Page title="Plan">
        <ErrorView
          error={plan.error}
          onRetry={() => void plan.refetch()}
          action={
            <Button size="small" onClick={() => void navigate('/sync')}>
              All plans
            </Button>
          }
        />
      </Page>
    );
  }
  return <Plan key={planId} plan={plan.data} />;
}

function Plan({ plan }: { plan: PlanHeader }) {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('tab') as PlanTab | null;
  const tab = wanted && tabs.includes(wanted) ? wanted : 'changes';
  const showTab = (next: PlanTab) => setParams(next === 'changes' ? {} : { tab: next }, { replace: true });
  const waiting = plan.holds.filter((hold) => hold.override === null).length;
  return (
    <Page
      title={`Plan: ${plan.scope}`}
      context={
        <>
          <StateBadge word={planStatusWords[plan.status]} /> made <Age at={plan.madeAt} />,{' '}
          {plural(plan.clientCount, 'client')}
          {plan.approvedBy && plan.approvedAt ? (
            <>
              , approved by {plan.approvedBy} <Age at={plan.approvedAt} />
            </>
          ) : null}
        </>
      }
      asOf={
        <>
          <AsOf at={plan.psaReadAt} prefix="PSA read" />
          <AsOf at={plan.directoryReadAt} prefix="directories read" />
          {plan.isComplete ? null : <ToneBadge tone="attention">Not complete</ToneBadge>}
          <IdText label="Hash" value={plan.contentHash} />
        </>
      }
      actions={
        <>
          <Button appearance="subtle" icon={<Icon name="arrowLeft" />} onClick={() => void navigate('/sync')}>
            All plans
          </Button>
          <PlanActions plan={plan} />
        </>
      }
      tools={
        <TabList size="small" selectedValue={tab} onTabSelect={(_, data) => showTab(data.value as PlanTab)}>
          <Tab value="changes">Changes</Tab>
          <Tab value="clients">By client</Tab>
          <Tab value="holds">
            Holds and problems
            {plan.holds.length + plan.problems.length > 0 ? ` (${plan.holds.length + plan.problems.length})` : ''}
          </Tab>
          <Tab value="since">Since last time</Tab>
        </TabList>
      }
      isFilling
    >
      {plan.refusal ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{plan.refusal}</MessageBarBody>
        </MessageBar>
      ) : null}
      {waiting > 0 && tab !== 'holds' && plan.status === 'ready' ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{plural(waiting, 'hold')}.</MessageBarTitle> What is held is left out unless you allow it
            once.{' '}
            <Button size="small" appearance="transparent" onClick={() => showTab('holds')}>
              Read the holds
            </Button>
          </MessageBarBody>
        </MessageBar>
      ) : null}
      {tab === 'changes' ? <PlanChanges plan={plan} /> : null}
      {tab === 'clients' ? <PlanClients planId={plan.planId} /> : null}
      {tab === 'holds' ? <PlanHolds plan={plan} /> : null}
      {tab === 'since' ? <PlanDiff planId={plan.planId} /> : null}
    </Page>
  );
}
