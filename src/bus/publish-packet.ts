/** PUBLISH packets as bytes (MQTT 3.1.1, 3.3), encoded once for all their readers. */

export interface Encoded {
  readonly bytes: Buffer;
  /** Where the packet identifier is, which differs for each reader; 0: there is none, at QoS 0. */
  readonly idAt: number;
}

export interface Message {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly retain: boolean;
}

/** By payload: a message keeps its payload while it is passed on. The index says the QoS and the retain flag. */
const known = new WeakMap<Buffer, Encoded[]>();

export function encode(message: Message, qos: 0 | 1): Encoded {
  const { payload, retain } = message;
  if (typeof payload === 'string') return encodeNow(message, Buffer.from(payload), qos);
  let kinds = known.get(payload);
  if (kinds === undefined) {
    kinds = [];
    known.set(payload, kinds);
  }
  return (kinds[qos + (retain ? 2 : 0)] ??= encodeNow(message, payload, qos));
}

function encodeNow({ topic, retain }: Message, payload: Buffer, qos: 0 | 1): Encoded {
  const name = Buffer.from(topic);
  const nameLength = Buffer.from([name.length >> 8, name.length & 0xff]);
  const length = lengthBytes(2 + name.length + 2 * qos + payload.length);
  const head = Buffer.from([0x30 | (qos << 1) | Number(retain), ...length]);
  const bytes = Buffer.concat([head, nameLength, name, Buffer.alloc(2 * qos), payload]);
  return { bytes, idAt: qos === 0 ? 0 : head.length + 2 + name.length };
}

/** Seven bits each, the lowest first; the eighth says that another follows (MQTT 3.1.1, 2.2.3). */
function lengthBytes(length: number): number[] {
  return length < 128 ? [length] : [(length & 0x7f) | 0x80, ...lengthBytes(length >> 7)];
}
