import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';

/** The texts that the rule finds in a component at `path`. */
async function found(t: Test, path: string, component: string): Promise<string[]> {
  const root = t.testdir();
  const file = join(root, path);
  const config = join(root, 'config.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, component);
  await writeFile(
    config,
    JSON.stringify({
      jsPlugins: [resolve('scripts/lint/untranslated.js')],
      categories: { correctness: 'off' },
      rules: { 'words/untranslated': 'error' },
    }),
  );
  // Without the test runner's module loader, which oxlint cannot be loaded through.
  const args = ['-u', 'NODE_OPTIONS', process.execPath, resolve('node_modules/.bin/oxlint'), '--no-ignore'];
  const { stdout } = await promisify(execFile)('env', [...args, '--config', config, '--format', 'json', file]).catch(
    (failed: { stdout: string }) => failed,
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string }[] };
  return diagnostics.map(({ message }) => /“(.*)”/.exec(message)?.[1] ?? message).toSorted();
}

const COMPONENT = `export const A = ({ t, open, name }) => (
  <p class="quiet" title="A title" data-x="not shown" aria-label={\`Remove \${name}\`}>
    Bare text {t('watch.title')} {open ? 'Yes' : t('watch.no')} {name && 'Named'} · {'42'} PickMyClass
    <code>{name}</code>
    {'Count: ' + name}
  </p>
);`;

t.test('sentences in components for students are found, wherever they are shown or read out', async (t) => {
  t.same(await found(t, 'src/web/app/student/A.tsx', COMPONENT), [
    'A title',
    'Bare text',
    'Count:',
    'Named',
    'Remove',
    'Yes',
  ]);
});

t.test("operators' pages stay in English", async (t) => {
  t.same(await found(t, 'src/web/app/operator/A.tsx', COMPONENT), []);
});
