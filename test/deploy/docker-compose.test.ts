/** Checks docker-compose.yml without a container engine: everything that must match something else does. */
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { startCampus } from '../../scripts/campus/campus.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { probeBroker } from '../../src/bus/probe-broker.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Service } from '../support/compose.ts';
import { filledIn, readCompose } from '../support/compose.ts';
import { imageEnvironment } from '../support/dockerfile.ts';
import { eventually } from '../support/eventually.ts';
import { findMosquitto, mosquittoFolder } from '../support/mosquitto.ts';
import { testPort } from '../support/test-port.ts';

const compose = readCompose();
const { app, campus, mongo, broker } = compose.services;
const services = Object.entries(compose.services);
const SECRETS = { SESSION_SECRET: 's'.repeat(64), OPERATOR_TOKEN: 'o'.repeat(64), BROKER_PASSWORD: 'b'.repeat(64) };

/** The environment of the program in the app's container. */
const environment = {
  ...imageEnvironment(),
  ...Object.fromEntries(Object.entries(app.environment!).map(([name, value]) => [name, filledIn(value, SECRETS)])),
};
const hosts = ['STORE_URL', 'BUS_URL', 'ASU_CATALOG_URL', 'SMTP_URL'].map((name) => new URL(environment[name]!));
const networksOf = (service: Service): string[] => service.networks ?? ['default'];
const mosquittoConf = readFileSync('deploy/mosquitto/mosquitto.conf', 'utf8');

t.test('the app is given only variables that the configuration reads, with values that it accepts', async (t) => {
  const read = new Set<string>();
  readConfig(
    new Proxy(
      {},
      {
        getOwnPropertyDescriptor: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    ),
  );
  t.ok(read.has('STORE_URL'));
  t.same(
    Object.keys(app.environment!).filter((name) => !read.has(name)),
    [],
  );
  t.match(readConfig(environment), {
    config: {
      storeUrl: environment['STORE_URL'],
      busUrl: environment['BUS_URL'],
      sessionSecret: SECRETS.SESSION_SECRET,
      publicUrl: 'http://localhost:3000',
    },
  });
});

t.test('every replica is its own node and has its own port', async (t) => {
  t.notOk('NODE_ID' in app.environment!);
  const [, first, last] = /:(\d+)-(\d+):\d+$/.exec(app.ports![0]!)!;
  t.ok(Number(last) - Number(first) >= 3);
});

t.test(
  'without the secrets nothing starts, and the error says where they go; the example file names every variable',
  async (t) => {
    const text = readFileSync('docker-compose.yml', 'utf8');
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!));
    const offered = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)];
    t.same(new Set(offered.map(([, name]) => name!)), asked);
    t.same(
      offered.filter(([, name]) => name! in SECRETS).map(([, , value]) => value),
      ['', '', ''],
      'no secret is in the repository',
    );
    for (const name of Object.keys(SECRETS))
      t.throws(() => filledIn(text, { ...SECRETS, [name]: '' }), new RegExp(`${name}: .*\\.env\\.example`));
  },
);

t.test(
  "every host in the app's settings is a service that it waits for, can reach, and finds on that port",
  async (t) => {
    for (const { hostname } of hosts) {
      const service = new Map(services).get(hostname)!;
      t.ok(hostname in app.depends_on!, `waits for ${hostname}`);
      t.ok(
        networksOf(service).some((network) => networksOf(app).includes(network)),
        `reaches ${hostname}`,
      );
    }
    t.match(
      hosts.map(({ host }) => host),
      ['mongo:27017', 'broker:1883', 'campus:4000', 'mail:1025'],
    );
    t.match(mosquittoConf, /^listener 1883$/m);
    t.same(campus.command!.slice(-2), ['--port', '4000']);
    t.match(mongo.command!.join(' '), new RegExp(`--replSet ${hosts[0]!.searchParams.get('replicaSet')} `));
    t.match(
      mongo.healthcheck!.test.at(-1),
      new RegExp(`_id: '${hosts[0]!.searchParams.get('replicaSet')}'.* host: '${hosts[0]!.host}'`),
    );
    t.ok(compose.networks['store']!.internal, 'a store without a password is for the app alone');
    t.same(
      services.filter(([, service]) => networksOf(service).includes('store')).map(([name]) => name),
      ['app', 'mongo'],
    );
  },
);

