/** Lets clients from outside in: by their credentials, if there is a place for them, with their kept session. */
import type { AedesPublishPacket, Client } from 'aedes';
import type { Clock } from '../runtime/index.ts';
import type { AccessRules, Key, Role } from './access.ts';
import { signIn } from './access.ts';
import { forwardTo } from './forwarding.ts';
import type { KeptSession } from './kept-session.ts';
import type { KeptSessions } from './kept-sessions.ts';
import { KeyRates } from './key-rates.ts';
import type { Limits } from './limits.ts';
import type { OutsiderStream } from './outsider-stream.ts';
import type { Outsiders } from './outsiders.ts';
import type { Refuse, Refused } from './refusals.ts';
import { BAD_CREDENTIALS, NOT_AUTHORIZED, Refusal, SERVER_UNAVAILABLE } from './refusals.ts';

/** What the rules know about a client. `qos`: the highest that it was granted. */
export interface Session {
  readonly role: Role;
  readonly filters: Set<string>;
  readonly kept?: KeptSession | undefined;
  qos: number;
}

/** What a client asks for in its CONNECT. */
export interface Asked {
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  /** Its own id, without the prefix. */
  readonly clientId: string;
  readonly clean: boolean;
}

export interface EntranceOptions {
  readonly access: AccessRules;
  readonly kept: KeptSessions;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly outsiders: Outsiders;
  readonly refuse: Refuse;
}

export class Entrance {
  readonly #options: EntranceOptions;
  readonly #rates: KeyRates;

  constructor(options: EntranceOptions) {
    this.#options = options;
    this.#rates = new KeyRates(options.clock);
  }

  async letIn(client: Client, stream: OutsiderStream, asked: Asked): Promise<Session | Refusal> {
    const { access, outsiders } = this.#options;
    const outcome = await signIn(access, asked.username, asked.password);
    if ('refused' in outcome) {
      if (outcome.refused === 'store') return this.#refuse(client, 'store', SERVER_UNAVAILABLE);
      const isWrong = outcome.refused === 'wrong-credentials';
      return this.#refuse(client, 'credentials', isWrong ? BAD_CREDENTIALS : NOT_AUTHORIZED);
    }
    const key = 'key' in outcome ? outcome.key : undefined;
    if (key !== undefined && !this.#rates.take(key)) return this.#refuse(client, 'key-rate', SERVER_UNAVAILABLE);
    // It may have disconnected meanwhile. Nobody gets the answer then.
    if (stream.destroyed) return new Refusal('connections', SERVER_UNAVAILABLE);
    if (!outsiders.place(stream, outcome.role, key?.id))
      return this.#refuse(client, key === undefined ? 'anonymous-places' : 'key-places', SERVER_UNAVAILABLE);
    let kept: KeptSession | undefined;
    if (key !== undefined) {
      stream.once(
        'close',
        access.keys.hold(key.id, () => stream.destroy(this.#refuse(client, 'key-revoked'))),
      );
      try {
        kept = await this.#keptSession(key, asked, stream);
      } catch {
        // Counted as refused. That the store is down is logged elsewhere.
        return this.#refuse(client, 'store', SERVER_UNAVAILABLE);
      }
    }
    const session: Session = { role: outcome.role, filters: new Set(), qos: 0, kept };
    forwardTo(client, {
      stream,
      granted: () => session.qos,
      admit: (packet) => this.#admit(client, stream, session, packet),
    });
    return session;
  }

  async #keptSession(key: Key, asked: Asked, stream: OutsiderStream): Promise<KeptSession | undefined> {
    const { kept } = this.#options;
    // Without an id of its own, a client cannot come back to its session.
    if (asked.clientId === '') return undefined;
    if (!asked.clean) return kept.open(key.id, asked.clientId, stream);
    await kept.remove(key.id, asked.clientId);
    return undefined;
  }

  /** Whether the message is sent to the client now. */
  #admit(client: Client, stream: OutsiderStream, { kept }: Session, { topic, payload }: AedesPublishPacket): boolean {
    const { limits, outsiders } = this.#options;
    if (kept?.covers(topic) === true) {
      kept.read();
      return false;
    }
    if (stream.writableLength + stream.sharedBytes > limits.lagBytes) {
      stream.destroy(this.#refuse(client, 'lagging'));
      return false;
    }
    outsiders.hold(topic.length + payload.length);
    return true;
  }

  #refuse(client: Client, reason: Refused, returnCode = NOT_AUTHORIZED): Refusal {
    this.#options.refuse(reason, client);
    return new Refusal(reason, returnCode);
  }
}
