/** What the embedded broker costs to deliver public messages. */
import { performance } from 'node:perf_hooks';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { commitOf, keyAt } from '../looks.ts';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { treeCpuMs } from '../process-tree.ts';
import { bareAedes, mosquitto, ourBroker, type Broker } from './brokers.ts';
import { carry, type Load } from './crowd.ts';
import { Subscribers } from './subscribers.ts';

export interface Sizes {
  rounds: number;
  /** Messages in a round, to one subscriber. */
  messages: number;
  /** Many subscribers; a round delivers three times `messages` to them together. */
  many: number;
  /** Retained messages that a new subscriber gets. */
  retained: number;
  crowd: Load;
}

const SIZES: Sizes = {
  rounds: 5,
  messages: 10_000,
  many: 100,
  retained: 6_250,
  crowd: { subscribers: 2_000, frozen: 100, perSecond: 100, seconds: 10 },
};
const GOAL_MS = 500;
/** Seconds of the load that is compared with Mosquitto. */
const BURST_S = 1;
/** The publisher sends the messages of one commit at once. */
const AT_ONCE = 100;
/**
 * So many messages may be on their way to a subscriber. The subscribers share a thread with the publisher, and ours
 * drops one that is 4 MB behind.
 */
const BEHIND_MOST = 1_000;

type Brokers = Readonly<Record<string, Broker>>;

/** `sizes` is for the test, which takes small ones. */
export async function runBus(bench: Bench, sizes = SIZES): Promise<void> {
  await withCleanup(async (owner) => {
    const other = await mosquitto(owner);
    if (other === undefined) bench.note('Mosquitto was not measured: it is not installed.');
    const brokers: Brokers = {
      ours: await ourBroker(owner),
      aedes: await bareAedes(owner),
      ...(other !== undefined && { Mosquitto: other }),
    };
    const { messages, many } = sizes;
    for (const qos of [0, 1] as const) {
      await live(bench, brokers, { ...sizes, qos, subscribers: 1, sent: messages });
      await live(bench, brokers, { ...sizes, qos, subscribers: many, sent: Math.ceil((3 * messages) / many) });
    }
    await retained(bench, brokers, sizes);
    const { ours } = brokers;
    await crowd(owner, bench, { ours: ours!, ...(other !== undefined && { Mosquitto: other }) }, sizes.crowd);
  });
}

