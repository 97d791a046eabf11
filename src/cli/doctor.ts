/** `pickmyclass doctor`: what is configured, what is reachable, what to do about what is not. */
import { parseArgs } from 'node:util';
import { systemClock } from '../actors/runtime/clock.ts';
import { probeBroker } from '../bus/broker-link.ts';
import { findBrowser } from '../browsers/find-browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import type { Config } from '../config.ts';
import { withoutPassword } from '../config-reader.ts';
import { PmcError, pmcError, reasonOf } from '../errors.ts';
import { isPortFree } from '../free-port.ts';
import { channelFor } from '../notify/channel-for.ts';
import { readRunning } from '../running.ts';
import { createStore } from '../store/create-store.ts';

/** `said` tells what is configured; a rejected `examine` tells what is wrong with it. */
interface Examination { name: string; said: string; examine: () => Promise<string> }

const SOURCE_TIMEOUT_MS = 10_000;

export async function doctor(args: string[], config: Config): Promise<number> {
  parseArgs({ args, strict: true, options: {} });
  let healthy = true;
  for (const { name, said, examine } of examinations(config)) {
    const finding = await examine().then((text) => `ok    ${text}`, (error: unknown) => {
      healthy = false;
      return `FAIL  ${error instanceof PmcError ? `${error.code} ` : ''}${reasonOf(error)}`;
    });
    process.stdout.write(`${name.padEnd(8)} ${said}\n         ${finding}\n`);
  }
  return healthy ? 0 : 1;
}

function examinations(config: Config): Examination[] {
  const running = readRunning(config.dataDir);
  const { asu, mail, mqtt, http, browsers } = config;
  const embedded = config.busUrl === 'embedded:';
  return [
    { name: 'store', said: withoutPassword(config.storeUrl), examine: () => examineStore(config, running?.url) },
    {
      name: 'bus', said: embedded ? `embedded broker on port ${mqtt.port}` : withoutPassword(config.busUrl),
      examine: () => (embedded ? examinePort('MQTT_PORT', mqtt.port, mqtt.portIsDefault, http.host, running?.url) : examineBroker(config.busUrl)),
    },
    { name: 'web', said: `port ${http.port} of ${http.host}`, examine: () => examinePort('PORT', http.port, http.portIsDefault, http.host, running?.url) },
    { name: 'source', said: asu.catalogUrl ?? 'the simulated campus', examine: () => examineSource(asu.catalogUrl) },
    { name: 'browser', said: browsers.chromePath ?? 'found by itself', examine: () => examineBrowser(browsers.chromePath) },
    { name: 'mail', said: mail.smtpUrl !== null ? new URL(mail.smtpUrl).host : mail.resendApiKey !== null ? 'Resend' : 'files in the data directory', examine: () => examineMail(config) },
  ];
}

async function examineStore({ storeUrl }: Config, runningUrl: string | undefined): Promise<string> {
  const store = await createStore(storeUrl, systemClock);
  try {
    await store.open();
  } catch (error) {
    if (error instanceof PmcError && error.code === 'PMC_STORE_LOCKED' && runningUrl !== undefined) return `in use by the system at ${runningUrl}`;
    throw error;
  }
  const letters = await store.deadLetters.count();
  await store.close();
  return `opens; ${letters} dead letters${letters > 0 ? ', see "pickmyclass dead-letters list"' : ''}`;
}

async function examineBroker(busUrl: string): Promise<string> {
  await probeBroker(busUrl);
  return 'lets us in';
}

async function examinePort(name: 'PORT' | 'MQTT_PORT', port: number, portIsDefault: boolean, host: string, runningUrl: string | undefined): Promise<string> {
  if (runningUrl !== undefined) return `the system runs at ${runningUrl}`;
  if (await isPortFree(port, host)) return 'free';
  if (portIsDefault) return 'taken; the next free one will be used';
  throw pmcError('PMC_PORT_TAKEN', { name, port, host });
}

async function examineSource(catalogUrl: string | null): Promise<string> {
  if (catalogUrl === null) return 'starts with the system';
  const { host } = new URL(catalogUrl);
  const response = await fetch(catalogUrl, { signal: AbortSignal.timeout(SOURCE_TIMEOUT_MS) }).catch((error: unknown) => {
    throw pmcError('PMC_SOURCE_UNREACHABLE', { host, reason: reasonOf(error) }, error);
  });
  await response.body?.cancel();
  if (!response.ok) throw pmcError('PMC_SOURCE_STATUS', { host, status: response.status });
  return `answers ${response.status}`;
}

async function examineBrowser(chromePath: string | null): Promise<string> {
  const { path, tried } = findBrowser(chromePath, process.env);
  if (path === undefined) throw pmcError('PMC_BROWSER_NOT_FOUND', { tried });
  const launched = await launchBrowser(path);
  try {
    return `${path}, ${await launched.browser.version()}`;
  } finally {
    await launched.close();
  }
}

async function examineMail(config: Config): Promise<string> {
  const settings = { secret: '', publicUrl: () => '', campusOf: () => ({ name: '', timeZone: 'UTC', simulated: false, linkFor: () => '' }) };
  const channel = channelFor(config, settings, systemClock);
  try {
    await channel.verify();
  } finally {
    await channel.close();
  }
  return 'ready';
}
