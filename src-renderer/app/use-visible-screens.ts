/** The screens that this profile's flags allow. Switching a flag takes effect at once; it only hides. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../bridge/bridge-context.ts';
import { type Screen, screens } from './screens.tsx';

interface VisibleScreens {
  readonly shown: readonly Screen[];
  /** False until the engine answered once. */
  readonly isKnown: boolean;
  readonly isUiOff: boolean;
}

export function useVisibleScreens(): VisibleScreens {
  const api = useApi();
  const { data } = useQuery(api.engine.status.queryOptions({ input: {} }));
  const isUiOff = data !== undefined && !data.flags['entra-integration-ui'];
  const shown = screens.filter((screen) => {
    if (isUiOff) return screen.isAlwaysOn;
    return screen.flag === null || data?.flags[screen.flag] === true;
  });
  return { shown, isKnown: data !== undefined, isUiOff };
}