async function crowd(owner: Owner, bench: Bench, brokers: Brokers, load: Load): Promise<void> {
  const { subscribers, frozen, perSecond } = load;
  const of = `${subscribers} subscribers, ${frozen} of them read nothing`;
  const note = `Each subscriber gets every message. The subscribers are plain sockets in a process of their own, which
is not in the CPU time; the publisher is. What has not come 20 s after the last message counts as not delivered.`;
  const { ours } = await bench.compare({
    title: `${of}, ${perSecond} changes/s for ${load.seconds} s, QoS 1`,
    rounds: 1,
    contenders: { ours: () => carry(owner, brokers['ours']!, load) },
    note,
  });
  bench.goal({ what: 'messages delivered, %', value: ours['% delivered']!.median, atLeast: 100 });
  bench.goal({ what: 'p99 of the delivery, ms', value: ours['p99 ms']!.median, atMost: GOAL_MS });
  if (brokers['Mosquitto'] === undefined) return;
  const burst = { ...load, seconds: Math.min(load.seconds, BURST_S) };
  const sides = await bench.compare({
    title: `${of}, ${burst.perSecond * burst.seconds} changes within ${burst.seconds} s, QoS 1`,
    rounds: 1,
    contenders: mapValues(brokers, (broker) => () => carry(owner, broker, burst)),
    note: `${note} So many at once show how fast each broker is; a longer load is more than Mosquitto carries here.`,
  });
  const [own, its] = [sides['ours']!, sides['Mosquitto']!].map((each) => each['deliveries/s']!.median);
  bench.goal({ what: 'deliveries/s, of those of Mosquitto', value: own! / its!, atLeast: 0.5 });
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

interface Live {
  rounds: number;
  qos: 0 | 1;
  subscribers: number;
  sent: number;
}

async function live(bench: Bench, brokers: Brokers, { rounds, qos, subscribers, sent }: Live): Promise<void> {
  const ready = await Promise.all(
    Object.entries(brokers).map(async ([name, broker]) => {
      const clients = await Subscribers.connect(broker.port, subscribers);
      await clients.subscribe('pickmyclass/changes/#', qos);
      return [name, { broker, clients }] as const;
    }),
  );
  const round = async ({ broker, clients }: { broker: Broker; clients: Subscribers }): Promise<Figures> =>
    delivered(sent * subscribers, async () => {
      clients.expect(sent * subscribers);
      for (let start = 0; start < sent; start += AT_ONCE) {
        const now = Array.from({ length: Math.min(AT_ONCE, sent - start) }, (_, nth) => start + nth);
        await Promise.all(
          now.map((number) =>
            broker.publish({ topic: `pickmyclass/changes/${keyAt(number)}/seats`, body: BODY, retain: false }),
          ),
        );
        const sentSoFar = start + now.length;
        await clients.until((sent - Math.max(0, sentSoFar - BEHIND_MOST)) * subscribers);
      }
      await clients.until(0);
    });
  await bench.compare({
    title: `QoS ${qos}, ${subscribers === 1 ? 'one subscriber' : `${subscribers} subscribers`}`,
    rounds,
    contenders: Object.fromEntries(ready.map(([name, each]) => [name, () => round(each)])),
  });
  for (const [, { clients }] of ready) await clients.close();
}

async function retained(bench: Bench, brokers: Brokers, { rounds, retained: count }: Sizes): Promise<void> {
  for (const broker of Object.values(brokers))
    for (let number = 0; number < count; number += 1)
      await broker.publish({ topic: `pickmyclass/sections/${keyAt(number)}`, body: BODY, retain: true });
  const round = async ({ port }: Broker): Promise<Figures> => {
    const client = await Subscribers.connect(port, 1);
    const figures = await delivered(count, async () => {
      client.expect(count);
      await client.subscribe('pickmyclass/sections/#', 1);
      await client.until(0);
    });
    await client.close();
    return figures;
  };
  await bench.compare({
    title: `a new subscriber of ${count} retained messages, QoS 1`,
    rounds,
    contenders: mapValues(brokers, (broker) => () => round(broker)),
  });
}

/** The CPU time is that of broker, publisher and subscribers together, in whatever process they are. */
async function delivered(count: number, work: () => Promise<void>): Promise<Figures> {
  const start = performance.now();
  const before = treeCpuMs(process.pid);
  await work();
  const cpuMs = treeCpuMs(process.pid) - before;
  return { 'messages/s': (1_000 * count) / (performance.now() - start), 'CPU µs/message': (1_000 * cpuMs) / count };
}

const BODY = commitOf(0, commitOf(0, null, 150, 0).state, 149, 0).changes[0]!;

export const bus: Benchmark = {
  about: 'What the embedded MQTT broker costs to deliver public messages, beside aedes alone and Mosquitto.',
  method: `A message is the change of a section, about a kilobyte of JSON. The publisher is this process: in
the broker's process for ours and aedes, over TCP for Mosquitto. It sends 100 messages at once, as after a commit,
at QoS 1, waits until the broker has them, and lets no more than 1,000 be on their way to a subscriber. The QoS in a
title is that of the subscribers. They are mqtt.js clients over TCP in this process; their cost is in all figures, and
it is the greater part. \`aedes\` is the broker that ours is made of, with its defaults: it has no access rules and no
bounds for slow clients, and a publisher waits for them.`,
  peers: false,
  run: (bench) => runBus(bench),
};
