import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readConfig } from '../src/config.ts';
import { loadSecrets } from '../src/secrets.ts';

function load(environment: Record<string, string>): ReturnType<typeof loadSecrets> {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error('the configuration is invalid');
  return loadSecrets(result.config);
}

t.test('secrets are made on the first start and are the same on the second', (t) => {
  const DATA_DIR = join(t.testdir(), 'data');
  const first = load({ DATA_DIR });
  t.ok(first.sessionSecret.length >= 32);
  t.not(first.sessionSecret, first.operatorToken);
  t.same(load({ DATA_DIR }), first);
  t.equal(readFileSync(join(DATA_DIR, 'operator-token'), 'utf8').trim(), first.operatorToken);
  t.equal(statSync(join(DATA_DIR, 'operator-token')).mode & 0o077, 0, 'nobody else may read it');
  t.end();
});

t.test('configured secrets win and are not written down', (t) => {
  const DATA_DIR = join(t.testdir(), 'data');
  const given = { SESSION_SECRET: 's'.repeat(32), OPERATOR_TOKEN: 'o'.repeat(32) };
  t.same(load({ DATA_DIR, ...given }), { sessionSecret: given.SESSION_SECRET, operatorToken: given.OPERATOR_TOKEN, operatorTokenFile: null });
  t.throws(() => statSync(join(DATA_DIR, 'operator-token')));
  t.end();
});

t.test('a data directory that cannot be used is named', (t) => {
  const DATA_DIR = join(t.testdir({ file: '' }), 'file');
  t.throws(() => load({ DATA_DIR }), { code: 'PMC_CONFIG_INVALID', message: /^DATA_DIR=/ });
  t.end();
});
