/** One managed tenant: every candidate with its ledger, the other ways to decide, and its people. */
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { ClientPicker } from '../../ui/client-picker.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { accessWords, cautionLabels, mappingStateWords, sourceLabels } from '../../ui/words.ts';
import { CandidateCard } from './candidate-card.tsx';
import { stagedSentence } from './staged-words.ts';
import { mapTo, type StagedDecision } from './staging.ts';
import { dispatchStaging } from './staging-store.ts';
import { TenantUsers } from './tenant-users.tsx';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
  grow: { flexGrow: 1 },
});

interface TenantDetailProps {
  readonly managedTenantId: string;
  readonly staged: StagedDecision | null;
}

export function TenantDetail({ managedTenantId, staged }: TenantDetailProps) {
  const styles = useStyles();
  const api = useApi();
  const [tab, setTab] = useState<'mapping' | 'people'>('mapping');
  const tenant = useQuery(api.tenants.get.queryOptions({ input: { managedTenantId } }));
  if (tenant.isPending) return <LoadingState />;
  if (tenant.error) return <ErrorView error={tenant.error} onRetry={() => void tenant.refetch()} />;
  const row = tenant.data;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{row.displayName}</h2>
        <StateBadge word={mappingStateWords[row.state]} />
      </div>
      <Text>{row.because}</Text>
      {row.contradiction ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{row.contradiction}</MessageBarBody>
        </MessageBar>
      ) : null}
      <TabList
        size="small"
        selectedValue={tab}
        onTabSelect={(_, data) => setTab(data.value === 'people' ? 'people' : 'mapping')}
      >
        <Tab value="mapping">Mapping</Tab>
        <Tab value="people">People</Tab>
      </TabList>
      {tab === 'mapping' ? <Mapping row={row} staged={staged} /> : <TenantUsers managedTenantId={managedTenantId} />}
    </>
  );
}

function Mapping({ row, staged }: { row: TenantRow; staged: StagedDecision | null }) {
  const styles = useStyles();
  const stage = (decision: StagedDecision) => dispatchStaging({ kind: 'stage', decisions: [decision] });
  const base = { managedTenantId: row.managedTenantId, tenantName: row.displayName };
  return (
    <>
      {staged ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            Staged: {stagedSentence(staged)}. Nothing is written until you confirm.{' '}
            <Button
              size="small"
              appearance="transparent"
              onClick={() => dispatchStaging({ kind: 'unstage', managedTenantIds: [row.managedTenantId] })}
            >
              Unstage
            </Button>
          </MessageBarBody>
        </MessageBar>
      ) : null}
      {row.cautions.length > 0 ? (
        <Text>Caution: {row.cautions.map((caution) => cautionLabels[caution]).join(', ')}.</Text>
      ) : null}
      {row.candidates.map((candidate, index) => (
        <CandidateCard
          key={candidate.clientId}
          candidate={candidate}
          isFirst={index === 0}
          isChosen={
            staged?.decision.kind === 'map'
              ? staged.decision.clientId === candidate.clientId
              : row.client?.clientId === candidate.clientId
          }
          onChoose={() => stage(mapTo(row, { clientId: candidate.clientId, name: candidate.clientName }))}
        />
      ))}
      {row.candidates.length === 0 ? <Text>No client has anything in common with this tenant.</Text> : null}
      <ClientPicker onPick={(client) => stage(mapTo(row, client))} />
      <NewClient
        row={row}
        onStage={(name) => stage({ ...base, decision: { kind: 'createClient', name }, clientName: name })}
      />
      <div className={styles.row}>
        <Button size="small" onClick={() => stage({ ...base, decision: { kind: 'skip' }, clientName: null })}>
          Skip this tenant
        </Button>
        {row.state === 'mapped' ? (
          <Button size="small" onClick={() => stage({ ...base, decision: { kind: 'unmap' }, clientName: null })}>
            Unmap
          </Button>
        ) : null}
        {row.state === 'mapped' ? <SyncThisClient row={row} /> : null}
      </div>
      <TenantFacts row={row} />
    </>
  );
}

function NewClient({ row, onStage }: { row: TenantRow; onStage: (name: string) => void }) {
  const styles = useStyles();
  const [name, setName] = useState(row.displayName);
  return (
    <div className={styles.row}>
      <Field className={styles.grow} label="New client in the PSA">
        <Input size="small" value={name} maxLength={255} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Button size="small" disabled={name.trim() === ''} onClick={() => onStage(name.trim())}>
        Stage new client
      </Button>
    </div>
  );
}

/** The guide's "Sync Entra now", gated by its own flag. */
function SyncThisClient({ row }: { row: TenantRow }) {
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const status = useQuery(api.engine.status.queryOptions({ input: {} }));
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({
      onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`),
      onError: notify.failed,
    }),
  );
  if (!status.data?.flags['entra-integration-client-sync-action']) return null;
  return (
    <Button
      size="small"
      disabled={preflight.isPending}
      title="Reads this tenant and its client and makes a plan; writes nothing remote."
      onClick={() => preflight.mutate({ scope: { kind: 'managedTenant', managedTenantId: row.managedTenantId } })}
    >
      Preflight this client
    </Button>
  );
}

function TenantFacts({ row }: { row: TenantRow }) {
  return (
    <>
      <Facts
        facts={[
          { name: 'Domains', value: row.verifiedDomains.join(', ') || '—' },
          { name: 'Access', value: <StateBadge word={accessWords[row.access]} /> },
          {
            name: 'GDAP',
            value: row.gdapStatus ? (
              <>
                {row.gdapStatus}
                {row.gdapEndsAt ? (
                  <>
                    , ends <Age at={row.gdapEndsAt} />
                  </>
                ) : null}
              </>
            ) : (
              '—'
            ),
          },
          { name: 'Found through', value: row.sources.map((source) => sourceLabels[source]).join(', ') || '—' },
          { name: 'Last seen', value: <Age at={row.lastSeenAt} /> },
          { name: 'Directory read', value: row.directoryReadAt === null ? 'never' : <Age at={row.directoryReadAt} /> },
          {
            name: 'Decided',
            value:
              row.decidedBy && row.decidedAt ? (
                <>
                  by {row.decidedBy}, <Age at={row.decidedAt} />
                </>
              ) : (
                'not yet'
              ),
          },
        ]}
      />
      <IdText label="Entra tenant id" value={row.entraTenantId} />
    </>
  );
}
