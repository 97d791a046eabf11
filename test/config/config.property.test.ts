/** Any environment gives either a usable configuration or messages that name what is wrong. */
import fc from 'fast-check';
import t from 'tap';
import { systemClock } from '../../src/runtime/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { noKeys } from '../bus/support.ts';
import { createBus } from '../../src/bus/create-bus.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import { institutionById } from '../../src/institutions/index.ts';
import { channelFor } from '../../src/notify/channel-for.ts';
import { createStore } from '../../src/store/create-store.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';

const NAMES = [
  'PORT',
  'HOST',
  'MQTT_PORT',
  'MQTT_ANONYMOUS',
  'BUS_URL',
  'STORE_URL',
  'INSTITUTIONS',
  'ASU_CATALOG_URL',
  'ASU_API_URL',
  'CHECK_BUDGET_PER_MINUTE',
  'CHECK_INTERVAL_SECONDS',
  'CHECK_SCHEDULE',
  'MASS_CHANGE_SECTIONS',
  'MASS_CHANGE_SHARE',
  'QUIET_GAP_SECONDS',
  'LEASE_SECONDS',
  'NOTIFY_GIVE_UP_SECONDS',
  'MAX_WATCHES_PER_USER',
  'BROWSERS',
  'TABS_PER_BROWSER',
  'CHROME_PATH',
  'SMTP_URL',
  'MAIL_FROM',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'PUBLIC_URL',
  'SESSION_SECRET',
  'OPERATOR_TOKEN',
  'OPERATOR_EMAILS',
  'VIEWER_EMAILS',
  'BREAKER_FAILURES',
  'BREAKER_RESET_SECONDS',
  'BREAKER_SUCCESSES',
  'CHECK_TIMEOUT_SECONDS',
  'LOG_LEVEL',
  'DATA_DIR',
  'NODE_ID',
  'TRUST_PROXY',
  'CORS_ORIGINS',
  'VAPID_SUBJECT',
  'WEBHOOK_ALLOW_PRIVATE',
];
const ODD = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e9',
  '0x10',
  '9'.repeat(400),
  '1.5',
  '٣',
  ' ',
  'a\0b',
  '\u{1b}[2J',
  'a\nb',
  '\ud800',
  '%',
  '%zz',
  '%00',
  '../../..',
  '/',
  '/dev/null',
  '*',
  'mqtt://h:99999',
  'mqtt://u:p%@h',
  'mqtt://%ff:p@h',
  'mqtts://[::1',
  'mqtt://[:::]',
  'mqtt://a..b',
  'mqtt://-',
  'mqtt://1.2.3.4.5',
  'mqtt://xn--a',
  'http://',
  'https://[::1]:99999',
  'http://u:p@h/?q#f',
  'http://h:80/%zz',
  'http://a b/',
  'smtp://',
  'smtp:x',
  'smtp://u:p%@h',
  'smtps://[::1]:465',
  'smtp://h?pool=x&__proto__=1',
  'mongodb://',
  'mongodb://%',
  'mongodb://h:99999/',
  'mongodb+srv://h',
  'sqlite:',
  'sqlite::memory:',
  'sqlite:\0',
  'a@b',
  '<a@b>',
  'a@b,',
  'x'.repeat(10_000),
];
const value = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc.integer().map(String),
  fc.double().map(String),
  fc.ipV6(),
  fc.emailAddress(),
  fc
    .tuple(
      fc.constantFrom('mqtt://', 'mqtts://', 'http://', 'smtp://', 'mongodb://', 'sqlite:'),
      fc.string({ unit: 'grapheme-ascii' }),
    )
    .map((parts) => parts.join('')),
);
const environments = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 });

/** Builds everything that is built from a configuration before anything is opened. */
async function use(config: Config): Promise<void> {
  createBus(
    config.busUrl,
    {
      host: config.http.host,
      port: 0,
      portIsDefault: false,
      tls: config.mqtt.tls,
      store: new SqliteStore(':memory:', systemClock),
      nodeId: config.nodeId,
      clock: systemClock,
      log: recordingLog(),
      access: { operatorToken: 'x', anonymous: false, homeAssistant: false, keys: noKeys },
    },
    () => 0,
  );
  await createStore(config.storeUrl);
  const campusOf = () => ({ name: '', timeZone: 'UTC', simulated: false, linkFor: () => '', termName: () => '' });
  await channelFor(config, { secret: '', publicUrl: () => '', campusOf }, systemClock).close();
  for (const id of config.institutions)
    institutionById(id)!.linkFor(
      { institution: id, term: '2267', classNumber: '1' },
      config.asu.catalogUrl ?? 'http://127.0.0.1/',
    );
  if (config.publicUrl !== null && !URL.canParse(`${config.publicUrl}/sign-in?token=x`))
    throw new Error('PUBLIC_URL makes no links');
}

t.test(
  'no environment causes a stack trace: every bad value is named with a code, and every accepted one can be used',
  async () => {
    await fc.assert(
      fc.asyncProperty(environments, async (environment) => {
        const result = readConfig(environment);
        if (!('problems' in result)) return use(result.config);
        for (const { code, message } of result.problems) {
          const [, name = ''] = /^(\w+)=/.exec(message) ?? [];
          const good =
            code === 'PMC_CONFIG_INVALID' &&
            Object.hasOwn(environment, name) &&
            !/[\p{Control}\p{Surrogate}]/u.test(message) &&
            message.length < 1_000;
          if (!good) throw new Error(`${code} ${message}`);
        }
      }),
      { seed: 8, numRuns: 2_000 },
    );
  },
);

t.test('a bad value of each variable is named', async (t) => {
  const free = ['CHROME_PATH', 'RESEND_API_KEY', 'DATA_DIR', 'MAIL_FROM', 'SESSION_SECRET'];
  for (const name of NAMES) {
    for (const bad of ['a\0b', 'a\nb', '\ud800', ...(free.includes(name) ? [] : ['% %'])])
      t.match(
        readConfig({ [name]: bad }),
        { problems: [{ code: 'PMC_CONFIG_INVALID', message: new RegExp(`^${name}=`) }] },
        `${name}=${JSON.stringify(bad)}`,
      );
  }
});

t.test('a value that would fail later is refused at the start', async (t) => {
  for (const [name, bad] of [
    ['BUS_URL', 'mqtt://h:99999'],
    ['BUS_URL', 'mqtt://u:p%@h'],
    ['BUS_URL', 'mqtt://u:%ff@h'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp:h'],
    ['PUBLIC_URL', 'https://h/?q'],
    ['PUBLIC_URL', 'https://u:p@h'],
    ['PUBLIC_URL', 'https://h/#'],
    ['HOST', 'a b'],
    ['HOST', 'fe80::1%eth0'],
    ['OPERATOR_TOKEN', `${'x'.repeat(20)} ${'x'.repeat(20)}`],
    ['OPERATOR_TOKEN', 'ü'.repeat(40)],
  ] as const)
    t.match(readConfig({ [name]: bad }), { problems: [{ message: new RegExp(`^${name}=`) }] }, `${name}=${bad}`);
});
