/** Chooses one mapped tenant for a preflight of its client. */
import { Dropdown, Field, Option, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { usePreflight } from './use-preflight.ts';

export function OneClientDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const preflight = usePreflight();
  const [managedTenantId, choose] = useState<string | null>(null);
  const mapped = useQuery(api.tenants.list.queryOptions({ input: { state: 'mapped', limit: 500 } }));
  const rows = [...(mapped.data?.rows ?? [])].sort((a, b) =>
    (a.client?.name ?? '').localeCompare(b.client?.name ?? ''),
  );
  return (
    <ConfirmDialog
      title="Preflight one client"
      confirmLabel="Start preflight"
      isBusy={preflight.isPending}
      isConfirmable={managedTenantId !== null}
      onCancel={onClose}
      onConfirm={() => managedTenantId && preflight.start({ kind: 'managedTenant', managedTenantId })}
    >
      <Text>
        Reads this tenant’s directory and the PSA and makes a plan for this client alone. Writes nothing remote.
      </Text>
      {mapped.error ? <ErrorView error={mapped.error} /> : null}
      <Field label="Client">
        <Dropdown
          placeholder={mapped.data && rows.length === 0 ? 'No tenant is mapped yet' : 'Choose a client'}
          onOptionSelect={(_, data) => choose(data.optionValue ?? null)}
        >
          {rows.map((row) => (
            <Option
              key={row.managedTenantId}
              value={row.managedTenantId}
              text={`${row.client?.name ?? '?'} (${row.displayName})`}
            >
              {row.client?.name ?? '?'} ({row.displayName})
            </Option>
          ))}
        </Dropdown>
      </Field>
    </ConfirmDialog>
  );
}
