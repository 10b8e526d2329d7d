/**
 * The settings as the operator has just set them. A choice shows in the moment of the click, before the engine has heard of it:
 * a radio that jumped back and forth would look refused. What the engine refuses goes back, with its reason.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../shared/contract/engine-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';

export function useSaveSettings(saved: Settings) {
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<Partial<Settings>>({});
  const { queryKey } = api.engine.getSettings.queryOptions({ input: {} });
  const { mutate, isPending } = useMutation(
    api.engine.saveSettings.mutationOptions({
      onSuccess: (settings) => cache.setQueryData<Settings>(queryKey, settings),
      onError: notify.failed,
      onSettled: (_settings, _error, change) => setChosen((now) => without(now, change as Partial<Settings>)),
    }),
  );
  return {
    shown: { ...saved, ...chosen },
    isSaving: isPending,
    save(change: Partial<Settings>) {
      setChosen((now) => ({ ...now, ...change }));
      mutate(change);
    },
  };
}

/** A setting that was chosen anew meanwhile stays chosen. */
function without(chosen: Partial<Settings>, settled: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(chosen).filter(([name, value]) => settled[name as keyof Settings] !== value),
  );
}
