/**
 * The signed tokens that tell push services who sends (RFC 8292). Signing takes most of the time of a message, and a
 * token is good for all messages to one service, so it is kept for an hour.
 */
import webPush from 'web-push';
import type { VapidKeys } from '../../config/vapid.ts';
import type { Clock } from '../../runtime/index.ts';

export interface PushSender {
  readonly keys: VapidKeys;
  /** Who runs this server: `mailto:…` or `https://…`. */
  readonly subject: string;
}

/** web-push makes tokens that are good for twelve hours. */
const KEPT_MS = 3_600_000;
/** So many services are remembered, the oldest are forgotten first: students name them. */
const REMEMBERED = 100;

export class VapidTokens {
  readonly #sender: PushSender;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #byService = new Map<string, { header: string; untilMs: number }>();

  constructor(sender: PushSender, clock: Pick<Clock, 'monotonic'>) {
    this.#sender = sender;
    this.#clock = clock;
  }

  /** Returns the `Authorization` header of a message to this endpoint. */
  headerFor(endpoint: string): string {
    const { origin } = new URL(endpoint);
    const now = this.#clock.monotonic();
    const kept = this.#byService.get(origin);
    if (kept !== undefined && now < kept.untilMs) return kept.header;
    const { keys, subject } = this.#sender;
    const { publicKey, privateKey } = keys;
    const { Authorization } = webPush.getVapidHeaders(origin, subject, publicKey, privateKey, 'aes128gcm');
    this.#byService.delete(origin);
    this.#byService.set(origin, { header: Authorization, untilMs: now + KEPT_MS });
    for (const oldest of [...this.#byService.keys()].slice(0, -REMEMBERED)) this.#byService.delete(oldest);
    return Authorization;
  }
}
