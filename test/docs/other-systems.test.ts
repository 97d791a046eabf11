/** Runs the examples of docs/guides/other-systems.md as they are printed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { parse } from 'yaml';
import { startProcess } from '../../scripts/start-process.ts';
import { changeTopic, sectionTopic } from '../../src/bus/topics.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { startBus } from '../bus/support.ts';
import { CSE310 } from '../contract/store/harness.ts';
import { eventually } from '../support/eventually.ts';
import { pythonWith } from '../support/python.ts';
import { state } from '../support/states.ts';
import { makeKey } from '../web/make-key.ts';
import { stage } from '../web/stage.ts';

const page = readFileSync('docs/guides/other-systems.md', 'utf8');
/** By the name in the first line. */
const blocks = [...page.matchAll(/^```(\w+)\n((?:#|\/\/) ([\w.]+).*?)^```$/gms)].map(([, language, code, name]) => ({
  language: language!,
  code: code!,
  name: name!,
}));

const python = pythonWith('paho.mqtt.client') ?? 'python3';
/** Programs to run an example with, and what it needs. */
const RUN: Record<string, { command: string; needs: [command: string, ...args: string[]][] }> = {
  'pages.sh': {
    command: 'sh',
    needs: [
      ['curl', '--version'],
      ['jq', '--version'],
    ],
  },
  'stream.mjs': { command: process.execPath, needs: [] },
  'stream.py': { command: 'python3', needs: [['python3', '--version']] },
  'mqtt.sh': {
    command: 'sh',
    needs: [
      ['sh', '-c', 'command -v mosquitto_sub'],
      ['jq', '--version'],
    ],
  },
  'mqtt.mjs': { command: process.execPath, needs: [] },
  'mqtt.py': { command: python, needs: [[python, '-c', 'import paho.mqtt.client']] },
};

t.test('every example on the page is known to this test', (t) => {
  const names = blocks.filter(({ language }) => language !== 'yaml').map(({ name }) => name);
  t.same(names.toSorted(), Object.keys(RUN).toSorted());
  t.equal(page.match(/^```\w/gm)?.length, blocks.length, 'every block has a name in its first line');
  t.end();
});

/** A server and a broker with one key, on which a section changes each time. */
async function setUp(t: Test) {
  const web = await stage(t);
  const { key } = await makeKey(web);
  const keys = new KeyRing({ keys: web.store.keys, clock: systemClock, log: recordingLog() });
  const bus = await startBus(t, { anonymous: false, keys, store: web.store });
  let enrolled = 150;
  await web.see(CSE310, { enrolled });
  const change = async (): Promise<void> => {
    enrolled = enrolled === 150 ? 149 : 150;
    const { changes } = (await web.see(CSE310, { enrolled })).result;
    web.announce({ type: 'announced', checked: [], states: [], changes });
    await web.clock.advance(50);
    for (const one of changes) await bus.publishPublic(changeTopic(one.change), one.change, { retain: false });
  };
  const environment = {
    ...process.env,
    PICKMYCLASS: web.url().replace(/\/$/, ''),
    MQTT_HOST: '127.0.0.1',
    MQTT_PORT: String(bus.port),
    KEY: `${String(key['id'])}.${String(key['secret'])}`,
  };
  return { ...web, change, environment };
}

for (const { name, code } of blocks) {
  const run = RUN[name];
  if (run === undefined) continue;
  const missing = run.needs.find(([command, ...args]) => spawnSync(command, args).status !== 0)?.join(' ');
  t.test(`${name} prints the changes`, { skip: missing !== undefined && `not found: ${missing}` }, async (t) => {
    const { change, environment } = await setUp(t);
    const folder = t.testdir({ [name]: code });
    const child = startProcess(run.command, [join(folder, name)], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const output of [child.stdout, child.stderr])
      output.on('data', (data: Buffer) => (printed += data.toString()));
    t.teardown(() => {
      if (child.exitCode === null) process.kill(-child.pid!);
    });
    // A change that happens before the example has connected is not printed.
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${printed}`);
      await change();
      return printed.includes('\n') && printed.split('\n').length > 2;
    });
    for (const line of printed.trimEnd().split('\n')) t.match(line, /^asu\/2267\/66445 (opened|closed|seats)$/);
  });
}

t.test('the sensors of Home Assistant read something that exists', async (t) => {
  const { ask } = await setUp(t);
  const configurations = blocks.filter(({ language }) => language === 'yaml').map(({ code }) => parse(code) as object);
  const found = JSON.stringify(configurations);
  t.match(found, `"state_topic":"${sectionTopic(state().section)}"`);
  const [, path] = /"resource":"http:\/\/127\.0\.0\.1:3000([^"]+)"/.exec(found)!;
  const { body } = await ask('GET', path!);
  const templates = [...found.matchAll(/\{\{ value_json\.([\w.]+) \}\}/g)].map(([, names]) => names!);
  t.equal(templates.length, 2);
  for (const names of templates)
    t.type(
      names.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], body),
      'number',
    );
});
