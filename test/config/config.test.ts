import t from 'tap';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/reader.ts';

function valid(environment: Environment): Config {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.config;
}

function problems(environment: Environment): string[] {
  const result = readConfig(environment);
  return 'problems' in result ? result.problems.map((problem) => problem.message) : [];
}

t.test('an empty environment gives the documented defaults', (t) => {
  const config = valid({});
  t.match(config, {
    http: { port: 3000, host: '127.0.0.1', portIsDefault: true },
    mqtt: { port: 1883, portIsDefault: true, anonymous: true, tls: null, homeAssistant: false },
    institutions: ['asu'],
    asu: { catalogUrl: null, apiUrl: null },
    checking: {
      budgetPerMinute: 60,
      intervalMs: 5_000,
      schedule: 'adaptive',
      massChange: { sections: 200, share: 0.2 },
      leaseMs: 60_000,
      timeoutMs: 45_000,
    },
    breaker: { failures: 10, resetMs: 120_000, successes: 3 },
    notifying: { giveUpMs: 86_400_000, quietGapMs: 0 },
    mail: { smtpUrl: null, resendApiKey: null },
    maxWatchesPerUser: 10,
    publicUrl: null,
    sessionSecret: null,
    operatorToken: null,
    operatorEmails: [],
    viewerEmails: [],
    alertWebhook: null,
    logLevel: 'info',
  });
  t.match(config.storeUrl, /^sqlite:.*data.pickmyclass\.db$/);
  t.match(config.nodeId, /^[A-Za-z0-9._-]+-[0-9a-f]{6}$/);
  t.end();
});

t.test('a store is a file or a MongoDB, and its password is never shown', (t) => {
  t.equal(
    valid({ STORE_URL: 'mongodb://ada:secret@one:27017,two/pmc?w=1' }).storeUrl,
    'mongodb://ada:secret@one:27017,two/pmc?w=1',
  );
  for (const STORE_URL of ['mongodb://', 'postgres://ada:secret@host/pmc', 'mongodb:ada']) {
    const read = readConfig({ STORE_URL });
    t.match(read, { problems: [{ code: 'PMC_CONFIG_INVALID', message: /STORE_URL/ }] }, STORE_URL);
    t.notMatch(read, { problems: [{ message: /secret/ }] });
  }
  t.end();
});

t.test('an empty variable is unset', (t) => {
  t.equal(valid({ PORT: '', ASU_CATALOG_URL: '  ', INSTITUTIONS: '' }).asu.catalogUrl, null);
  t.end();
});

t.test('naming an institution selects its real page, naming a page selects that page', (t) => {
  t.equal(valid({ INSTITUTIONS: 'asu' }).asu.catalogUrl, 'https://catalog.apps.asu.edu/catalog/classes/classlist');
  t.equal(valid({ ASU_CATALOG_URL: 'http://127.0.0.1:9/x' }).asu.catalogUrl, 'http://127.0.0.1:9/x');
  t.end();
});

t.test('mail is sent from one mailbox, written on one line', (t) => {
  t.equal(valid({ MAIL_FROM: 'Seats <alerts@example.edu>' }).mail.from, 'Seats <alerts@example.edu>');
  for (const MAIL_FROM of ['nobody', 'alerts@example.edu\nBcc: ada@example.edu', 'a@example.edu, b@example.edu'])
    t.match(problems({ MAIL_FROM })[0], /^MAIL_FROM=/);
  t.end();
});

t.test('webhooks may reach private networks only when that is configured', (t) => {
  t.equal(valid({}).webhooks.allowPrivate, false);
  t.equal(valid({ WEBHOOK_ALLOW_PRIVATE: 'true' }).webhooks.allowPrivate, true);
  t.end();
});

t.test('the configuration is frozen', (t) => {
  const config = valid({});
  t.throws(() => {
    Object.assign(config.http, { port: 1 });
  });
  t.end();
});

