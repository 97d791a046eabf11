/** All checks of the doctor, in the order of the output. */
import { probeBroker } from '../../bus/probe-broker.ts';
import type { Config } from '../../config/config.ts';
import { withoutPassword } from '../../config/reader.ts';
import { examineSecrets } from '../../config/secrets.ts';
import type { RunningNote } from '../../nodes/running.ts';
import { systemClock } from '../../runtime/index.ts';
import { examineBrowser } from './browser.ts';
import type { Examination } from './examination.ts';
import { examineLinks } from './links.ts';
import { mailExamination } from './mail.ts';
import type { PortToListenOn } from './port.ts';
import { examinePort } from './port.ts';
import { pushExamination } from './push.ts';
import { examineSource } from './source.ts';
import { examineStore } from './store.ts';
import { tlsExamination } from './tls.ts';
import { tracesExamination } from './traces.ts';

/** `running`: the running system, if there is one. It holds the ports, and may hold the store. */
export function examinations(config: Config, running: RunningNote | undefined): Examination[] {
  const { asu, mqtt, http, browsers, busUrl, dataDir, storeUrl } = config;
  const { host } = http;
  const port = async (to: PortToListenOn): Promise<string> =>
    running === undefined ? examinePort(to) : 'the system runs';
  const web: PortToListenOn = { name: 'PORT', port: http.port, isDefault: http.portIsDefault, host };
  return [
    {
      name: 'system',
      said: dataDir,
      examine: async () => (running === undefined ? 'does not run' : `runs at ${running.url} as node ${running.node}`),
    },
    { name: 'store', said: withoutPassword(storeUrl), examine: () => examineStore(config, running !== undefined) },
    { name: 'secrets', said: 'SESSION_SECRET, OPERATOR_TOKEN', examine: async () => inWords(examineSecrets(config)) },
    busUrl === 'embedded:'
      ? {
          name: 'bus',
          said: `embedded broker on port ${mqtt.port}`,
          examine: () => port({ name: 'MQTT_PORT', port: mqtt.port, isDefault: mqtt.portIsDefault, host }),
        }
      : { name: 'bus', said: withoutPassword(busUrl), examine: () => examineBroker(busUrl) },
    ...(busUrl === 'embedded:' && mqtt.tls !== null ? [tlsExamination(mqtt.tls, host, port)] : []),
    { name: 'web', said: `port ${http.port} of ${host}`, examine: () => port(web) },
    { name: 'source', said: asu.catalogUrl ?? 'the simulated campus', examine: () => examineSource(asu.catalogUrl) },
    {
      name: 'browser',
      said: browsers.chromePath ?? 'found by itself',
      examine: () => examineBrowser(browsers.chromePath),
    },
    mailExamination(config),
    pushExamination(config),
    ...(config.otlpEndpoint === null ? [] : [tracesExamination(config.otlpEndpoint)]),
    { name: 'links', said: config.publicUrl ?? 'PUBLIC_URL is not set', examine: async () => examineLinks(config) },
  ];
}

async function examineBroker(busUrl: string): Promise<string> {
  await probeBroker(busUrl, systemClock);
  return 'lets us in';
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
