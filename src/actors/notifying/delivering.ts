/** What the actors of all channels share: delivering what is pending, with leases and a circuit breaker. */
import { randomUUID } from 'node:crypto';
import type { ChannelType } from '../../domain/channel.ts';
import type { Node } from '../../nodes/node.ts';
import type { Channel } from '../../notify/channel.ts';
import type { CourierOptions } from '../../notify/courier.ts';
import type { Stage } from '../../notify/delivery-reports.ts';
import { figuresOf } from '../../notify/figures.ts';
import { Dispatcher } from '../../notify/dispatcher.ts';
import { Leases } from '../../notify/leases.ts';
import { tracesOf } from '../../notify/traces-of.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Tracer } from '../../telemetry/traces/tracer.ts';
import type { ActorContext, BreakerOptions, Inspection } from '../../runtime/index.ts';
import { Breaker, callWithin, CallRecord, inspect, reasonOf } from '../../runtime/index.ts';

export type DeliveringMessage = { type: 'wake' } | { type: 'proceed' } | { type: 'prolong' };

/** The parts of the node that the actors of channels use. */
export interface DeliveringNode extends Pick<Node, 'id' | 'config'> {
  readonly store: Pick<Node['store'], 'notifications' | 'channels' | 'sections' | 'changes' | 'traces'>;
  readonly tools: {
    readonly random: () => number;
    readonly metrics: {
      readonly notificationSeconds: { observe(labels: { channel: ChannelType; stage: Stage }, seconds: number): void };
      readonly errors: { inc(labels: { code: string }): void };
    };
    readonly tracer: Tracer;
  };
}

export interface DeliveringOptions extends Omit<CourierOptions, 'channel' | 'leases' | 'record'> {
  readonly breaker: BreakerOptions;
}

/** Milliseconds that a stop waits for running hand-overs; well below the limit of the supervisor. */
const STOP_MS = 6_000;
/** The limit of the supervisor. */
export const SHUTDOWN_MS = 10_000;

export function deliveringOptions(
  { id, config, store, tools: { random, metrics, tracer } }: DeliveringNode,
  channel: ChannelType,
): DeliveringOptions {
  return {
    notifications: store.notifications,
    channels: store.channels,
    readFigures: (sections) => figuresOf(store, sections),
    owner: `${id}:${randomUUID()}`,
    leaseMs: config.checking.leaseMs,
    patience: { giveUpMs: config.notifying.giveUpMs, random },
    breaker: { ...config.breaker, callTimeoutMs: config.checking.timeoutMs },
    observe: (stage, seconds) => metrics.notificationSeconds.observe({ channel, stage }, seconds),
    countError: (code) => metrics.errors.inc({ code }),
    tracesOf: tracesOf(tracer, store.traces, (error) => metrics.errors.inc({ code: codeOf(error) })),
    tracer,
  };
}

export class Delivering {
  readonly #context: ActorContext<DeliveringMessage>;
  readonly #leaseMs: number;
  readonly #channel: Channel;
  readonly breaker: Breaker;
  readonly record: CallRecord;
  readonly #leases: Leases;
  readonly #dispatcher: Dispatcher;

  constructor(context: ActorContext<DeliveringMessage>, options: DeliveringOptions, channel: Channel) {
    const { clock, log } = context;
    this.#context = context;
    this.#leaseMs = options.leaseMs;
    this.#channel = channel;
    this.breaker = new Breaker(channel.name, clock, options.breaker);
    this.record = new CallRecord(clock);
    this.#leases = new Leases(options.notifications, options.owner, options.leaseMs, clock);
    const proceed = (): DeliveringMessage => ({ type: 'proceed' });
    const parts = { channel, leases: this.#leases, record: this.record };
    this.#dispatcher = new Dispatcher({ ...options, ...parts }, this.breaker, {
      clock,
      log,
      proceedAfter: (work) => context.pipeToSelf(work, proceed, proceed),
      wakeIn: (pauseMs) => context.schedule('wake', pauseMs, { type: 'wake' }),
    });
    context.schedule('wake', 0, { type: 'wake' });
    this.#scheduleProlong();
  }

  receive(message: DeliveringMessage): void {
    switch (message.type) {
      case 'wake':
        return this.#dispatcher.wake();
      case 'proceed':
        return this.#dispatcher.proceed();
      case 'prolong':
        this.#dispatcher.prolong();
        return this.#scheduleProlong();
      default:
        return message satisfies never;
    }
  }

  inspect(): Inspection {
    return inspect(this.breaker, this.record.calls);
  }

  /**
   * Hand-overs that hang are given up after STOP_MS. Whether the other side took them is then unknown, so their
   * notifications stay pending.
   */
  async stop(): Promise<void> {
    const { clock, log } = this.#context;
    const stopped = this.#dispatcher.stop();
    await callWithin(clock, STOP_MS, this.#channel.name, stopped).catch((error: unknown) =>
      log.warn({ reason: reasonOf(error), underWay: this.#leases.size }, 'messages under way are given up'),
    );
    await this.#channel.close();
    await stopped;
  }

  #scheduleProlong(): void {
    this.#context.schedule('prolong', this.#leaseMs / 3, { type: 'prolong' });
  }
}