t.test('all bad values are named at once', (t) => {
  const bad: Environment = {
    TRUST_PROXY: '10.0.0.0/8,proxy.example.edu',
    CORS_ORIGINS: 'site.example',
    PORT: '70000',
    MQTT_PORT: '1.5',
    MQTT_ANONYMOUS: 'yes',
    BUS_URL: 'ftp://x',
    STORE_URL: 'sqlite:',
    INSTITUTIONS: 'asu,mit',
    ASU_CATALOG_URL: 'catalog',
    ASU_API_URL: 'ftp://x',
    CHECK_BUDGET_PER_MINUTE: '0',
    CHECK_INTERVAL_SECONDS: '0',
    CHECK_SCHEDULE: 'hourly',
    MASS_CHANGE_SECTIONS: '-1',
    MASS_CHANGE_SHARE: '1.1',
    QUIET_GAP_SECONDS: 'x',
    LEASE_SECONDS: '3601',
    NOTIFY_GIVE_UP_SECONDS: '0',
    RETENTION_DAYS: '3651',
    MAX_WATCHES_PER_USER: '10001',
    BROWSERS: '0',
    TABS_PER_BROWSER: '0',
    SMTP_URL: 'http://x',
    MAIL_FROM: 'nobody',
    VAPID_SUBJECT: 'the dean',
    WEBHOOK_ALLOW_PRIVATE: '1',
    PUBLIC_URL: 'x',
    BREAKER_FAILURES: '0',
    BREAKER_RESET_SECONDS: '0',
    BREAKER_SUCCESSES: '0',
    CHECK_TIMEOUT_SECONDS: '0',
    OPERATOR_EMAILS: 'nobody',
    VIEWER_EMAILS: 'ada@example.edu, nobody',
    LOG_LEVEL: 'loud',
    NODE_ID: 'a/b',
    SESSION_SECRET: 'short',
    OPERATOR_TOKEN: 'short',
  };
  const told = problems(bad);
  for (const name of Object.keys(bad))
    t.ok(
      told.some((message) => message.startsWith(`${name}=`)),
      name,
    );
  t.end();
});

t.test('a trusted proxy is an address, a range or loopback', (t) => {
  t.same(valid({}).http.trustProxy, []);
  t.same(valid({ TRUST_PROXY: ' loopback, 10.0.0.0/8,2001:db8::/32 ,192.0.2.1' }).http.trustProxy, [
    'loopback',
    '10.0.0.0/8',
    '2001:db8::/32',
    '192.0.2.1',
  ]);
  for (const TRUST_PROXY of [
    'true',
    '1',
    '*',
    'uniquelocal',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0.0/',
    '::1/129',
    'fe80::1%eth0',
    '10.0.0',
    'loopback,',
    '10.0.0.0/8/8',
    '__proto__',
  ])
    t.match(problems({ TRUST_PROXY }), [/^TRUST_PROXY=/], TRUST_PROXY);
  t.end();
});

t.test('an origin of other pages is scheme and host, or * for any', (t) => {
  t.same(valid({}).http.corsOrigins, []);
  t.same(valid({ CORS_ORIGINS: 'https://site.example, http://127.0.0.1:8080' }).http.corsOrigins, [
    'https://site.example',
    'http://127.0.0.1:8080',
  ]);
  t.same(valid({ CORS_ORIGINS: '*' }).http.corsOrigins, ['*']);
  for (const CORS_ORIGINS of [
    'https://site.example/',
    'https://*.example',
    'null',
    'ws://site.example',
    'site.example',
  ])
    t.match(problems({ CORS_ORIGINS }), [/^CORS_ORIGINS=/], CORS_ORIGINS);
  t.end();
});

t.test('HTTP and MQTT cannot share a port', (t) => {
  t.match(problems({ PORT: '1883' }), [/^MQTT_PORT=1883/]);
  t.same(problems({ PORT: '0', MQTT_PORT: '0' }), []);
  t.same(problems({ MQTT_PORT: '3000' }), [], 'HTTP takes the next free one');
  t.end();
});

t.test('a secret that is too short is not shown, and neither is a password in a URL', (t) => {
  const told = problems({
    SESSION_SECRET: 'hunter2',
    SMTP_URL: 'http://me:hunter2@mail',
    BUS_URL: 'mqtt://me:hunter2/@hunter2@host',
  }).join('\n');
  t.notMatch(told, /hunter2/);
  t.match(told, /SESSION_SECRET/);
  t.end();
});

t.test('a source on this machine may get more requests than a real one', (t) => {
  const hard = { CHECK_INTERVAL_SECONDS: '1', CHECK_BUDGET_PER_MINUTE: '1000000' };
  t.equal(valid({ ...hard, ASU_CATALOG_URL: 'http://127.0.0.1:4000/' }).checking.budgetPerMinute, 1_000_000);
  t.equal(valid(hard).checking.intervalMs, 1_000, 'the simulator is on this machine');
  t.equal(problems({ ...hard, ASU_CATALOG_URL: 'https://example.edu/' }).length, 2);
  t.equal(
    problems({ CHECK_INTERVAL_SECONDS: '30', CHECK_BUDGET_PER_MINUTE: '1000', ASU_CATALOG_URL: 'https://example.edu/' })
      .length,
    0,
  );
  t.end();
});

t.test('MQTT accepts anonymous clients by default only on loopback', (t) => {
  t.equal(valid({ HOST: '0.0.0.0' }).mqtt.anonymous, false);
  t.equal(valid({ HOST: '::1' }).mqtt.anonymous, true);
  t.equal(valid({ HOST: '0.0.0.0', MQTT_ANONYMOUS: 'true' }).mqtt.anonymous, true);
  t.end();
});
