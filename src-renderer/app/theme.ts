/** Which Fluent theme is on: the operator's choice, or what the system prefers. */
import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import type { Settings } from '../../shared/contract/engine-entries.ts';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

export function useConcordTheme(choice: Settings['theme']): Theme {
  const prefersDark = useMedia('(prefers-color-scheme: dark)');
  const prefersContrast = useMedia('(prefers-contrast: more)');
  switch (choice) {
    case 'light':
      return webLightTheme;
    case 'dark':
      return webDarkTheme;
    case 'highContrast':
      return teamsHighContrastTheme;
    default:
      if (prefersContrast) return teamsHighContrastTheme;
      return prefersDark ? webDarkTheme : webLightTheme;
  }
}
