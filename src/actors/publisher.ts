/**
 * Publishes the contents of the store on the public topics. Each node has a publisher; the one on the node with the
 * duty of publishing does the work. Address `publisher`.
 */
import type { Bus } from '../bus/bus.ts';
import { ANNOUNCED, type Announcement } from '../domain/announcement.ts';
import type { Change } from '../domain/change.ts';
import { nodesError } from '../nodes/errors.ts';
import { HealthTopic } from '../nodes/health-topic.ts';
import type { Members } from '../nodes/members.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { HealthReport } from '../nodes/health.ts';
import { ChangeTopics } from '../notify/change-topics.ts';
import { clearTerms } from '../notify/clear-terms.ts';
import { HomeAssistantTopics } from '../notify/home-assistant-topics.ts';
import { tracesOf } from '../notify/traces-of.ts';
import { codeOf } from '../telemetry/error-code.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';
import { SectionTopics } from '../notify/section-topics.ts';
import type { ActorContext, Behavior, Ref } from '../runtime/index.ts';
import { isForLater, protocol, reasonOf } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';

/** `republish`: publish all retained messages again. */
export type PublisherMessage = Announcement | { type: 'republish' };

const accepts = protocol<PublisherMessage>({ announced: ANNOUNCED, republish: {} });

type Internal =
  | { type: 'sweep' }
  | { type: 'observe' }
  | { type: 'observed'; health: HealthReport }
  | { type: 'unobserved'; reason: unknown };

/** The parts of the node that this actor uses. */
export interface PublisherNode {
  /** `publishes`: this node has the duty. */
  readonly members: Pick<Members, 'publishes'>;
  readonly bus: Pick<Bus, 'publishPublic' | 'clearRetained' | 'onConnect'>;
  readonly store: Pick<Store, 'sections' | 'changes' | 'terms' | 'traces'>;
  readonly tools: {
    readonly metrics: {
      readonly notificationSeconds: {
        observe(labels: { channel: 'mqtt'; stage: 'detected_published' }, seconds: number): void;
      };
    };
    readonly tracer: Tracer;
  };
}

export interface PublisherOwn {
  /** The publishers of all nodes, this one included. */
  readonly publishers: () => Ref<PublisherMessage>[];
  /** Of all nodes together. */
  readonly health: () => Promise<HealthReport>;
  /** Whether Home Assistant is told how to find the watched sections. */
  readonly homeAssistant: boolean;
}

/** Interval of sweeps. A sweep publishes what a lost announcement, or a crash after a commit, left unpublished. */
const SWEEP_MS = 30_000;
/** Several nodes may ask for a republish at once. This pause combines their requests. */
const TOGETHER_MS = 200;
const MQTT = { 'messaging.system': 'mqtt', 'messaging.operation.type': 'send', 'messaging.operation.name': 'publish' };
/** How often health is read. */
const OBSERVE_MS = 5_000;

export function publisherSpec(node: PublisherNode, own: PublisherOwn): Unplaced<PublisherMessage | Internal> {
  return { type: 'actor', accepts, start: (context) => new Publisher(context, node, own) };
}

class Publisher implements Behavior<PublisherMessage | Internal> {
  readonly #context: ActorContext<PublisherMessage | Internal>;
  readonly #node: PublisherNode;
  readonly #own: PublisherOwn;
  readonly #sections: SectionTopics;
  readonly #changes: ChangeTopics;
  readonly #health: HealthTopic;
  readonly #homeAssistant: HomeAssistantTopics | undefined;
  readonly #stopListening: () => void;
  /** Whether retained messages may be missing. */
  #behind = true;

  constructor(context: ActorContext<PublisherMessage | Internal>, node: PublisherNode, own: PublisherOwn) {
    this.#context = context;
    this.#node = node;
    this.#own = own;
    const { sections, changes } = node.store;
    const retain = (topic: string, body: unknown): Promise<void> => this.#publish(topic, body, true);
    const clear = (topic: string): Promise<void> => this.#clear(topic);
    this.#sections = new SectionTopics({ sections, publish: retain, clear });
    if (own.homeAssistant)
      this.#homeAssistant = new HomeAssistantTopics({ sections, publish: retain, clear, clock: context.clock });
    this.#changes = new ChangeTopics({
      changes,
      sections: this.#sections,
      publish: (topic, change, trace) => this.#publishChange(topic, change, trace),
      tracesOf: tracesOf(node.tools.tracer, node.store.traces, (error) => {
        context.log.debug({ reason: reasonOf(error) }, 'the traces of changes were not read');
      }),
    });
    this.#health = new HealthTopic(context.clock, retain);
    // While the bus was away, announcements to any publisher may have been lost.
    this.#stopListening = node.bus.onConnect(() => {
      context.tell(own.publishers(), { type: 'republish' });
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
        return this.#context.schedule('sweep', TOGETHER_MS, { type: 'sweep' });
      case 'sweep':
        this.#context.schedule('sweep', SWEEP_MS, message);
        return this.#attempt(() => this.#sweep());
      case 'observe':
        this.#context.schedule('observe', OBSERVE_MS, message);
        return this.#observe();
      case 'observed':
        return this.#attempt(() => this.#health.update(message.health));
      case 'unobserved':
        return this.#context.log.warn({ err: message.reason }, 'health could not be read');
      default:
        return message satisfies never;
    }
  }

  stop(): void {
    this.#stopListening();
  }

  /**
   * Does the work. If the bus or the store is unavailable, or another node has the duty, the rest is left to a later
   * sweep, which reads everything from the store again.
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
    if (changes.length > 0) await this.#changes.update();
  }

  async #sweep(): Promise<void> {
    if (this.#behind) {
      await this.#sections.publishAll();
      this.#homeAssistant?.forget();
      await this.#health.publishAgain();
      this.#behind = false;
    }
    await this.#changes.update();
    await this.#sections.sweep();
    await this.#homeAssistant?.sweep();
    await clearTerms(this.#node.store.terms, (topic) => this.#clear(topic));
  }

  #observe(): void {
    if (!this.#node.members.publishes) return;
    this.#context.pipeToSelf(
      this.#own.health(),
      (health) => ({ type: 'observed', health }),
      (reason) => ({ type: 'unobserved', reason }),
    );
  }

  async #publishChange(topic: string, change: Change, trace: string | undefined): Promise<void> {
    const { tracer } = this.#node.tools;
    const attributes = { ...MQTT, 'messaging.destination.name': topic, 'pickmyclass.section': change.section };
    const span = tracer.begin({ name: 'publish', kind: 'producer', since: tracer.moment(), attributes }, trace);
    await this.#publish(topic, change, false).catch((error: unknown) => {
      span.end({}, codeOf(error));
      throw error;
    });
    span.end();
    const seconds = (this.#context.clock.now() - Date.parse(change.detectedAt)) / 1_000;
    this.#node.tools.metrics.notificationSeconds.observe({ channel: 'mqtt', stage: 'detected_published' }, seconds);
  }

  async #publish(topic: string, body: unknown, retain: boolean): Promise<void> {
    this.#checkDuty();
    await this.#node.bus.publishPublic(topic, body, { retain });
  }

  async #clear(topic: string): Promise<void> {
    this.#checkDuty();
    await this.#node.bus.clearRetained(topic);
  }

  /** Called before each message: a process that was frozen in a sweep must not overwrite messages of another one. */
  #checkDuty(): void {
    if (!this.#node.members.publishes) throw nodesError('PMC_DUTY_LOST', {});
  }
}
