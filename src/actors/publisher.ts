/**
 * The publisher: tells the world, on the public topics, what the store knows. Each process has one, and the one of the
 * process that has the duty does the work. Address `publisher`.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '../bus/bus.ts';
import { alertTopic, changeTopic, HEALTH_TOPIC, sectionTopic } from '../bus/topics.ts';
import type { Alert } from '../domain/alerts.ts';
import { alertsAfter } from '../domain/alerts.ts';
import { nodesError } from '../nodes/errors.ts';
import type { Members } from '../nodes/members.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { HealthReport } from '../nodes/health.ts';
import type { Vitals } from '../nodes/vitals.ts';
import type { ActorContext, Behavior, Ref } from '../runtime/index.ts';
import { isForLater, unknownMessage } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import type { Announcement } from '../domain/announcement.ts';
import { SectionTopics } from '../notify/section-topics.ts';

/** `republish`: everything that is retained, again. */
export type PublisherMessage = Announcement | { type: 'republish' };

type Internal =
  | { type: 'sweep' }
  | { type: 'observe' }
  | { type: 'observed'; vitals: Vitals }
  | { type: 'unobserved'; reason: unknown };

/** The parts of the node that it uses. */
export interface PublisherNode {
  /** Whether this node has the duty. */
  readonly members: Pick<Members, 'publishes'>;
  readonly bus: Pick<Bus, 'publishPublic' | 'clearRetained' | 'onConnect'>;
  readonly store: Pick<Store, 'sections' | 'changes' | 'terms'>;
}

export interface PublisherOwn {
  /** The publishers of all nodes, this one among them. */
  readonly publishers: () => Ref<PublisherMessage>[];
  readonly vitals: () => Promise<Vitals>;
}

/** Catches up on what an announcement that was lost, or a crash between commit and publishing, left behind. */
const SWEEP_MS = 30_000;
const TOGETHER_MS = 200;
/** How soon a change of health or an alert is seen. */
const OBSERVE_MS = 5_000;
/** Health that stays the same is published again after this long. */
const HEALTH_MS = 30_000;
const BATCH = 500;

export function publisherSpec(node: PublisherNode, own: PublisherOwn): Unplaced<PublisherMessage | Internal> {
  return { type: 'actor', start: (context) => new Publisher(context, node, own) };
}

class Publisher implements Behavior<PublisherMessage | Internal> {
  readonly #context: ActorContext<PublisherMessage | Internal>;
  readonly #node: PublisherNode;
  readonly #own: PublisherOwn;
  readonly #forgetBroker: () => void;
  readonly #sections: SectionTopics;
  /** Published, and not yet marked so in the store. */
  readonly #unmarked = new Set<string>();
  /** The retained topics may lack something. */
  #behind = true;
  #health: { body: HealthReport; publishedAt: number } | undefined;
  #alerts: Alert[] = [];

