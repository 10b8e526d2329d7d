/** Finds a client by typing. Names what is already mapped to it, because one client may have several tenants. */
import { Combobox, Field, Option } from '@fluentui/react-components';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClientView } from '../../shared/contract/tenant-entries.ts';
import { useApi } from '../bridge/bridge-context.ts';
import { formatCount, plural } from './format.ts';

const SHOWN = 20;

function hintOf(client: ClientView): string {
  const mapped = client.mappedTenants.length > 0 ? `, mapped: ${client.mappedTenants.join(', ')}` : '';
  return `${plural(client.contactCount, 'contact')}${client.isInactive ? ', inactive' : ''}${mapped}`;
}

export function ClientPicker({ onPick }: { onPick: (client: { clientId: string; name: string }) => void }) {
  const api = useApi();
  const [typed, setTyped] = useState('');
  const clients = useQuery(
    api.tenants.clients.queryOptions({ input: { search: typed, limit: SHOWN }, placeholderData: keepPreviousData }),
  );
  const rows = clients.data?.rows ?? [];
  const more = (clients.data?.total ?? 0) - rows.length;
  return (
    <Field label="Another client" {...(clients.error ? { hint: 'The clients could not be read.' } : {})}>
      <Combobox
        size="small"
        freeform
        placeholder="Type a client’s name"
        value={typed}
        selectedOptions={[]}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onOptionSelect={(_, data) => {
          const client = rows.find((row) => row.clientId === data.optionValue);
          if (!client) return;
          onPick(client);
          setTyped('');
        }}
      >
        {rows.map((client) => (
          <Option key={client.clientId} value={client.clientId} text={client.name}>
            {client.name} ({hintOf(client)})
          </Option>
        ))}
        {rows.length === 0 ? (
          <Option disabled value="none" text="">
            No client by that name
          </Option>
        ) : null}
        {more > 0 ? (
          <Option disabled value="more" text="">
            {formatCount(more)} more: type to narrow
          </Option>
        ) : null}
      </Combobox>
    </Field>
  );
}
