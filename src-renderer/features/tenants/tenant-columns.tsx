/** The columns of the tenant table: the Microsoft side first, the client side after it. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { StateBadge, ToneBadge } from '../../ui/state-badge.tsx';
import type { Column } from '../../ui/table/table-model.ts';
import { accessWords, mappingStateWords, tenantEvidenceLabels } from '../../ui/words.ts';
import { stagedSentence } from './staged-words.ts';
import type { Staging } from './staging.ts';

const useStyles = makeStyles({
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0, lineHeight: tokens.lineHeightBase200 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis' },
  muted: { overflow: 'hidden', textOverflow: 'ellipsis', color: tokens.colorNeutralForeground3 },
  staged: { overflow: 'hidden', textOverflow: 'ellipsis', fontWeight: tokens.fontWeightSemibold },
});

function TwoLines({ first, second, isStaged = false }: { first: string; second: string; isStaged?: boolean }) {
  const styles = useStyles();
  return (
    <span className={styles.lines} title={`${first}\n${second}`}>
      <span className={isStaged ? styles.staged : styles.line}>{first}</span>
      <span className={styles.muted}>{second}</span>
    </span>
  );
}

function ClientCell({ row, staged }: { row: TenantRow; staged: Staging['staged'] }) {
  const decision = staged[row.managedTenantId];
  if (decision) return <TwoLines first={`→ ${stagedSentence(decision)}`} second="Staged, not written yet" isStaged />;
  if (row.client) return <TwoLines first={row.client.name} second={row.contradiction ?? 'Mapped'} />;
  const best = row.candidates[0];
  if (!best) return <TwoLines first="—" second="No candidate" />;
  const more = row.candidates.length > 1 ? `, ${row.candidates.length - 1} more` : '';
  return (
    <TwoLines
      first={`${best.clientName}?`}
      second={`${tenantEvidenceLabels[best.strongest]}, ${formatScore(best.evidence.score)}${more}`}
    />
  );
}

export function tenantColumns(staged: Staging['staged']): readonly Column<TenantRow>[] {
  return [
    {
      id: 'tenant',
      header: 'Microsoft tenant',
      width: 190,
      grow: 3,
      cell: (row) => (
        <TwoLines
          first={row.isNew ? `${row.displayName} (new)` : row.displayName}
          second={row.defaultDomain ?? 'no default domain'}
        />
      ),
    },
    { id: 'state', header: 'State', width: 128, cell: (row) => <StateBadge word={mappingStateWords[row.state]} /> },
    { id: 'client', header: 'Client', width: 190, grow: 3, cell: (row) => <ClientCell row={row} staged={staged} /> },
    {
      id: 'because',
      header: 'Why',
      width: 160,
      grow: 2,
      cell: (row) => (
        <Text size={200} title={row.because}>
          {row.because}
        </Text>
      ),
    },
    {
      id: 'people',
      header: 'People',
      width: 72,
      align: 'end',
      cell: (row) => (row.userCount === null ? '—' : formatCount(row.userCount)),
    },
    {
      id: 'access',
      header: 'Access',
      width: 132,
      cell: (row) =>
        row.isPartner ? (
          <ToneBadge tone="neutral">Your own tenant</ToneBadge>
        ) : (
          <StateBadge word={accessWords[row.access]} />
        ),
    },
  ];
}
