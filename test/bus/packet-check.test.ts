import t from 'tap';
import { probeBroker } from '../../src/bus/probe-broker.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { findMosquitto, startMosquitto } from '../support/mosquitto.ts';
import { busAt, startedAt, threadOf } from './external-bus.ts';

const program = findMosquitto(t);
const skip = program === undefined && 'no mosquitto';

for (const limit of ['max_packet_size', 'message_size_limit']) {
  t.test(`a broker that limits packets is reported after connecting (${limit})`, { skip }, async (t) => {
    const { port } = await startMosquitto(
      t,
      program!,
      (port) => `listener ${port} 127.0.0.1\nallow_anonymous true\n${limit} 20000\n`,
    );
    const log = recordingLog();
    const bus = busAt(port, 'node-1', log);
    t.teardown(() => bus.close());
    await bus.start();
    await eventually(() => bus.packetLimit !== null);
    t.equal(bus.packetLimit, 16 * 1024);
    t.match(
      log.lines.filter(({ level }) => level === 'error'),
      [{ event: 'the broker drops large messages', fields: { err: { code: 'PMC_BUS_PACKETS_LIMITED' } } }],
    );
    t.ok(bus.connected, 'and the bus keeps its connection');
    await t.rejects(probeBroker(`mqtt://127.0.0.1:${port}`, systemClock), {
      code: 'PMC_BUS_PACKETS_LIMITED',
      message: /16384 bytes/,
    });
  });

  t.test(
    `messages larger than the packet limit of a broker pass in parts, from a thread too (${limit})`,
    { skip },
    async (t) => {
      const { port } = await startMosquitto(
        t,
        program!,
        (port) => `listener ${port} 127.0.0.1\nallow_anonymous true\n${limit} 1000000\n`,
      );
      const bus = await startedAt(t, port);
      const thread = await threadOf(t, bus);
      const answer = JSON.stringify({ rows: 'x'.repeat(3_000_000) });
      const heard: string[] = [];
      await bus.subscribe('pickmyclass/actors/node-1/#', (_, payload) => {
        if (payload.startsWith('{')) heard.push(payload);
      });
      await thread.publish('pickmyclass/actors/node-1/checking', answer);
      await eventually(() => heard.length === 1);
      t.ok(heard[0] === answer);
      await probeBroker(`mqtt://127.0.0.1:${port}`, systemClock);
      t.equal(bus.packetLimit, null);
    },
  );
}

t.test('closing the bus ends its packet check', { skip }, async (t) => {
  const { port } = await startMosquitto(t, program!);
  const bus = busAt(port);
  for (let round = 0; round < 3; round += 1) {
    await bus.start();
    await bus.close();
  }
  t.equal(bus.packetLimit, null);
});
