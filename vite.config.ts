/** Builds the student and operator pages into dist/app: two HTML files at the top, everything else under /assets/. */
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const APP = 'src/web/app';

export default defineConfig({
  root: APP,
  plugins: [preact()],
  build: {
    outDir: '../../../dist/app',
    emptyOutDir: true,
    // The pages run under script-src 'self': nothing may be inlined, neither code nor images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: `${APP}/index.html`, operator: `${APP}/operator.html`, base: `${APP}/styles/base.css` },
      // The pages that the server renders link the base styles, so that file's name has no hash.
      output: {
        assetFileNames: ({ names: [name] }) =>
          name === 'base.css' ? 'assets/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/status': 'http://127.0.0.1:3000',
      '/ws': { target: 'ws://127.0.0.1:3000', ws: true },
    },
  },
});
