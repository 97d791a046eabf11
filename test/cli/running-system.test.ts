import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import t from 'tap';
import { findSystem, RunningSystem } from '../../src/cli/running-system.ts';
import { configOf } from '../support/config-of.ts';

const TOKEN = 'operator-token-for-tests-0123456789';

/** A system that answers each path of the API with a status and a body. */
async function system(t: Test, answers: Record<string, [number, unknown]>): Promise<RunningSystem> {
  const server = createServer(({ method, url, headers }, response) => {
    const [status, body] = answers[`${method} ${url}`] ?? [404, { message: 'nothing here' }];
    const isOperator = headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(isOperator ? status : 401);
    // Instead of a body: the type and the length of what was sent.
    response.end(
      JSON.stringify(body === 'what was sent' ? [headers['content-type'], headers['content-length']] : body),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => server.close());
  return new RunningSystem(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, TOKEN);
}

t.test('a command calls the system as its operator', async (t) => {
  const called = await system(t, { 'POST /api/v1/backups': [201, { file: 'copy.db' }] });
  t.same(await called.call('POST', 'backups'), { status: 201, body: { file: 'copy.db' } });
});

t.test('what a command sends is JSON', async (t) => {
  const called = await system(t, { 'POST /api/v1/dead-letters/replay': [202, 'what was sent'] });
  const { body } = await called.call('POST', 'dead-letters/replay', [], { all: true });
  t.same(body, ['application/json', String('{"all":true}'.length)]);
});

t.test('an error of the system is named, unless the command expects it', async (t) => {
  const called = await system(t, { 'GET /api/v1/sections/asu/1/2': [404, { message: 'no such section' }] });
  await t.rejects(called.call('GET', 'sections/asu/1/2'), {
    code: 'PMC_SYSTEM_FAILED',
    message: /http:\/\/127\.0\.0\.1:\d+ did not do GET sections\/asu\/1\/2: 404 no such section/,
  });
  t.match(await called.call('GET', 'sections/asu/1/2', [404]), { status: 404, body: { message: 'no such section' } });
});

t.test('without a system that runs there is none to call', async (t) => {
  t.equal(await findSystem(configOf({ DATA_DIR: t.testdir({}) })), undefined);
});
