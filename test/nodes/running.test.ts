import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { findRunning, forgetRunning, noteRunning } from '../../src/nodes/running.ts';

t.test('a running system is found by its file and its answer; a stopped one is not found', async (t) => {
  const dataDir = t.testdir();
  let answer: unknown = { status: 'alive', node: 'n' };
  const server = createServer((_request, response) => response.end(JSON.stringify(answer))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const note = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, node: 'n' };
  t.equal(await findRunning(dataDir), undefined);
  noteRunning(dataDir, note);
  t.same(await findRunning(dataDir), note);
  for (answer of [{ status: 'alive', node: 'another' }, { status: 'ok' }, null, 'no'])
    t.equal(await findRunning(dataDir), undefined, 'something else has its port');
  answer = { node: 'n' };
  forgetRunning(dataDir, 'n');
  forgetRunning(dataDir, 'n');
  t.equal(await findRunning(dataDir), undefined);
  noteRunning(dataDir, note);
  server.close();
  server.closeAllConnections();
  t.equal(await findRunning(dataDir), undefined, 'it was killed');
});

t.test('a node forgets its own note, and not that of a later one with the same data directory', (t) => {
  const dataDir = t.testdir();
  noteRunning(dataDir, { url: 'http://127.0.0.1:1', node: 'first' });
  noteRunning(dataDir, { url: 'http://127.0.0.1:2', node: 'second' });
  forgetRunning(dataDir, 'first');
  t.ok(existsSync(`${dataDir}/running.json`));
  forgetRunning(dataDir, 'second');
  t.notOk(existsSync(`${dataDir}/running.json`));
  t.end();
});

t.test('an invalid file counts as missing, and a file is written atomically', async (t) => {
  const dataDir = t.testdir();
  for (const text of [
    '',
    '{"url":',
    'null',
    '[]',
    '{"url":5,"node":"n"}',
    '{"url":"http://","node":"n"}',
    '{"url":"file:///etc/passwd","node":"n"}',
    '\0',
  ]) {
    writeFileSync(`${dataDir}/running.json`, text);
    t.equal(await findRunning(dataDir), undefined, text);
  }
  noteRunning(dataDir, { url: 'http://127.0.0.1:1', node: 'n' });
  t.notOk(existsSync(`${dataDir}/running.json.unfinished`));
  t.equal(await findRunning(`${dataDir}/running.json`), undefined, 'nothing runs in what is no directory');
});

t.test('the error for a data directory that cannot be used names it', async (t) => {
  const dataDir = t.testdir({ file: '' });
  t.throws(() => noteRunning(`${dataDir}/file`, { url: 'http://127.0.0.1:1', node: 'n' }), {
    code: 'PMC_CONFIG_INVALID',
    message: /^DATA_DIR=/,
  });
  mkdirSync(`${dataDir}/running.json`);
  await t.rejects(findRunning(dataDir), { code: 'PMC_CONFIG_INVALID', message: /^DATA_DIR=/ });
});
