/**
 * Sends HTTP requests to hosts that students have named. Time and size of the answers are bounded, redirects are not
 * followed, and every connection is guarded.
 */
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../runtime/index.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import type { DestinationRules } from './destination.ts';
import { guardedLookup, readDestination } from './destination.ts';
import { netError } from './errors.ts';

export interface Outgoing {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** The first part of the body. */
  readonly text: string;
}

/** Milliseconds for one request, from the lookup of the name to the end of the answer. */
export const OUTGOING_TIMEOUT_MS = 10_000;
/** The rest of a longer answer is not read. */
const ANSWER_BYTES = 4_096;
/** Milliseconds that an idle connection is kept for the next message to the same host. */
const IDLE_MS = 5_000;
const IDLE_PER_HOST = 8;

export class OutgoingClient {
  readonly #rules: DestinationRules;
  readonly clock: Clock;
  readonly #agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };

  constructor(rules: DestinationRules, clock: Clock) {
    this.#rules = rules;
    this.clock = clock;
    const options = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: IDLE_PER_HOST };
    this.#agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  }

  /**
   * Resolves with any answer, whatever its status. Rejects with PMC_DESTINATION_REFUSED if the URL or its address is
   * not allowed, and with PMC_DESTINATION_UNREACHABLE if no answer comes in time.
   */
  async send(outgoing: Outgoing): Promise<OutgoingAnswer> {
    const url = readDestination(outgoing.url, this.#rules);
    try {
      return await this.#once(url, outgoing);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw netError('PMC_DESTINATION_UNREACHABLE', { host: url.host, reason: plainReason(error) }, error);
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #once(url: URL, { method, headers, body }: Outgoing): Promise<OutgoingAnswer> {
    const isHttps = url.protocol === 'https:';
    const options: RequestOptions = {
      method,
      agent: this.#agents[isHttps ? 'https:' : 'http:'],
      lookup: guardedLookup(this.#rules),
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    };
    const request = (isHttps ? httpsRequest : httpRequest)(url, options);
    const late = new Error(`no answer in ${OUTGOING_TIMEOUT_MS} ms`);
    const timer = this.clock.setTimeout(() => request.destroy(late), OUTGOING_TIMEOUT_MS);
    try {
      return await new Promise<OutgoingAnswer>((resolve, reject) => {
        request.on('response', (answer) => {
          readFirst(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
        });
        request.on('error', reject);
        request.end(body);
      });
    } finally {
      this.clock.clearTimeout(timer);
    }
  }
}

/** Reads up to ANSWER_BYTES. A longer answer ends the connection. */
async function readFirst(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString();
}

/** A connection that was tried at several addresses fails with an error without a message. */
function plainReason(error: unknown): string {
  return reasonOf(error) || String((error as NodeJS.ErrnoException).code);
}