  constructor(context: ActorContext<PublisherMessage | Internal>, node: PublisherNode, own: PublisherOwn) {
    this.#context = context;
    this.#node = node;
    this.#own = own;
    this.#sections = new SectionTopics({
      sections: node.store.sections,
      publish: (topic, state) => this.#publish(topic, state, true),
      clear: (topic) => this.#onDuty(() => node.bus.clearRetained(topic)),
    });
    // Announcements of ours may be lost, wherever they went.
    this.#forgetBroker = node.bus.onConnect(() => {
      for (const publisher of own.publishers()) context.tell(publisher, { type: 'republish' });
    });
    context.schedule('sweep', 0, { type: 'sweep' });
    context.schedule('observe', 0, { type: 'observe' });
  }

  async receive(message: PublisherMessage | Internal): Promise<void> {
    switch (message.type) {
      case 'announced':
        return this.#attempt(() => this.#announce(message));
      case 'republish':
        this.#behind = true;
        // Several nodes may say so at once.
        return this.#context.schedule('sweep', TOGETHER_MS, { type: 'sweep' });
      case 'sweep':
        this.#context.schedule('sweep', SWEEP_MS, message);
        return this.#attempt(() => this.#sweep());
      case 'observe':
        this.#context.schedule('observe', OBSERVE_MS, message);
        return this.#observe();
      case 'observed':
        return this.#attempt(() => this.#report(message.vitals));
      case 'unobserved':
        return this.#context.log.warn({ err: message.reason }, 'health or alerts could not be read');
      default:
        return unknownMessage(message);
    }
  }

  stop(): void {
    this.#forgetBroker();
  }

  /**
   * What the bus or the store cannot take now, or is another one's to tell, is left to a later sweep: everything can be
   * derived from the store again.
   */
  async #attempt(work: () => Promise<void>): Promise<void> {
    if (!this.#node.members.publishes) {
      this.#behind = true;
      return;
    }
    try {
      await work();
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#behind = true;
      this.#context.log.warn({ err: error }, 'publishing is put off');
    }
  }

  async #announce({ states, changes }: Announcement): Promise<void> {
    await this.#sections.update(states.map(({ section }) => section));
    if (changes.length > 0) await this.#publishChanges();
  }

  async #sweep(): Promise<void> {
    if (this.#behind) await this.#republish();
    await this.#publishChanges();
    await this.#sections.sweep();
    await this.#clearTerms();
  }

  /** Of a term that is over nothing is retained, also on a broker that outlived the process that published it. */
  async #clearTerms(): Promise<void> {
    const { terms } = this.#node.store;
    for (const over of await terms.uncleared()) {
      for (let after: string | undefined = ''; after !== undefined;) {
        const sections: string[] = await terms.sectionsOf(over, after, BATCH);
        for (const section of sections) await this.#onDuty(() => this.#node.bus.clearRetained(sectionTopic(section)));
        after = sections.length === BATCH ? sections.at(-1) : undefined;
      }
      await terms.markCleared(over);
    }
  }

  async #republish(): Promise<void> {
    await this.#sections.publishAll();
    if (this.#health !== undefined) await this.#publishHealth(this.#health.body);
    for (const alert of this.#alerts) await this.#publishAlert(alert);
    this.#behind = false;
  }

  /**
   * From the store and not from the announcements, which may be lost or overtake one another: so they go out in cursor
   * order, each once.
   */
  async #publishChanges(): Promise<void> {
    const { changes } = this.#node.store;
    for (let more = true; more;) {
      const batch = await changes.unpublished(BATCH);
      await this.#sections.updateFor(batch.map(({ change }) => change));
      for (const { change } of batch) {
        if (this.#unmarked.has(change.id)) continue;
        await this.#publish(changeTopic(change), change, false);
        this.#unmarked.add(change.id);
      }
      if (batch.length > 0) await changes.markPublished(batch.map(({ change }) => change.id));
      this.#unmarked.clear();
      more = batch.length === BATCH;
    }
  }

  #observe(): void {
    if (!this.#node.members.publishes) return;
    this.#context.pipeToSelf(
      this.#own.vitals(),
      (vitals) => ({ type: 'observed', vitals }),
      (reason) => ({ type: 'unobserved', reason }),
    );
  }

  async #report({ health, readings }: Vitals): Promise<void> {
    const last = this.#health;
    const due = last === undefined || this.#context.clock.monotonic() - last.publishedAt >= HEALTH_MS;
    if (due || health.status !== last.body.status || !isDeepStrictEqual(health.checks, last.body.checks))
      await this.#publishHealth(health);

    const alerts = alertsAfter(this.#alerts, readings, new Date(this.#context.clock.now()).toISOString());
    const differ = alerts.filter((alert) => !this.#alerts.some((known) => isDeepStrictEqual(known, alert)));
    this.#alerts = alerts;
    for (const alert of differ) await this.#publishAlert(alert);
  }

  async #publishHealth(body: HealthReport): Promise<void> {
    this.#health = { body, publishedAt: this.#context.clock.monotonic() };
    await this.#publish(HEALTH_TOPIC, body, true);
  }

  #publishAlert(alert: Alert): Promise<void> {
    return this.#publish(alertTopic(alert.name), alert, true);
  }

  #publish(topic: string, body: unknown, retain: boolean): Promise<void> {
    return this.#onDuty(() => this.#node.bus.publishPublic(topic, body, { retain }));
  }

  /**
   * Asked before each message: a process that was frozen in mid-sweep must not write what is old by now over what
   * another one has written.
   */
  async #onDuty(tell: () => Promise<void>): Promise<void> {
    if (!this.#node.members.publishes) throw nodesError('PMC_DUTY_LOST', {});
    await tell();
  }
}
