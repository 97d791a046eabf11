/** The configuration of the program: read from the environment once, validated, frozen and passed down. */
import { randomBytes } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { Schedule } from '../domain/cadence.ts';
import { type MailConfig, readMail } from './mail.ts';
import { readPushSubject } from './push-subject.ts';
import { isLoopback, Reader, withoutPassword } from './reader.ts';
import type { Environment } from './reader.ts';
import type { CodedError } from '../runtime/index.ts';
import { readTls, type TlsConfig } from './tls.ts';
import { isLongEnough, isToken, SECRET_RULE, TOKEN_RULE } from './secret-rules.ts';

export interface Config {
  /**
   * `trustProxy`: proxies whose X-Forwarded-For header is trusted, as addresses, ranges or `loopback`. `corsOrigins`:
   * sites whose pages may read public facts, or `*`.
   */
  readonly http: {
    readonly port: number;
    readonly host: string;
    readonly portIsDefault: boolean;
    readonly trustProxy: readonly string[];
    readonly corsOrigins: readonly string[];
  };
  readonly mqtt: {
    readonly port: number;
    readonly portIsDefault: boolean;
    readonly anonymous: boolean;
    readonly tls: TlsConfig | null;
    /** Whether Home Assistant is told how to find the watched sections. */
    readonly homeAssistant: boolean;
  };
  /** `embedded:`, `mqtt://…` or `mqtts://…`. */
  readonly busUrl: string;
  /** `sqlite:<absolute path>` or `mongodb://…`. */
  readonly storeUrl: string;
  readonly institutions: readonly string[];
  /** `catalogUrl` is null for the campus simulator, which starts with the system. */
  readonly asu: { readonly catalogUrl: string | null; readonly apiUrl: string | null };
  readonly checking: {
    readonly budgetPerMinute: number;
    readonly intervalMs: number;
    readonly schedule: Schedule;
    readonly stalenessMs: number;
    readonly massChange: { readonly sections: number; readonly share: number };
    readonly leaseMs: number;
    readonly timeoutMs: number;
  };
  readonly breaker: { readonly failures: number; readonly resetMs: number; readonly successes: number };
  readonly browsers: { readonly count: number; readonly tabs: number; readonly chromePath: string | null };
  readonly notifying: { readonly giveUpMs: number; readonly quietGapMs: number };
  /** Who runs this server, for push services: `mailto:…` or `https://…`. */
  readonly push: { readonly subject: string };
  /** `allowPrivate`: webhooks may use http and addresses of private networks. */
  readonly webhooks: { readonly allowPrivate: boolean };
  readonly mail: MailConfig;
  readonly maxWatchesPerUser: number;
  /** Milliseconds for which ended watches, past changes and other old rows are kept. */
  readonly retentionMs: number;
  /** If null, the URL is http://<host>:<port in use>. */
  readonly publicUrl: string | null;
  /** If null, the secret is created on the first start and kept in dataDir. */
  readonly sessionSecret: string | null;
  readonly operatorToken: string | null;
  readonly operatorEmails: readonly string[];
  /** They may read everything that operators read, and change nothing. */
  readonly viewerEmails: readonly string[];
  /** URL that alerts are posted to, or null. */
  readonly alertWebhook: string | null;
  /** Base URL of the OpenTelemetry collector that gets traces, or null. */
  readonly otlpEndpoint: string | null;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly nodeId: string;
}

const KNOWN_INSTITUTIONS = ['asu'];
const REAL_ASU_CATALOG = 'https://catalog.apps.asu.edu/catalog/classes/classlist';

/**
 * Reads the whole configuration. Returns either a valid configuration or all problems at once, each a
 * PMC_CONFIG_INVALID that names the variable.
 */
