import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

// CommonJS and the old targets are for the oldest Electron the tests may meet (25); a sandboxed preload needs
// CommonJS in every version. Only better-sqlite3 stays outside the bundles, because it is native code.
export default defineConfig({
  main: {
    build: {
      target: 'node18',
      sourcemap: true,
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          index: at('src-main/shell/index.ts'),
          engine: at('src-main/shell/engine-process.ts'),
          'web-host': at('src-main/web/main.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // Packages apart from the bundler's own helpers: otherwise the shell loads the engine to have those.
          codeSplitting: { groups: [{ name: 'packages', test: /node_modules/ }] },
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      sourcemap: true,
      externalizeDeps: false,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react()],
    build: {
      target: 'chrome114',
      sourcemap: true,
      minify: true,
      // The page is read from this machine's disk: one file is fine.
      chunkSizeWarningLimit: 4_000,
      outDir: at('out/renderer'),
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
});
