/** Builds the student and operator pages into dist/app: two HTML files at the top, everything else under /assets/. */
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/web/app',
  plugins: [preact()],
  build: {
    outDir: '../../../dist/app',
    emptyOutDir: true,
    // The pages run under script-src 'self': nothing may be inlined, neither code nor images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: 'src/web/app/index.html', operator: 'src/web/app/operator.html' } },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/status': 'http://127.0.0.1:3000',
      '/ws': { target: 'ws://127.0.0.1:3000', ws: true },
    },
  },
});