export function readConfig(environment: Environment): { config: Config } | { problems: CodedError[] } {
  const read = new Reader(environment);
  const host = read.matching('HOST', '127.0.0.1', isHost, 'write an IP address of this machine or a host name');
  const dataDir = resolve(read.text('DATA_DIR', 'data'));
  const source = readSource(read);
  const publicUrl = readPublicUrl(read);
  const mail = readMail(read);
  const config: Config = {
    http: {
      port: read.integer('PORT', 3000, 0, 65_535),
      host,
      portIsDefault: !read.has('PORT'),
      trustProxy: read.proxies('TRUST_PROXY'),
      corsOrigins: read.origins('CORS_ORIGINS'),
    },
    mqtt: {
      port: read.integer('MQTT_PORT', 1883, 0, 65_535),
      portIsDefault: !read.has('MQTT_PORT'),
      anonymous: read.boolean('MQTT_ANONYMOUS', isLoopback(host)),
      tls: readTls(read),
      homeAssistant: read.boolean('HOME_ASSISTANT_DISCOVERY', false),
    },
    busUrl: read.matching(
      'BUS_URL',
      'embedded:',
      isBusUrl,
      'write embedded:, or mqtt://<user>:<password>@<host>:<port>, or mqtts:// for TLS; ' +
        'write %25 for a % in the password',
    ),
    storeUrl: readStoreUrl(read, 'STORE_URL', `sqlite:${join(dataDir, 'pickmyclass.db')}`),
    ...source,
    breaker: {
      failures: read.integer('BREAKER_FAILURES', 10, 1, 1_000),
      resetMs: read.seconds('BREAKER_RESET_SECONDS', 120, 0.1, 86_400),
      successes: read.integer('BREAKER_SUCCESSES', 3, 1, 1_000),
    },
    browsers: {
      count: read.integer('BROWSERS', Math.min(2, availableParallelism()), 1, 64),
      tabs: read.integer('TABS_PER_BROWSER', 2, 1, 64),
      chromePath: read.optional('CHROME_PATH'),
    },
    notifying: {
      giveUpMs: read.seconds('NOTIFY_GIVE_UP_SECONDS', 86_400, 1, 30 * 86_400),
      quietGapMs: read.seconds('QUIET_GAP_SECONDS', 0, 0, 86_400),
    },
    push: { subject: readPushSubject(read, publicUrl, mail.from) },
    webhooks: { allowPrivate: read.boolean('WEBHOOK_ALLOW_PRIVATE', false) },
    mail,
    maxWatchesPerUser: read.integer('MAX_WATCHES_PER_USER', 10, 1, 10_000),
    retentionMs: read.integer('RETENTION_DAYS', 180, 1, 3_650) * 86_400_000,
    publicUrl,
    sessionSecret: read.secret('SESSION_SECRET', isLongEnough, SECRET_RULE),
    operatorToken: read.secret('OPERATOR_TOKEN', isToken, TOKEN_RULE),
    operatorEmails: read.addresses('OPERATOR_EMAILS'),
    viewerEmails: read.addresses('VIEWER_EMAILS'),
    alertWebhook: read.url('ALERT_WEBHOOK', ['http:', 'https:']),
    otlpEndpoint: read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']),
    logLevel: read.oneOf('LOG_LEVEL', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    dataDir,
    nodeId: read.matching(
      'NODE_ID',
      defaultNodeId(),
      (id) => /^[A-Za-z0-9._-]{1,64}$/.test(id),
      'write 1 to 64 letters, digits, ".", "_" or "-"',
    ),
  };
  // If the default HTTP port is taken, the next free one is used.
  if (config.http.port === config.mqtt.port && read.has('PORT') && config.http.port !== 0)
    read.reject('MQTT_PORT', 'PORT has the same value; HTTP and MQTT need different ports', String(config.mqtt.port));
  return read.problems.length > 0 ? { problems: read.problems } : { config: deepFreeze(config) };
}

/** What is checked and how often. The limits depend on whether the source is on this machine. */
function readSource(read: Reader): Pick<Config, 'institutions' | 'asu' | 'checking'> {
  const institutions = read.list(
    'INSTITUTIONS',
    KNOWN_INSTITUTIONS,
    (id) => KNOWN_INSTITUTIONS.includes(id),
    `known institutions: ${KNOWN_INSTITUTIONS.join(', ')}`,
  );
  const givenUrl = read.url('ASU_CATALOG_URL', ['http:', 'https:']);
  const catalogUrl = givenUrl ?? (read.has('INSTITUTIONS') ? REAL_ASU_CATALOG : null);
  const loopback = catalogUrl === null || isLoopback(new URL(catalogUrl).hostname);
  // The simulated campus is there to be tried, and may be asked often.
  const intervalMs = read.seconds('CHECK_INTERVAL_SECONDS', catalogUrl === null ? 5 : 300, 1, 86_400);
  if (intervalMs < 30_000 && !loopback)
    read.reject('CHECK_INTERVAL_SECONDS', 'less than 30 is allowed only for a source on this machine');
  const budgetPerMinute = read.integer('CHECK_BUDGET_PER_MINUTE', 60, 1, 1_000_000);
  if (budgetPerMinute > 1_000 && !loopback)
    read.reject('CHECK_BUDGET_PER_MINUTE', 'more than 1000 is allowed only for a source on this machine');
  return {
    institutions: [...new Set(institutions)],
    asu: { catalogUrl, apiUrl: read.url('ASU_API_URL', ['http:', 'https:'])?.replace(/\/+$/, '') ?? null },
    checking: {
      budgetPerMinute,
      intervalMs,
      schedule: read.oneOf('CHECK_SCHEDULE', 'adaptive', ['adaptive', 'fixed', 'stagger']),
      stalenessMs: read.seconds('MAX_STALENESS_SECONDS', 86_400, 1, 2_592_000),
      massChange: {
        sections: read.integer('MASS_CHANGE_SECTIONS', 200, 0, 1_000_000),
        share: read.number('MASS_CHANGE_SHARE', 0.2, 0, 1),
      },
      leaseMs: read.seconds('LEASE_SECONDS', 60, 1, 3_600),
      timeoutMs: read.seconds('CHECK_TIMEOUT_SECONDS', 45, 0.1, 3_600),
    },
  };
}

/** An IPv6 address with a zone is refused, because a URL cannot contain one. */
function isHost(value: string): boolean {
  return /^[A-Za-z0-9._-]{1,253}$/.test(value) || (isIP(value) === 6 && !value.includes('%'));
}

function isBusUrl(value: string): boolean {
  if (value === 'embedded:') return true;
  if (
    !/^mqtts?:\/\/([^/?#\s@]+@)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?\/?$/.test(value) ||
    !URL.canParse(value)
  )
    return false;
  const { username, password } = new URL(value);
  return [username, password].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // a % without two hex digits, or bytes that are not UTF-8
  }
}

/** Links append a path to this URL, so it must not have a query or a fragment. */
function readPublicUrl(read: Reader): string | null {
  const value = read.url('PUBLIC_URL', ['http:', 'https:']);
  if (value === null) return null;
  const { username, password, search, hash } = new URL(value);
  if ([username, password, search, hash].some((part) => part !== '') || /[?#]/.test(value))
    read.reject('PUBLIC_URL', 'write only scheme, host and path', withoutPassword(value));
  return value.replace(/\/+$/, '');
}

/** The URL of a store. A path in it is made absolute. */
export function readStoreUrl(read: Reader, name: string, fallback: string): string {
  const url = read.matching(
    name,
    fallback,
    (value) => /^(sqlite:.|mongodb(\+srv)?:\/\/[^/?\s]+)/.test(value),
    'write sqlite:<path of the file>, or mongodb://<user>:<password>@<host>:<port>/<database>',
  );
  return url.startsWith('sqlite:') ? `sqlite:${resolve(url.slice('sqlite:'.length))}` : url;
}

function defaultNodeId(): string {
  return `${hostname()
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 50)}-${randomBytes(3).toString('hex')}`;
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
