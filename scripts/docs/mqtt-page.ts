/** Writes docs/reference/mqtt.md: the topics of the bus and the frames of the WebSocket. */
import { head, table } from './markdown.ts';
import { publishedApis } from './published.ts';
import type { AsyncApi } from './published.ts';

export async function mqttPage(): Promise<string> {
  const { mqtt: api } = await publishedApis();
  return [
    head('MQTT and WebSocket', 'the AsyncAPI document of the program'),
    'A running program has the full document, with every payload, at `/docs/asyncapi.json`.\n',
    '## Topics\n',
    'MQTT 3.1.1, on `MQTT_PORT` and over WebSocket at `/mqtt`; with TLS on `MQTTS_PORT`. The user name is the id of ' +
      'a key, the password its secret.',
    'Only a key with the scope `view`, and the user `operator` with the `OPERATOR_TOKEN`, may read',
    '`pickmyclass/actors/#`. Clients read; what they publish is acknowledged and dropped. For a client with a key and',
    '`clean: false`, changes at QoS 1 are kept while it is away: for an hour, and at most 10,000 messages.\n',
    table(['topic', 'what it carries', 'retained', 'QoS'], topicRows(api)),
    '## Frames of `/ws`\n',
    'Each frame is a JSON object in a text message, with its `type` and these fields:\n',
    table(['type', 'sent by', 'fields'], frameRows(api)),
  ].join('\n');
}

function topicRows({ channels, operations }: AsyncApi): string[][] {
  return Object.entries(channels).flatMap(([name, { address, title }]) => {
    const binding = operations[name]?.bindings?.mqtt;
    return binding === undefined ? [] : [[`\`${address}\``, title, binding.retain ? 'yes' : 'no', String(binding.qos)]];
  });
}

function frameRows({ channels, operations }: AsyncApi): string[][] {
  const byClients = operations['follow']!.messages!.map(({ $ref }) => $ref.split('/').at(-1));
  return Object.entries(channels['live']!.messages).map(([type, { payload }]) => {
    const fields = Object.keys(payload.properties ?? {}).filter((field) => field !== 'type');
    return [
      `\`${type}\``,
      byClients.includes(type) ? 'client' : 'server',
      fields.map((field) => `\`${field}\``).join(', '),
    ];
  });
}
