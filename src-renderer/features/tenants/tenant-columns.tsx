/** The columns of the tenant table: the Microsoft side first, the client side after it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { formatScore, plural } from '../../ui/format.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { Column } from '../../ui/table/table-model.ts';
import { toneGlyphs } from '../../ui/tone.ts';
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
      second={`${tenantEvidenceLabels[best.strongest]}, score ${formatScore(best.evidence.score)}${more}`}
    />
  );
}

function accessLine(row: TenantRow): string {
  if (row.isPartner) return 'Your own tenant';
  const { label, tone } = accessWords[row.access];
  return tone === 'neutral' ? label : `${toneGlyphs[tone]} ${label}`;
}

export function tenantColumns(staged: Staging['staged']): readonly Column<TenantRow>[] {
  return [
    {
      id: 'tenant',
      header: 'Microsoft tenant',
      width: 164,
      grow: 3,
      cell: (row) => (
        <TwoLines
          first={row.isNew ? `${row.displayName} (new)` : row.displayName}
          second={row.defaultDomain ?? 'no default domain'}
        />
      ),
    },
    { id: 'state', header: 'State', width: 122, cell: (row) => <StateBadge word={mappingStateWords[row.state]} /> },
    { id: 'client', header: 'Client', width: 168, grow: 3, cell: (row) => <ClientCell row={row} staged={staged} /> },
    {
      id: 'people',
      header: 'People, access',
      width: 118,
      cell: (row) => (
        <TwoLines
          first={row.userCount === null ? 'not counted' : plural(row.userCount, 'person', 'people')}
          second={accessLine(row)}
        />
      ),
    },
    {
      id: 'because',
      header: 'Why',
      width: 280,
      grow: 4,
      cell: (row) => <span title={row.because}>{row.because}</span>,
    },
  ];
}
