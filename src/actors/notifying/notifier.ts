/** Turns committed changes into pending notifications and wakes the channels. Address `notifying/notifier`. */
import type { ChannelType } from '../../domain/channel.ts';
import type { NotificationStore } from '../../store/notifications.ts';
import type { ReportsStore } from '../../notify/reports.ts';
import { Reports } from '../../notify/reports.ts';
import { ANNOUNCED, type Announcement } from '../../domain/announcement.ts';
import type { Config } from '../../config/config.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { protocol, reasonOf } from '../../runtime/index.ts';
import { FanOutTraces } from '../../notify/fan-out-traces.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Tracer } from '../../telemetry/traces/tracer.ts';

export type NotifierMessage = Announcement | { type: 'wake' };

const accepts = protocol<NotifierMessage>({ announced: ANNOUNCED, wake: {} });

type Internal = { type: 'fanned-out' };

/** The parts of the node that this actor uses. */
export interface NotifierNode {
  readonly store: { readonly notifications: Pick<NotificationStore, 'fanOut'> } & ReportsStore;
  readonly config: {
    readonly notifying: Pick<Config['notifying'], 'quietGapMs'>;
    readonly checking: Pick<Config['checking'], 'leaseMs'>;
  };
  readonly tools: { readonly tracer: Tracer };
}

export interface NotifierOwn {
  readonly channels: readonly { name: ChannelType; ref: Ref<{ type: 'wake' }> }[];
}

/** Longest interval of sweeps. A sweep finds changes that a lost message or another process has left behind. */
const SWEEP_MS = 15_000;
const RETRY_MS = 1_000;

export function notifierSpec(node: NotifierNode, own: NotifierOwn): Unplaced<NotifierMessage | Internal> {
  return { type: 'actor', accepts, start: (context) => new Notifier(context, node, own) };
}

class Notifier implements Behavior<NotifierMessage | Internal> {
  readonly #context: ActorContext<NotifierMessage | Internal>;
  readonly #node: NotifierNode;
  readonly #own: NotifierOwn;
  readonly #reports: Reports;
  readonly #traces: FanOutTraces;
  #running: Promise<void> | undefined;
  /** Whether changes were announced that the running fan-out may have missed. */
  #again = false;

  constructor(context: ActorContext<NotifierMessage | Internal>, node: NotifierNode, own: NotifierOwn) {
    this.#context = context;
    this.#node = node;
    this.#own = own;
    this.#reports = new Reports(node.store, context.clock);
    this.#traces = new FanOutTraces(node.tools.tracer);
    context.schedule('sweep', 0, { type: 'wake' });
  }

  receive(message: NotifierMessage | Internal): void {
    switch (message.type) {
      case 'announced':
        this.#traces.announced(message.traces);
        if (message.changes.length > 0 || showsNewSections(message)) this.#fanOut();
        return;
      case 'wake':
        return this.#fanOut();
      case 'fanned-out':
        if (this.#again) this.#fanOut();
        return;
      default:
        return message satisfies never;
    }
  }

  async stop(): Promise<void> {
    await this.#running;
  }

  /**
   * Runs one fan-out at a time. It reads all changes from the store, not from the announcements. However many of these
   * arrive during a run, one more run is enough.
   */
  #fanOut(): void {
    this.#again = this.#running !== undefined;
    if (this.#again) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
    });
    const done = (): Internal => ({ type: 'fanned-out' });
    this.#context.pipeToSelf(this.#running, done, done);
  }

  async #drain(): Promise<void> {
    const { store, config } = this.#node;
    // Leases of a dead process lapse after `leaseMs`.
    let pauseMs = Math.min(SWEEP_MS, config.checking.leaseMs);
    let notifications = 0;
    const ended = this.#traces.begin();
    try {
      let round: { changes: number; notifications: number };
      do {
        round = await store.notifications.fanOut(config.notifying.quietGapMs);
        if (round.changes > 0) this.#context.log.info(round, 'changes fanned out');
        if (round.notifications > 0) this.#wakeChannels();
        notifications += round.notifications;
      } while (round.changes > 0);
      ended(null, notifications);
      const reports = await this.#reports.make();
      if (reports > 0) this.#context.log.info({ reports }, 'reminders and notices of outages queued');
    } catch (error) {
      ended(codeOf(error), notifications);
      this.#context.log.warn(
        { reason: reasonOf(error) },
        'changes could not be fanned out, or reports not made; trying again',
      );
      pauseMs = RETRY_MS;
    }
    // Even without changes: a notification may be due again, or come from another process.
    if (notifications === 0) this.#wakeChannels();
    this.#context.schedule('sweep', pauseMs, { type: 'wake' });
  }

  #wakeChannels(): void {
    for (const { ref } of this.#own.channels) this.#context.tell(ref, { type: 'wake' });
  }
}

/** The store has queued what students are told of new sections, which have no change. */
function showsNewSections({ states }: Announcement): boolean {
  return states.some(({ version }) => version === 1);
}
