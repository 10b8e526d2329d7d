/** Starts the page: quiet zod first, then the bridge to the engine, then the screens. */
import '../bridge/quiet-zod.ts';
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBridge } from '../bridge/bridge.ts';
import { useConnectionStatus } from '../bridge/connection-status.ts';

const bridge = createBridge();

function Connecting() {
  const status = useConnectionStatus(bridge.status);
  return <p role="status">{status.state}</p>;
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={bridge.queryClient}>
      <FluentProvider theme={webLightTheme}>
        <Connecting />
      </FluentProvider>
    </QueryClientProvider>
  </StrictMode>,
);
