import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { readConfig } from '../../src/config/config.ts';
import { loadSecrets } from '../../src/config/secrets.ts';
import { vapidKeysOf } from '../../src/config/vapid.ts';

function load(environment: Record<string, string>): ReturnType<typeof loadSecrets> {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error('the configuration is invalid');
  return loadSecrets(result.config);
}

t.test('secrets are created on the first start and stay the same', (t) => {
  const DATA_DIR = join(t.testdir(), 'data');
  const first = load({ DATA_DIR });
  t.ok(first.sessionSecret.length >= 32);
  t.not(first.sessionSecret, first.operatorToken);
  t.same(load({ DATA_DIR }), first);
  t.equal(readFileSync(join(DATA_DIR, 'operator-token'), 'utf8').trim(), first.operatorToken);
  t.equal(statSync(join(DATA_DIR, 'operator-token')).mode & 0o077, 0, 'nobody else may read it');
  t.end();
});

t.test('configured secrets take precedence and are not written to disk', (t) => {
  const DATA_DIR = join(t.testdir(), 'data');
  const given = { SESSION_SECRET: 's'.repeat(32), OPERATOR_TOKEN: 'o'.repeat(32) };
  t.same(load({ DATA_DIR, ...given }), {
    sessionSecret: given.SESSION_SECRET,
    operatorToken: given.OPERATOR_TOKEN,
    operatorTokenFile: null,
    vapid: vapidKeysOf(given.SESSION_SECRET),
  });
  t.throws(() => statSync(join(DATA_DIR, 'operator-token')));
  t.end();
});

t.test('a file without a valid secret is an error and is not replaced', (t) => {
  for (const name of ['session-secret', 'operator-token']) {
    for (const content of [
      '',
      '\n',
      'hunter2',
      `${'x'.repeat(31)}\n`,
      ...(name === 'operator-token' ? [`${'x'.repeat(20)} ${'y'.repeat(20)}`, 'ü'.repeat(40)] : []),
    ]) {
      const DATA_DIR = t.testdir({ [name]: content });
      t.throws(
        () => load({ DATA_DIR }),
        {
          code: 'PMC_SECRET_FILE_INVALID',
          message: new RegExp(`^${join(DATA_DIR, name)} has no valid secret: .* delete it`),
          next: 'stop',
        },
        JSON.stringify(content),
      );
      t.equal(readFileSync(join(DATA_DIR, name), 'utf8'), content);
    }
    t.throws(() => load({ DATA_DIR: t.testdir({ [name]: {} }) }), { code: 'PMC_SECRET_FILE_INVALID' }, 'a folder');
  }
  t.end();
});

t.test('an unfinished file of a killed process is harmless', (t) => {
  const DATA_DIR = t.testdir({ 'session-secret.1.unfinished': 'ab' });
  t.ok(load({ DATA_DIR }).sessionSecret.length >= 32);
  t.end();
});

t.test('processes that start at the same time use the same secrets and leave no unfinished files', async (t) => {
  const DATA_DIR = join(t.testdir(), 'data');
  const script = `import('./dist/src/config/config.js').then(async ({ readConfig }) => {
      const { loadSecrets } = await import('./dist/src/config/secrets.js');
      process.stdout.write(JSON.stringify(loadSecrets(readConfig(process.env).config)));
    })`;
  const said = await Promise.all(
    Array.from({ length: 4 }, () =>
      text(spawn(process.execPath, ['-e', script], { env: { DATA_DIR }, stdio: ['ignore', 'pipe', 'inherit'] }).stdout),
    ),
  );
  t.match(JSON.parse(said[0]!), { sessionSecret: /^.{32,}$/, operatorToken: /^.{32,}$/ });
  t.equal(new Set(said).size, 1);
  t.same(readdirSync(DATA_DIR).toSorted(), ['operator-token', 'session-secret']);
});

t.test('a data directory that cannot be used is named in the error', (t) => {
  const DATA_DIR = join(t.testdir({ file: '' }), 'file');
  t.throws(() => load({ DATA_DIR }), { code: 'PMC_CONFIG_INVALID', message: /^DATA_DIR=/ });
  t.end();
});
