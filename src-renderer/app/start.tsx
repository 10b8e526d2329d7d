/** Where the app opens: the wizard until the first run is behind us, then the overview. */
import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { useApi } from '../bridge/bridge-context.ts';
import { LoadingState } from '../ui/states.tsx';

export function Start() {
  const api = useApi();
  const overview = useQuery(api.engine.overview.queryOptions({ input: {} }));
  if (overview.isPending) return <LoadingState />;
  return <Navigate to={overview.data?.wizardStep ? '/wizard' : '/overview'} replace />;
}
