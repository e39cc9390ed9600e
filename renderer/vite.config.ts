import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window's bundle: for the Electron that users get and for the Chromium 108 of the oldest runtime that tests start. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome108',
    cssTarget: 'chrome108',
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'charts.html'].map((page) => `${import.meta.dirname}/${page}`),
    },
    chunkSizeWarningLimit: 1_200,
  },
});
