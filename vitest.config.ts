import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BROWSER_FLAGS, findBrowser } from './test/run/find-browser.ts';

const executablePath = findBrowser();

// Time-outs are generous: these tests use real files, sockets and a real browser on machines that do other work too.
export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'src-main/**/*.test.ts',
            'src-preload/**/*.test.ts',
            'src-sandbox/**/*.test.ts',
            'src-renderer/**/*.test.ts',
            'shared/**/*.test.ts',
            'test/scenarios/**/*.test.ts',
            'test/migrations/**/*.test.ts',
            'test/run/**/*.test.ts',
            'test/builders/**/*.test.ts',
          ],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            '@testing-library/react',
            '@testing-library/dom',
            '@fluentui/react-components',
            '@fluentui/react-icons',
            '@tanstack/react-query',
            '@tanstack/react-table',
            '@tanstack/react-virtual',
            '@orpc/client',
            '@orpc/client/message-port',
            '@orpc/client/websocket',
            '@orpc/contract',
            '@orpc/tanstack-query',
            'react-router',
            'zod',
          ],
        },
        test: {
          name: 'browser',
          include: ['src-renderer/**/*.test.tsx'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
            provider: playwright({
              launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...BROWSER_FLAGS] },
            }),
          },
        },
      },
    ],
  },
});
