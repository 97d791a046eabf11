/**
 * `pickmyclass doctor`: what is configured, what is reachable, what to do about what is not. Looks only: what is not
 * there yet is not made.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError, reasonOf, systemClock } from '../runtime/index.ts';
import { probeBroker } from '../bus/probe-broker.ts';
import { findBrowser } from '../browsers/find-browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import type { Config } from '../config/config.ts';
import { withoutPassword } from '../config/reader.ts';
import { browsersError } from '../browsers/errors.ts';
import { configError } from '../config/errors.ts';
import { institutionsError } from '../institutions/errors.ts';
import { netError } from '../net/errors.ts';
import { isPortFree } from '../net/free-port.ts';
import { channelFor } from '../notify/channel-for.ts';
import { findRunning } from '../nodes/running.ts';
import type { RunningNote } from '../nodes/running.ts';
import { examineSecrets } from '../config/secrets.ts';
import { createStore, EMBEDDED } from '../store/create-store.ts';
import { examineFile, examineFolder } from './examine-place.ts';
import { codeOf } from '../telemetry/error-code.ts';

/** `said` tells what is configured; a rejected `examine` tells what is wrong with it. */
interface Examination {
  name: string;
  said: string;
  examine: () => Promise<string>;
}

const SOURCE_TIMEOUT_MS = 10_000;

export async function doctor(args: string[], config: Config): Promise<number> {
  parseArgs({ args, strict: true, options: {} });
  let healthy = true;
  for (const { name, said, examine } of examinations(config, await findRunning(config.dataDir))) {
    const finding = await examine().then(
      (text) => `ok    ${text}`,
      (error: unknown) => {
        healthy = false;
        return `FAIL  ${error instanceof CodedError ? `${codeOf(error)} ` : ''}${reasonOf(error)}`;
      },
    );
    process.stdout.write(`${name.padEnd(8)} ${said}\n         ${finding}\n`);
  }
  return healthy ? 0 : 1;
}

function examinations(config: Config, running: RunningNote | undefined): Examination[] {
  const { asu, mail, mqtt, http, browsers, dataDir } = config;
  const embedded = config.busUrl === 'embedded:';
  const mailsAreFiles = mail.smtpUrl === null && mail.resendApiKey === null;
  return [
    {
      name: 'system',
      said: dataDir,
      examine: async () => (running === undefined ? 'does not run' : `runs at ${running.url} as node ${running.node}`),
    },
    { name: 'store', said: withoutPassword(config.storeUrl), examine: () => examineStore(config, running) },
    { name: 'secrets', said: 'SESSION_SECRET, OPERATOR_TOKEN', examine: async () => inWords(examineSecrets(config)) },
    {
      name: 'bus',
      said: embedded ? `embedded broker on port ${mqtt.port}` : withoutPassword(config.busUrl),
      examine: () =>
        embedded
          ? examinePort('MQTT_PORT', mqtt.port, mqtt.portIsDefault, http.host, running)
          : examineBroker(config.busUrl),
    },
    {
      name: 'web',
      said: `port ${http.port} of ${http.host}`,
      examine: () => examinePort('PORT', http.port, http.portIsDefault, http.host, running),
    },
    { name: 'source', said: asu.catalogUrl ?? 'the simulated campus', examine: () => examineSource(asu.catalogUrl) },
    {
      name: 'browser',
      said: browsers.chromePath ?? 'found by itself',
      examine: () => examineBrowser(browsers.chromePath),
    },
    mailsAreFiles
      ? {
          name: 'mail',
          said: 'files in the data directory',
          examine: async () => examineMailFolder(join(dataDir, 'mail')),
        }
      : {
          name: 'mail',
          said: mail.smtpUrl === null ? 'Resend' : new URL(mail.smtpUrl).host,
          examine: () => examineMailServer(config),
        },
  ];
}

async function examineStore({ storeUrl, dataDir }: Config, running: RunningNote | undefined): Promise<string> {
  const file = storeUrl.startsWith(EMBEDDED) ? storeUrl.slice(EMBEDDED.length) : undefined;
  if (file !== undefined && !existsSync(file)) {
    examineFile('STORE_URL', file, dataDir);
    return 'will be made at the first start';
  }
  const store = await createStore(storeUrl);
  try {
    await store.open();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'PMC_STORE_LOCKED' && running !== undefined)
      return 'in use by the system that runs';
    throw error;
  }
  const letters = await store.deadLetters.count();
  await store.close();
  return `opens; ${letters} dead letters${letters > 0 ? ', see "pickmyclass dead-letters list"' : ''}`;
}

function inWords({ configured, kept, missing }: ReturnType<typeof examineSecrets>): string {
  return [
    [configured, 'configured'],
    [kept, 'kept in the data directory'],
    [missing, 'will be made at the first start'],
  ]
    .flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]))
    .join(', ');
}

async function examineBroker(busUrl: string): Promise<string> {
  await probeBroker(busUrl, systemClock);
  return 'lets us in';
}

async function examinePort(
  name: 'PORT' | 'MQTT_PORT',
  port: number,
  portIsDefault: boolean,
  host: string,
  running: RunningNote | undefined,
): Promise<string> {
  if (running !== undefined) return 'the system runs';
  const free = await isPortFree(port, host).catch((error: unknown) => {
    throw configError(
      'PMC_CONFIG_INVALID',
      { name: `${name}=${port} HOST`, value: host, reason: reasonOf(error) },
      error,
    );
  });
  if (free) return 'free';
  if (portIsDefault) return 'taken; the next free one will be used';
  throw netError('PMC_PORT_TAKEN', { name, port, host });
}

async function examineSource(catalogUrl: string | null): Promise<string> {
  if (catalogUrl === null) return 'starts with the system';
  const { host } = new URL(catalogUrl);
  const response = await fetch(catalogUrl, { signal: AbortSignal.timeout(SOURCE_TIMEOUT_MS) }).catch(
    (error: unknown) => {
      throw institutionsError('PMC_SOURCE_UNREACHABLE', { host, reason: reasonOf(error) }, error);
    },
  );
  await response.body?.cancel();
  if (!response.ok) throw institutionsError('PMC_SOURCE_STATUS', { host, status: response.status });
  return `answers ${response.status}`;
}

async function examineBrowser(chromePath: string | null): Promise<string> {
  const { path, tried } = findBrowser(chromePath, process.env);
  if (path === undefined) throw browsersError('PMC_BROWSER_NOT_FOUND', { tried });
  const launched = await launchBrowser(path);
  try {
    return `${path}, ${await launched.browser.version()}`;
  } finally {
    await launched.close();
  }
}

function examineMailFolder(folder: string): string {
  examineFolder('DATA_DIR', folder);
  return existsSync(folder) ? 'ready' : 'the folder will be made with the first mail';
}

async function examineMailServer(config: Config): Promise<string> {
  const settings = {
    secret: '',
    publicUrl: () => '',
    campusOf: () => ({ name: '', timeZone: 'UTC', simulated: false, linkFor: () => '', termName: () => '' }),
  };
  const channel = channelFor(config, settings, systemClock);
  try {
    await channel.verify();
  } finally {
    await channel.close();
  }
  return 'ready';
}
