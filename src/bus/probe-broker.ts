/** Tests an external broker over separate connections: whether it lets us in, and how large a packet it passes on. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { MqttClient } from 'mqtt';
import type { Clock } from '../runtime/index.ts';
import { within } from '../runtime/index.ts';
import { busError } from './errors.ts';
import type { BrokerAddress } from './broker-link.ts';
import { brokerAddress, brokerError, clientOptions, openSocket } from './broker-link.ts';
import { NEEDED_BYTES } from './parts.ts';
import { ACTOR_TOPIC_ROOT } from './topics.ts';

const ECHO_MS = 3_000;
const SMALLEST_BYTES = 1024;

/**
 * Connects, subscribes, tries a large packet and disconnects. Leaves nothing behind. Rejects as `MqttBus.start` does,
 * or with PMC_BUS_PACKETS_LIMITED.
 */
export async function probeBroker(busUrl: string, clock: Clock): Promise<void> {
  const address = brokerAddress(busUrl);
  let broken: unknown = new Error('the broker closed the connection');
  const client = new MqttClient(
    () =>
      openSocket(address).on('error', (error) => {
        broken = error;
      }),
    clientOptions(address),
  );
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.on('error', reject);
      client.once('close', () => reject(broken));
    });
    await client.subscribeAsync('pickmyclass/#', { qos: 1 });
  } catch (error) {
    throw brokerError(address, error);
  } finally {
    await client.endAsync(true);
  }
  const bytes = await largestPacket(address, clock, new AbortController().signal);
  if (bytes !== undefined && bytes < NEEDED_BYTES)
    throw busError('PMC_BUS_PACKETS_LIMITED', { bytes, needed: NEEDED_BYTES });
}

/**
 * MQTT 3.1.1 does not announce a packet limit: a broker that has one drops the packet or the connection, often
 * silently. So this sends packets to itself and returns the largest of NEEDED_BYTES, half of it, a quarter, … that
 * comes back; undefined when not even a small one does, which has other reasons. Never rejects.
 */
export async function largestPacket(
  address: BrokerAddress,
  clock: Clock,
  ended: AbortSignal,
): Promise<number | undefined> {
  const topic = `${ACTOR_TOPIC_ROOT}/probe/${randomUUID()}`;
  if (!(await comesBack(address, topic, SMALLEST_BYTES, clock, ended))) return undefined;
  let bytes = NEEDED_BYTES;
  while (bytes > SMALLEST_BYTES && !(await comesBack(address, topic, bytes, clock, ended))) bytes /= 2;
  return ended.aborted ? undefined : bytes;
}

async function comesBack(
  address: BrokerAddress,
  topic: string,
  bytes: number,
  clock: Clock,
  ended: AbortSignal,
): Promise<boolean> {
  if (ended.aborted) return false;
  const client = new MqttClient(() => openSocket(address).on('error', () => undefined), clientOptions(address));
  const given = new Promise<never>((_, reject) => {
    client.once('error', reject);
    client.once('close', () => reject(new Error('the broker closed the connection')));
    ended.addEventListener('abort', () => reject(new Error('the probe was stopped')), { once: true });
  });
  const echo = async (): Promise<void> => {
    await once(client as never, 'connect');
    await client.subscribeAsync(topic, { qos: 0 });
    const message = once(client as never, 'message');
    // The header, the lengths and the topic are part of the packet, too.
    await client.publishAsync(topic, Buffer.alloc(bytes - topic.length - 8, 'x'), { qos: 0 });
    await message;
  };
  try {
    await within(
      clock,
      ECHO_MS,
      Promise.race([echo(), given]),
      () => new Error(`nothing came back within ${ECHO_MS} ms`),
    );
    return true;
  } catch {
    // The packet does not come back. The reason does not matter here.
    return false;
  } finally {
    // Whoever loses the race above may still reject.
    given.catch(() => undefined);
    await client.endAsync(true);
  }
}
