/** Takes over settings of the PSA's own sync: pasted, read by the engine in the PSA's names, refused whole when not understood. */
import { Button, Field, Text, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { settingsOf } from './pasted-settings.ts';

export function ImportSettings() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Import settings…</Button>
      {isOpen ? <ImportDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ImportDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const notify = useNotify();
  const [text, setText] = useState('');
  const settings = settingsOf(text);
  const take = useMutation(
    api.rules.importSettings.mutationOptions({
      onSuccess: () => {
        notify.done('Settings imported', { detail: 'The next preflight plans with them. Nothing was synced.' });
        onClose();
      },
    }),
  );
  const isGarbled = text.trim() !== '' && settings === null;
  return (
    <ConfirmDialog
      title="Import settings of the PSA’s own sync"
      confirmLabel="Import and save"
      isWide
      isBusy={take.isPending}
      isConfirmable={settings !== null}
      onCancel={onClose}
      onConfirm={() => settings && take.mutate({ settings })}
    >
      <Text>
        For every tenant: field_sync_config becomes the field rules, and a field it does not name is off, as on the
        server. user_filter_config changes the filters that it names. Brakes and schedule stay.
      </Text>
      <Field
        label="Settings, as JSON"
        {...(isGarbled ? { validationMessage: 'This is no JSON object yet.' } : {})}
        hint={
          'For example {"field_sync_config": {"phone": true}, "user_filter_config": {"exclusionPatterns": ["^ext-"]}}'
        }
      >
        <Textarea
          rows={8}
          resize="vertical"
          spellCheck={false}
          value={text}
          onChange={(_, data) => setText(data.value)}
        />
      </Field>
      {take.error ? <ErrorView error={take.error} /> : null}
    </ConfirmDialog>
  );
}
