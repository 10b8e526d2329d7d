/** Starting a preflight and going to its run. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';

export type Scope =
  | { readonly kind: 'estate' }
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'managedTenant'; readonly managedTenantId: string };

export function usePreflight() {
  const api = useApi();
  const notify = useNotify();
  const navigate = useNavigate();
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({
      onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`),
      onError: notify.failed,
    }),
  );
  return { isPending: preflight.isPending, start: (scope: Scope) => preflight.mutate({ scope }) };
}
