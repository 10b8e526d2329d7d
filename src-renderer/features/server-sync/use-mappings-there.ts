/** The server's mappings as last asked for on this screen: asked when the tab is first opened, and again only when told. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingThere, WrittenThere } from '../../../shared/contract/server-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';

interface Shown {
  readonly rows: readonly MappingThere[];
  readonly readAt: number;
}

export function useMappingsThere() {
  const api = useApi();
  const notify = useNotify();
  const [shown, setShown] = useState<Shown | null>(null);
  const read = useMutation(api.server.mappings.mutationOptions({ onSuccess: setShown }));
  const discover = useMutation(
    api.server.discover.mutationOptions({
      onSuccess: ({ rows, sentence }) => {
        setShown({ rows, readAt: Date.now() });
        notify.done('The server discovered', { detail: sentence });
      },
    }),
  );
  return {
    shown,
    read,
    discover,
    isBusy: read.isPending || discover.isPending,
    error: discover.error ?? read.error,
    ask: () => {
      discover.reset();
      read.mutate({});
    },
    /** After a write: what reading back showed takes the place of what was shown. */
    take: ({ rows, sentence, notKept }: WrittenThere) => {
      setShown({ rows, readAt: Date.now() });
      if (notKept.length === 0) notify.done(sentence);
      else
        notify.failed(new Error(`${sentence} ${notKept.map((one) => `${one.tenantName}: ${one.sentence}`).join(' ')}`));
    },
  };
}

export type MappingsWork = ReturnType<typeof useMappingsThere>;
