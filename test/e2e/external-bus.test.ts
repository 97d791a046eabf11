/** The real program on a broker that is not its own. */
import mqtt from 'mqtt';
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { findMosquitto, startMosquitto } from '../support/mosquitto.ts';
import { startSystem } from '../support/running-system.ts';

const program = findMosquitto(t);
const skip = program === undefined && 'no mosquitto';

t.test('a system on an external broker runs, outlives the broker\'s restart, and its death is told', { skip }, async (t) => {
  const broker = await startMosquitto(t, program!);
  const system = await startSystem(t, t.testdir(), { BUS_URL: `mqtt://me:hunter2@127.0.0.1:${broker.port}` });
  t.equal(system.mqttUrl, `mqtt://***@127.0.0.1:${broker.port}`);
  const client = await mqtt.connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4, reconnectPeriod: 50 });
  t.teardown(() => client.endAsync(true));
  const last = new Map<string, { online?: boolean; status?: string }>();
  client.on('message', (topic, payload) => last.set(topic, JSON.parse(payload.toString()) as { online?: boolean }));
  await client.subscribeAsync(['pickmyclass/nodes/#', 'pickmyclass/health'], { qos: 1 });
  const bus = async (): Promise<string | undefined> => {
    const { checks } = await (await system.operator('/api/monitoring/health')).json() as { checks: { bus: { status: string } } };
    return checks.bus.status;
  };
  await eventually(() => last.get('pickmyclass/nodes/test')?.online);
  await eventually(async () => await bus() === 'healthy');

  await broker.kill();
  await eventually(async () => await bus() === 'unhealthy');
  last.clear();
  await broker.start();
  await eventually(async () => await bus() === 'healthy');
  await eventually(() => last.get('pickmyclass/nodes/test')?.online && last.has('pickmyclass/health'));

  await system.kill();
  await eventually(() => last.get('pickmyclass/nodes/test')?.online === false);
  t.notMatch(JSON.stringify(system.log), /hunter2/);
});
