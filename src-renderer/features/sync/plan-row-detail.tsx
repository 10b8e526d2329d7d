/** One planned change: why, which fields from what to what, both sides, and the evidence. */
import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { Explanation } from '../../../shared/contract/plan-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { EvidenceLedger } from '../../ui/evidence-ledger.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { PersonCompare } from '../../ui/person-compare.tsx';
import { StateBadge, ToneBadge } from '../../ui/state-badge.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { actionGlyphs, actionWords, exclusionLabels, fieldLabel, holdLabels, reasonLabels } from '../../ui/words.ts';
import { useToolStyles } from './tool-styles.ts';

export function PlanRowDetail({ planId, changeId }: { planId: string; changeId: string }) {
  const api = useApi();
  const detail = useQuery(api.plans.row.queryOptions({ input: { planId, changeId } }));
  if (detail.isPending) return <LoadingState />;
  if (detail.error) return <ErrorView error={detail.error} onRetry={() => void detail.refetch()} />;
  return <Detail detail={detail.data} />;
}

function Detail({ detail }: { detail: Explanation }) {
  const styles = useToolStyles();
  const { row, user, candidates, evidence } = detail;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{row.displayName}</h2>
        <StateBadge word={actionWords[row.action]} glyph={actionGlyphs[row.action]} />
        {row.hold ? <ToneBadge tone="attention">{holdLabels[row.hold]}</ToneBadge> : null}
      </div>
      <Text>{row.because}</Text>
      <FieldChanges detail={detail} />
      <Facts
        facts={[
          { name: 'Why', value: reasonLabels[row.reason] },
          { name: 'Client', value: row.clientName },
          { name: 'Tenant', value: row.tenantName },
          { name: 'Address', value: row.address ?? '—' },
          ...(row.contact ? [{ name: 'Contact', value: row.contact.fullName }] : []),
          ...(row.exclusion
            ? [{ name: 'Left out by', value: `${exclusionLabels[row.exclusion]}: ${row.exclusionRule ?? ''}` }]
            : []),
          ...(row.outcome ? [{ name: 'Outcome', value: row.outcome }] : []),
        ]}
      />
      {user && candidates.length > 0 ? (
        <PersonCompare
          user={user}
          clientName={row.clientName}
          contacts={candidates.map((candidate) => candidate.contact)}
          chosenId={row.contact?.contactId ?? null}
          renderHead={(contact) => contact.fullName}
        />
      ) : null}
      {evidence ? (
        <EvidenceLedger
          ledger={evidence}
          leftLabel="Directory"
          rightLabel="Contact"
          hasSentence={evidence.sentence !== row.because}
        />
      ) : null}
      <IdText label="Entra object id" value={row.entraObjectId} />
    </>
  );
}

function FieldChanges({ detail: { row } }: { detail: Explanation }) {
  const styles = useToolStyles();
  if (row.fields.length === 0) return null;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.th}>
            Field
          </th>
          <th scope="col" className={styles.th}>
            From
          </th>
          <th scope="col" className={styles.th}>
            To
          </th>
        </tr>
      </thead>
      <tbody>
        {row.fields.map((change) => (
          <tr key={change.field}>
            <td className={styles.td}>{fieldLabel(change.field)}</td>
            <td className={styles.td}>
              {change.from === null ? '—' : <span className={styles.from}>{change.from}</span>}
            </td>
            <td className={styles.td}>
              <span className={styles.to}>{change.to ?? '—'}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
