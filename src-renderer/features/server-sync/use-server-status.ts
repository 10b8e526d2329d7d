/** Asks the server once when the screen opens, and again only when told: every question is a remote request. */
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '../../bridge/bridge-context.ts';

export function useServerStatus() {
  const api = useApi();
  const status = useMutation(api.server.status.mutationOptions());
  const { mutate } = status;
  useEffect(() => mutate({}), [mutate]);
  const signIn = useMutation(api.server.signIn.mutationOptions({ onSuccess: () => mutate({}) }));
  return { status, signIn, ask: () => mutate({}) };
}

export type ServerStatusWork = ReturnType<typeof useServerStatus>;
