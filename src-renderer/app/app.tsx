/** Everything above the screens: bridge, cache, settings, theme, live updates and routes. */
import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { HashRouter } from 'react-router';
import type { Bridge } from '../bridge/bridge.ts';
import { BridgeContext, useApi } from '../bridge/bridge-context.ts';
import { SingleLetterKeysContext } from '../ui/hotkeys.ts';
import { Notifications } from '../ui/notify.tsx';
import { Frame } from './frame.tsx';
import { useLiveUpdates } from './live-updates.ts';
import { useConcordTheme } from './theme.ts';

const useStyles = makeStyles({
  // Not on the provider itself: it copies its class to every tooltip and dialog layer, which would then cover the page.
  root: {
    height: '100dvh',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
});

export function App({ bridge }: { bridge: Bridge }) {
  return (
    <QueryClientProvider client={bridge.queryClient}>
      <BridgeContext.Provider value={bridge}>
        <Themed bridge={bridge} />
      </BridgeContext.Provider>
    </QueryClientProvider>
  );
}

function Themed({ bridge }: { bridge: Bridge }) {
  const styles = useStyles();
  const api = useApi();
  useLiveUpdates(bridge);
  const { data: settings } = useQuery(api.engine.getSettings.queryOptions({ input: {} }));
  const theme = useConcordTheme(settings?.theme ?? 'system');
  return (
    <FluentProvider theme={theme}>
      <div className={styles.root}>
        <SingleLetterKeysContext.Provider value={settings?.singleLetterKeys ?? true}>
          {/* A chosen screen is drawn at once: as a transition, a redirect under way could overtake the choice. */}
          <HashRouter useTransitions={false}>
            <Frame />
          </HashRouter>
          <Notifications />
        </SingleLetterKeysContext.Provider>
      </div>
    </FluentProvider>
  );
}
