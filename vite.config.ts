/** Builds the student, account and operator pages into dist/app: the HTML files at the top, everything else under /assets/. */
import preact from '@preact/preset-vite';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const APP = 'src/web/app';

export default defineConfig({
  root: APP,
  plugins: [preact(), head(), spanish(), compressed()],
  build: {
    outDir: '../../../dist/app',
    emptyOutDir: true,
    // The pages run under script-src 'self': nothing may be inlined, neither code nor images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A slow machine is no reason for a warning.
      checks: { bundlerTimings: false },
      input: {
        index: `${APP}/index.html`,
        account: `${APP}/account.html`,
        operator: `${APP}/operator.html`,
        base: `${APP}/styles/base.css`,
      },
      // The pages that the server renders link the base styles, so that file's name has no hash.
      output: {
        assetFileNames: ({ names: [name] }) =>
          name === 'base.css' ? 'assets/[name][extname]' : 'assets/[name]-[hash][extname]',
        // One file of what pages share, because many small ones keep the style waiting for a connection. Charts come
        // later than the student page.
        codeSplitting: {
          groups: [{ name: 'shared', tags: ['$initial'], minShareCount: 2, test: /^(?!.*(plot|chart))/i }],
        },
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

/** Writes what the heads of all pages share into each of them, from one file. */
function head(): Plugin {
  return {
    name: 'head',
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) => html.replace('<!-- head -->', await readFile(`${APP}/head.html`, 'utf8')),
    },
  };
}

/** Links the Spanish messages, so that they come together with the script. The server keeps the link in Spanish pages. */
function spanish(): Plugin {
  return {
    name: 'spanish',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { path, bundle = {} }) => {
        const messages = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('words/es/page.ts') === true,
        );
        // Operators' pages are in English, and so is what vite serves while it develops.
        if (messages === undefined || path === '/operator.html') return [];
        const attrs = { rel: 'modulepreload', crossorigin: '', href: `/${messages.fileName}`, 'data-language': 'es' };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}

/** Writes each text file in assets/ a second and third time, compressed, so that no request waits for it. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    async writeBundle({ dir = '' }) {
      const assets = join(dir, 'assets');
      for (const name of await readdir(assets)) {
        if (!/\.(?:js|css|svg)$/.test(name)) continue;
        const content = await readFile(join(assets, name));
        await writeFile(join(assets, `${name}.br`), brotliCompressSync(content));
        await writeFile(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
