/** One candidate client: name, what speaks for it, and its ledger on demand. */
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { TenantCandidate } from '../../../shared/contract/tenant-entries.ts';
import { EvidenceLedger } from '../../ui/evidence-ledger.tsx';
import { formatScore } from '../../ui/format.ts';
import { ToneBadge } from '../../ui/state-badge.tsx';
import { tenantEvidenceLabels } from '../../ui/words.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '10px 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  chosen: { border: `1px solid ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorNeutralBackground3 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  name: { flexGrow: 1 },
});

interface CandidateCardProps {
  readonly candidate: TenantCandidate;
  readonly isFirst: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

export function CandidateCard({ candidate, isFirst, isChosen, onChoose }: CandidateCardProps) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(isFirst);
  return (
    <section className={mergeClasses(styles.card, isChosen && styles.chosen)} aria-label={candidate.clientName}>
      <div className={styles.head}>
        <Text weight="semibold" className={styles.name}>
          {candidate.clientName}
        </Text>
        <ToneBadge tone="info">{`${tenantEvidenceLabels[candidate.strongest]}, score ${formatScore(candidate.evidence.score)}`}</ToneBadge>
        {candidate.isInactive ? <ToneBadge tone="attention">Inactive</ToneBadge> : null}
      </div>
      {candidate.alsoMapped.length > 0 ? (
        <Text size={200}>Also mapped to it: {candidate.alsoMapped.join(', ')}.</Text>
      ) : null}
      {isOpen ? (
        <EvidenceLedger ledger={candidate.evidence} leftLabel="Tenant" rightLabel="Client" />
      ) : (
        <Text size={200}>{candidate.evidence.sentence}</Text>
      )}
      <div className={styles.head}>
        <Button
          size="small"
          appearance={isFirst && !isChosen ? 'primary' : 'secondary'}
          disabled={isChosen}
          onClick={onChoose}
        >
          {isChosen ? 'Chosen' : 'Stage this client'}
        </Button>
        <Button size="small" appearance="transparent" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide evidence' : 'Show evidence'}
        </Button>
      </div>
    </section>
  );
}
