/**
 * Watches over the alerts of the whole system: reads how it is, publishes the alerts that have changed, and tells
 * operators. Each node has one; the one on the node with the duty of publishing does the work. Address `alerting`.
 */
import type { Bus } from '../bus/bus.ts';
import { alertTopic } from '../bus/topics.ts';
import type { Config } from '../config/config.ts';
import type { Alert, AlertState } from '../domain/alerts.ts';
import { publicAlert } from '../domain/alerts.ts';
import { SYSTEM_LOOKUP } from '../net/destination.ts';
import { OutgoingClient } from '../net/outgoing.ts';
import type { AlertBook } from '../nodes/alert-book.ts';
import type { Members } from '../nodes/members.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { Vitals } from '../nodes/vitals.ts';
import { alertMail, alertPost } from '../notify/alerts/news.ts';
import type { Recipient } from '../notify/alerts/telling.ts';
import { AlertTelling } from '../notify/alerts/telling.ts';
import { notifyError } from '../notify/errors.ts';
import type { MailSeal } from '../notify/mail-seal.ts';
import type { ActorContext, Behavior, Ref } from '../runtime/index.ts';
import { isForLater } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import type { EmailMessage, SendReply } from './notifying/email.ts';

type Internal = { type: 'observe' } | { type: 'observed'; vitals: Vitals } | { type: 'unobserved'; reason: unknown };

/** The parts of the node that this actor uses. */
export interface AlertingNode {
  readonly config: Pick<Config, 'operatorEmails' | 'alertWebhook'>;
  readonly members: Pick<Members, 'publishes'>;
  readonly bus: Pick<Bus, 'publishPublic' | 'onConnect'>;
  readonly store: { readonly incidents: Pick<Store['incidents'], 'tell'> };
}

export interface AlertingOwn {
  readonly book: AlertBook;
  /** The health and readings of all nodes. */
  readonly vitals: () => Promise<Vitals>;
  readonly email: Ref<EmailMessage>;
  readonly seal: Pick<MailSeal, 'seal'>;
  readonly publicUrl: () => string;
}

const OBSERVE_MS = 2_000;
/** How often an alert is published of which only the value has changed. */
const VALUE_MS = 30_000;
const MAIL_MS = 60_000;

export function alertingSpec(node: AlertingNode, own: AlertingOwn): Unplaced<Internal> {
  return { type: 'actor', start: (context) => new Alerting(context, node, own) };
}

class Alerting implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #node: AlertingNode;
  readonly #own: AlertingOwn;
  readonly #client: OutgoingClient;
  readonly #telling: AlertTelling;
  readonly #stopListening: () => void;
  /** What is retained on the bus, as far as we know. */
  readonly #published = new Map<string, { alert: Alert; at: number }>();

  constructor(context: ActorContext<Internal>, node: AlertingNode, own: AlertingOwn) {
    this.#context = context;
    this.#node = node;
    this.#own = own;
    // The operator has chosen the URL, so it may be in their own network.
    this.#client = new OutgoingClient({ allowPrivate: true, lookup: SYSTEM_LOOKUP }, context.clock);
    this.#telling = new AlertTelling({
      recipients: this.#recipients(),
      note: (id, told) => node.store.incidents.tell(id, told),
      clock: context.clock,
      log: context.log,
    });
    // The broker may have lost what was retained.
    this.#stopListening = node.bus.onConnect(() => this.#published.clear());
    context.schedule('observe', 0, { type: 'observe' });
  }

  async receive(message: Internal): Promise<void> {
    switch (message.type) {
      case 'observe':
        this.#context.schedule('observe', OBSERVE_MS, message);
        return this.#observe();
      case 'observed':
        return this.#observed(message.vitals);
      case 'unobserved':
        return this.#context.log.warn({ err: message.reason }, 'alerts could not be read');
      default:
        return message satisfies never;
    }
  }

  stop(): void {
    this.#stopListening();
    this.#client.close();
  }

  #observe(): void {
    if (!this.#node.members.publishes) return this.#published.clear();
    this.#context.pipeToSelf(
      this.#own.vitals(),
      (vitals) => ({ type: 'observed', vitals }),
      (reason) => ({ type: 'unobserved', reason }),
    );
  }

  async #observed({ readings }: Vitals): Promise<void> {
    const { book } = this.#own;
    await book.update(readings);
    this.#telling.tell(book.incidents);
    try {
      for (const alert of book.alerts) await this.#publish(alert);
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn({ err: error }, 'publishing alerts is put off');
    }
  }

  async #publish(state: AlertState): Promise<void> {
    const alert = publicAlert(state);
    const now = this.#context.clock.monotonic();
    const last = this.#published.get(alert.name);
    const isNews = last?.alert.firing !== alert.firing || last.alert.since !== alert.since;
    const isOld = last !== undefined && last.alert.value !== alert.value && now - last.at >= VALUE_MS;
    if (!(isNews || isOld) || !this.#node.members.publishes) return;
    await this.#node.bus.publishPublic(alertTopic(alert.name), alert, { retain: true });
    this.#published.set(alert.name, { alert, at: now });
  }

  #recipients(): Recipient[] {
    const { operatorEmails, alertWebhook: url } = this.#node.config;
    const { email, seal, publicUrl } = this.#own;
    const mails = operatorEmails.map((address): Recipient => ({
      name: address,
      send: async (news) => {
        const mail = seal.seal(alertMail(address, news, `${publicUrl()}/operator`));
        const send = (replyTo: Ref<SendReply>): EmailMessage => ({ type: 'send', mail, replyTo });
        const reply = await this.#context.ask<EmailMessage, SendReply>(email, send, MAIL_MS);
        if (reply.outcome === 'failed') throw notifyError('PMC_MAIL_FAILED', { reason: reply.message });
      },
    }));
    if (url === null) return mails;
    const webhook: Recipient = {
      name: 'webhook',
      send: async (news) => {
        const { status } = await this.#client.send(alertPost(url, news));
        if (status < 200 || status > 299)
          throw notifyError('PMC_DESTINATION_ANSWERED', { host: new URL(url).host, status });
      },
    };
    return [...mails, webhook];
  }
}
