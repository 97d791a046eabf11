import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import t from 'tap';
import { findMongo } from './mongo-command.ts';
import { processes } from './processes.ts';
import { provideMongo } from './provide-mongo.ts';

const SKIPPED = /TESTS ON MONGODB WILL BE SKIPPED: set MONGODB_URL/;

/**
 * A machine without MongoDB whose python3 cannot install anything. `said` collects the set-up's output and requests.
 */
function bareMachine(
  t: Test,
  environment: Record<string, string>,
): { said: string[]; installed: string; provide: () => Promise<void> } {
  const folder = t.testdir({ bin: { python3: '#!/bin/sh\necho no python here >&2\nexit 1\n' }, installed: {} });
  execFileSync('chmod', ['+x', join(folder, 'bin/python3')]);
  const before = process.env;
  const bare = { PATH: join(folder, 'bin'), HOME: folder, MONGOMS_USE_HTTP: 'true' };
  // Otherwise the test runner would measure the coverage of the processes that are started here, and complain of it.
  process.env = { ...bare, _TAPJS_PROCESSINFO_COVERAGE_: '0', ...environment };
  t.teardown(() => {
    process.env = before;
  });
  const said: string[] = [];
  const installed = join(folder, 'installed');
  return {
    said,
    installed,
    provide: () =>
      provideMongo({
        say: (line) => said.push(line),
        installPackages: (...names) => said.push(`package ${names.join(' ')}`),
        installed,
        downloadMs: 4_000,
      }),
  };
}

async function urlOf(t: Test, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A download site with an archive whose `mongod` is a script. */
async function downloadSite(t: Test): Promise<{ url: string; requests: string[] }> {
  const folder = t.testdir({ mongodb: { bin: { mongod: '#!/bin/sh\necho db version v8.2.6\n' } } });
  const archive = join(folder, 'mongodb.tgz');
  await promisify(execFile)('tar', ['-czf', archive, '-C', folder, 'mongodb']);
  const content = await readFile(archive);
  const requests: string[] = [];
  const url = await urlOf(
    t,
    createHttpServer((request, response) => {
      requests.push(request.url ?? '');
      const body = request.url?.endsWith('.md5') === true ? createHash('md5').update(content).digest('hex') : content;
      response.writeHead(200, { 'content-length': body.length }).end(body);
    }),
  );
  return { url, requests };
}

t.test('a complete mongod is downloaded, and only once', async (t) => {
  const site = await downloadSite(t);
  const { said, installed, provide } = bareMachine(t, { MONGOMS_DOWNLOAD_MIRROR: site.url });
  await provide();
  await provide();
  t.equal(site.requests.filter((path) => !path.endsWith('.md5')).length, 1);
  const command = findMongo(installed)!;
  t.match(await promisify(execFile)(command.file, ['--version']), { stdout: /^db version/ });
  t.equal(command.isSecantus, false);
  t.notMatch(said.join('\n'), SKIPPED);
});

t.test('a broken installation is replaced', async (t) => {
  const site = await downloadSite(t);
  const { installed, provide } = bareMachine(t, { MONGOMS_DOWNLOAD_MIRROR: site.url });
  await mkdir(join(installed, 'pickmyclass-mongod'));
  await symlink('gone', join(installed, 'pickmyclass-mongod/mongod'));
  await provide();
  t.ok(findMongo(installed));
});

t.test(
  'a download that hangs is given up at its limit, leaves nothing behind, and the next way is tried',
  async (t) => {
    const { said, installed, provide } = bareMachine(t, { MONGOMS_DOWNLOAD_MIRROR: await urlOf(t, createServer()) });
    await provide();
    t.match(said.join('\n'), /a download: not there within 4 s; secantusdb/);
    t.match(said.at(-1), SKIPPED);
    t.same(await readdir(installed), []);
    t.same(
      (await processes()).filter(({ command }) => command.includes(installed)),
      [],
    );
  },
);

t.test('without any server the set-up goes on, and says what was tried and what to do', async (t) => {
  const { said, installed, provide } = bareMachine(t, { MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:1' });
  await provide();
  t.equal(findMongo(installed), undefined);
  t.ok(said.includes('package python3-venv'));
  t.match(said.at(-1), SKIPPED);
  t.match(said.at(-1), /a download: [^;]*ECONNREFUSED[^;]*; secantusdb[^;]*: no python here/);
});

t.test('in CI nothing is downloaded', async (t) => {
  const site = await downloadSite(t);
  const { said, provide } = bareMachine(t, { CI: 'true', MONGOMS_DOWNLOAD_MIRROR: site.url });
  await provide();
  t.same(site.requests, []);
  t.match(said.at(-1), SKIPPED);
});

t.test('nothing is installed when MONGODB_URL names a server', async (t) => {
  const { said, provide } = bareMachine(t, { MONGODB_URL: 'mongodb://127.0.0.1:1' });
  await provide();
  t.same(said, []);
});
