/** The one deliberate act: every write listed, then sent together; each row stands alone and refusals come back in words. */
import {
  Checkbox,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import { stagedSentence, writeSentence } from './staged-words.ts';
import { countsOf, stagedList } from './staging.ts';
import { dispatchStaging, useStaging } from './staging-store.ts';

const useStyles = makeStyles({
  list: {
    maxHeight: '44vh',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  head: {
    textAlign: 'start',
    padding: '6px 10px',
    position: 'sticky',
    top: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  cell: { padding: '5px 10px', borderTop: `1px solid ${tokens.colorNeutralStroke3}`, verticalAlign: 'top' },
});

/** It scrolls, so it has to be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

export function ReviewSheet({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const decisions = stagedList(useStaging());
  const counts = countsOf(decisions);
  const [startsSync, setStartsSync] = useState(false);
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({
      onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`),
      onError: notify.failed,
    }),
  );
  const confirm = useMutation(
    api.tenants.confirm.mutationOptions({
      onSuccess: (result) => {
        dispatchStaging({ kind: 'confirmed', refusedIds: result.refused.map((one) => one.managedTenantId) });
        notify.done(
          `${plural(result.mapped, 'mapping')} stored, ${plural(result.clientsCreated, 'client')} created, ${result.skipped} skipped, ${result.unmapped} unmapped`,
        );
        if (startsSync) preflight.mutate({ scope: { kind: 'estate' } });
        if (result.refused.length === 0) onClose();
      },
    }),
  );
  const refused = new Map(confirm.data?.refused.map((one) => [one.managedTenantId, one.sentence]));
  return (
    <ConfirmDialog
      title="Review and confirm"
      confirmLabel={`Confirm ${plural(decisions.length, 'decision')}`}
      isWide
      isBusy={confirm.isPending}
      isConfirmable={decisions.length > 0}
      onCancel={onClose}
      onConfirm={() =>
        confirm.mutate({ decisions: decisions.map(({ managedTenantId, decision }) => ({ managedTenantId, decision })) })
      }
    >
      <Text>
        {counts.map} to map, {counts.createClient} to create in the PSA, {counts.skip} to skip, {counts.unmap} to unmap.
        No contact is touched by this step.
      </Text>
      {refused.size > 0 ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{plural(refused.size, 'decision was', 'decisions were')} refused</MessageBarTitle> and stay
            staged below with the reason; the others are done.
          </MessageBarBody>
        </MessageBar>
      ) : null}
      {confirm.error ? <ErrorView error={confirm.error} /> : null}
      <section className={styles.list} aria-label="Every write" {...scrollable}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.head}>
                Microsoft tenant
              </th>
              <th scope="col" className={styles.head}>
                Decision
              </th>
              <th scope="col" className={styles.head}>
                What is written
              </th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((one) => (
              <tr key={one.managedTenantId}>
                <td className={styles.cell}>{one.tenantName}</td>
                <td className={styles.cell}>{stagedSentence(one)}</td>
                <td className={styles.cell}>{refused.get(one.managedTenantId) ?? writeSentence(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Checkbox
        checked={startsSync}
        onChange={(_, data) => setStartsSync(data.checked === true)}
        label="Start the initial sync afterwards: a preflight of the whole estate, which you review before anything is written"
      />
    </ConfirmDialog>
  );
}