t.test('ports are published on this machine only, and lead to the port where the service listens', async (t) => {
  const published = services.flatMap(([, service]) => service.ports ?? []);
  for (const port of published) t.match(port, /^127\.0\.0\.1:/);
  const inside = (service: Service): string => service.ports![0]!.split(':').at(-1)!;
  t.equal(inside(app), environment['PORT']);
  t.equal(inside(campus), '4000');
  t.equal(inside(broker), '1883');
  t.equal(mongo.ports, undefined);
});

t.test(
  "every service is pinned, has a health check, and runs unprivileged; the app has two rights for Chromium's sandbox",
  async (t) => {
    for (const [name, service] of services) {
      if (service.build === undefined) {
        t.match(service.image, /:v?\d+\.\d+$/, name);
        t.match(service.user, /^(?!root|0\b)/, name);
        t.ok(service.healthcheck, name);
      }
      t.same(service.cap_drop, ['ALL'], name);
      t.same(service.cap_add, name === 'app' ? ['SYS_ADMIN', 'SYS_CHROOT'] : undefined, name);
      t.same(service.security_opt, ['no-new-privileges:true'], name);
    }
  },
);

t.test('every mounted path exists, and every volume is declared and used', async (t) => {
  const sources = services.flatMap(([, service]) => service.volumes ?? []).map((volume) => volume.split(':')[0]!);
  for (const path of sources.filter((source) => source.startsWith('.'))) t.ok(existsSync(path), path);
  t.same(sources.filter((source) => !source.startsWith('.')).toSorted(), Object.keys(compose.volumes).toSorted());
});

t.test('the campus is healthy only while it runs', async (t) => {
  const running = await startCampus({ port: 0, sections: 10 });
  t.teardown(() => running.close());
  const code = campus.healthcheck!.test.at(-1)!.replace('4000', new URL(running.url).port);
  const healthy = async (): Promise<boolean> =>
    promisify(execFile)(process.execPath, ['-e', code]).then(
      () => true,
      () => false,
    );
  t.equal(await healthy(), true);
  await running.close();
  t.equal(await healthy(), false);
});

const program = findMosquitto(t);
const skip =
  (program === undefined ||
    findMosquitto(t, 'mosquitto_passwd') === undefined ||
    spawnSync('mosquitto_sub', ['--help']).error !== undefined) &&
  'no mosquitto';

t.test(
  'the broker creates its users from the environment, and is healthy once it accepts the nodes',
  { skip },
  async (t) => {
    const [data, config] = [await mosquittoFolder(t), await mosquittoFolder(t)];
    const port = await testPort();
    copyFileSync('deploy/mosquitto/acl', join(config, 'acl'));
    // Outside its container, it would switch from root to a user who cannot read this file.
    writeFileSync(
      join(config, 'mosquitto.conf'),
      `${mosquittoConf.replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)}\nuser root\n`,
    );
    const [shell, options, script] = broker.command!;
    const env = {
      PATH: `${process.env['PATH']}:/usr/sbin`,
      ...Object.fromEntries(
        Object.entries(broker.environment!).map(([name, value]) => [name, filledIn(value, SECRETS)]),
      ),
    };
    const child = startProcess(
      shell!,
      [options!, script!.replaceAll('$$', '$').replaceAll('/mosquitto/config', config)],
      { cwd: data, env, stdio: 'ignore' },
    );
    const gone = once(child, 'exit');
    t.teardown(async () => {
      child.kill();
      await gone;
    });

    const url = new URL(environment['BUS_URL']!);
    url.host = `127.0.0.1:${port}`;
    await eventually(() =>
      probeBroker(url.href, systemClock).then(
        () => true,
        () => false,
      ),
    );
    const check = broker
      .healthcheck!.test.at(-1)!
      .replaceAll('$$', '$')
      .replace('mosquitto_sub', `mosquitto_sub -h 127.0.0.1 -p ${port}`);
    await t.resolves(promisify(execFile)('sh', ['-c', check], { env }));
    await t.rejects(promisify(execFile)('sh', ['-c', check], { env: { ...env, BROKER_PASSWORD: 'wrong' } }));
    await t.resolves(
      promisify(execFile)('mosquitto_sub', [
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-u',
        'operator',
        '-P',
        SECRETS.OPERATOR_TOKEN,
        '-t',
        'pickmyclass/actors/#',
        '-E',
        '-W',
        '5',
      ]),
    );
    t.notMatch(readFileSync(join(data, 'passwords'), 'utf8'), SECRETS.BROKER_PASSWORD);
  },
);
