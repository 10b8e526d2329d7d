/** One tenant on both sides: what it means, and the three things that can be done about it on the server. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import { Facts } from '../../ui/facts.tsx';
import { IdText } from '../../ui/id-text.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { HoldDialog, RemapDialog, UnmapDialog } from './mapping-dialogs.tsx';
import { differenceWords, hereText, thereText } from './mapping-words.ts';
import type { MappingsWork } from './use-mappings-there.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

type Open = 'hold' | 'remap' | 'unmap' | null;

export function MappingDetail({ row, work }: { row: MappingThere; work: MappingsWork }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isHeldThere = row.thereClient !== null || row.thereState === 'create_new';
  const { suggestion } = row;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{row.tenantName}</h2>
        <StateBadge word={differenceWords[row.difference]} />
      </div>
      <Text>{row.sentence}</Text>
      <Facts
        facts={[
          { name: 'Domain', value: row.domain ?? 'unknown' },
          { name: 'Here', value: hereText(row) },
          { name: 'On the server', value: thereText(row) },
          ...(suggestion
            ? [
                {
                  name: 'It suggests',
                  value: `${suggestion.clientName} (${suggestion.reason.replaceAll('_', ' ')}, ${suggestion.score.toFixed(2)})`,
                },
              ]
            : []),
          ...(row.sharesClientWith.length > 0
            ? [{ name: 'Mapped to it too', value: row.sharesClientWith.join(', ') }]
            : []),
        ]}
      />
      <div className={styles.actions}>
        <Button
          size="small"
          appearance="primary"
          disabled={!row.canHold || work.isBusy}
          onClick={() => setOpen('hold')}
        >
          Make the server hold ours…
        </Button>
        <Button size="small" disabled={!row.isSeenThere || work.isBusy} onClick={() => setOpen('remap')}>
          Remap there…
        </Button>
        <Button size="small" disabled={!isHeldThere || work.isBusy} onClick={() => setOpen('unmap')}>
          Unmap there…
        </Button>
        <Button size="small" appearance="subtle" onClick={() => void navigate('/tenants')}>
          Decide it here
        </Button>
      </div>
      <Text size={200} className={styles.quiet}>
        Each of these changes the server only, never the mapping here, and is read back. The activity log keeps what was
        shown, chosen and answered.
      </Text>
      <IdText label="Entra tenant id" value={row.entraTenantId} />
      {open === 'hold' ? <HoldDialog rows={[row]} work={work} onClose={close} /> : null}
      {open === 'remap' ? <RemapDialog row={row} work={work} onClose={close} /> : null}
      {open === 'unmap' ? <UnmapDialog row={row} work={work} onClose={close} /> : null}
    </>
  );
}
