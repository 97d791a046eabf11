/** Programs that connect with their default settings: a Mosquitto bridge, Home Assistant, Node-RED. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { findMosquitto, startMosquitto } from '../support/mosquitto.ts';
import { pythonWith } from '../support/python.ts';
import { STATE } from './raw-client.ts';
import { connected, receive, startBus, until } from './support.ts';

const run = promisify(execFile);

t.test('a Mosquitto bridge copies the public topics; what it passes on from its side is dropped', async (t) => {
  const program = findMosquitto(t);
  if (program === undefined) return;
  const bus = await startBus(t);
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  const { port } = await startMosquitto(
    t,
    program,
    (at) => `listener ${at} 127.0.0.1
allow_anonymous true
connection pickmyclass
address 127.0.0.1:${bus.port}
cleansession false
try_private true
topic pickmyclass/sections/# in 1
topic # out 1
`,
  );
  const local = ['-h', '127.0.0.1', '-p', String(port)];
  const copied = async () =>
    (await run('mosquitto_sub', [...local, '-t', 'pickmyclass/sections/#', '-C', '1', '-W', '20'])).stdout;
  t.equal(await copied(), '{"version":7}\n');
  const dropped = bus.outsiders.droppedPublishes;
  t.ok(dropped > 0, 'its will, and its notification on $SYS/broker/connection/…/state');
  for (const qos of ['0', '1', '2'])
    await run('mosquitto_pub', [...local, '-t', 'home/lamp', '-m', 'on', '-q', qos, '-r']);
  await until(() => bus.outsiders.droppedPublishes === dropped + 3);
  await bus.publishPublic(STATE, { version: 8 }, { retain: true });
  await until(async () => (await copied()) === '{"version":8}\n');
  t.equal(bus.outsiders.connections.anonymous, 1, 'it is still connected');
  t.notOk(bus.refused['protocol']);
});

const HOME_ASSISTANT = `
import sys, paho.mqtt.client as mqtt
try: client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id='1XnVr4p2Kq', protocol=mqtt.MQTTv311)
except AttributeError: client = mqtt.Client(client_id='1XnVr4p2Kq', protocol=mqtt.MQTTv311)
client.will_set('homeassistant/status', 'offline', qos=0, retain=False)
def on_connect(client, userdata, flags, code):
    print('connected', code)
    client.publish('homeassistant/status', 'online', qos=0, retain=False)
    client.subscribe([('homeassistant/+/+/config', 0), ('pickmyclass/sections/#', 1)])
client.on_connect = on_connect
client.on_subscribe = lambda client, userdata, mid, granted: print('granted', *granted)
def on_message(client, userdata, message):
    print(message.topic, message.payload.decode(), message.qos, flush=True)
    client.disconnect()
client.on_message = on_message
client.connect('127.0.0.1', int(sys.argv[1]))
client.loop_forever()
`;

const python = pythonWith('paho.mqtt.client');

t.test(
  'Home Assistant (paho): birth and will are dropped, a topic that it may not read is refused, and it stays',
  { skip: python === undefined && 'paho is not installed (apt-get install python3-paho-mqtt)' },
  async (t) => {
    const bus = await startBus(t);
    await bus.publishPublic(STATE, { version: 7 }, { retain: true });
    const { stdout } = await run(python!, ['-W', 'ignore', '-c', HOME_ASSISTANT, String(bus.port)]);
    t.same(stdout.trim().split('\n'), ['connected 0', 'granted 128 1', `${STATE} {"version":7} 1`]);
    t.equal(bus.outsiders.droppedPublishes, 2);
    t.same(bus.refused, { subscribe: 1 });
  },
);

t.test('Node-RED (mqtt.js): birth, close and will messages are dropped, and its flows go on', async (t) => {
  const bus = await startBus(t);
  const nodeRed = await connected(t, bus, {
    clientId: 'nodered_4f1c2a9d0b7e3f58',
    keepalive: 60,
    clean: true,
    resubscribe: false,
    will: { topic: 'nodered/status', payload: Buffer.from('gone'), qos: 0, retain: true },
  });
  await nodeRed.publishAsync('nodered/status', 'here', { qos: 0, retain: true });
  await nodeRed.subscribeAsync('pickmyclass/sections/#', { qos: 2 });
  const received = receive(nodeRed, 1);
  await nodeRed.publishAsync('home/lamp', 'on', { qos: 2 });
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  t.match(await received, [{ topic: STATE, body: { version: 7 }, qos: 1 }]);
  t.equal(bus.outsiders.droppedPublishes, 3);
  t.same(bus.refused, {});
});
