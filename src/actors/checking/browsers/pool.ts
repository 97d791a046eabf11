/**
 * The browser pool: a FIFO queue in front of the browsers. Requests that wait too long are refused. The busiest browser
 * with a free place gets the next request, so that no further browser is launched until it is needed; an unavailable
 * browser gets none until it is back. Address: `checking/browsers/pool`.
 */
import { CONNECTIONS_PER_HOST } from '../../../browsers/connections.ts';
import { browsersError } from '../../../browsers/errors.ts';
import type { Config } from '../../../config/config.ts';
import type { Unplaced } from '../../../nodes/place.ts';
import type { ActorContext, Behavior, LifeSignal, Ref } from '../../../runtime/index.ts';
import { CodedError, protocol, reasonOf } from '../../../runtime/index.ts';
import type { Fetched, Traced } from '../../../checking/looking/look-result.ts';
import type { PooledBrowser, PoolStatus } from '../../../checking/looking/pooled-browser.ts';
import { busiestWithPlace, poolStatus } from '../../../checking/looking/pooled-browser.ts';
import type { LookRequest, PageMark, RawAnswer } from '../../../institutions/institution.ts';
import { codeOf } from '../../../telemetry/error-code.ts';
import type { OpenSpan, Tracer } from '../../../telemetry/traces/tracer.ts';

export type BrowserPoolMessage =
  (Wanted & { type: 'look'; replyTo: Ref<Traced<Fetched>> }) | { type: 'status'; replyTo: Ref<PoolStatus> };

const accepts = protocol<BrowserPoolMessage>({
  look: { request: 'object', replyTo: 'ref' },
  status: { replyTo: 'ref' },
});

/** What a browser tells the pool when a look is done. `carries`: how many looks one of its tabs carries. */
export interface Done {
  outcome: Fetched['outcome'];
  carries?: number;
}

/** What is asked of a browser. */
interface Wanted {
  request: LookRequest;
  way?: RawAnswer['way'];
  /** The marks of the answer that the asker has kept: its pages need not be sent again. */
  kept?: readonly PageMark[];
  /** The context of the look's trace. Absent while nothing is traced. */
  trace?: string;
}

/**
 * A request from the pool to a browser. The browser answers `requester` directly, so that a big answer is sent only
 * once, and tells the pool that it is done.
 */
export interface BrowserLook extends Wanted {
  type: 'look';
  requester: Ref<Traced<Fetched>>;
  replyTo: Ref<Done>;
}
/** `retire`: replace the Chromium when its looks are done. */
export type BrowserMessage = BrowserLook | { type: 'retire' };

export interface BrowserPoolOwn {
  browsers: { id: string; ref: Ref<BrowserMessage> }[];
  /** How many looks a browser may have under way, if a tab of it carries so many. */
  places: (carries: number) => number;
}

interface BrowserPoolOptions extends BrowserPoolOwn {
  tracer: Tracer;
  /** Milliseconds that a request may wait for a browser. */
  waitTimeoutMs: number;
  /** Milliseconds that a browser may take for a look. */
  lookTimeoutMs: number;
}

type Look = BrowserPoolMessage & { type: 'look' };
interface Waiting {
  look: Look;
  /** Monotonic time. */ since: number;
  /** How long it waits, in its trace. */ span: OpenSpan;
  /** Number of browsers that died with it. */ losses: number;
}
interface Browser extends PooledBrowser {
  id: string;
  ref: Ref<BrowserMessage>;
}
type Internal =
  | { type: 'life'; browser: Browser; signal: LifeSignal }
  | { type: 'done'; browser: Browser; done: Done }
  | { type: 'lost'; browser: Browser; waiting: Waiting; error: unknown }
  | { type: 'expire' };

/** More than the scheduler and the second looks have under way. */
const QUEUE_CAPACITY = 200;
/** A request that was under way in this many browsers when they died may be the cause. */
const LOSSES_MAX = 2;

/** Extra time for launching the browser and telling the pool, besides the look itself. */
const LAUNCH_ALLOWANCE_MS = 25_000;

export function browserPoolSpec(
  { config: { checking }, tools }: { config: Pick<Config, 'checking'>; tools: { tracer: Tracer } },
  own: BrowserPoolOwn,
): Unplaced<BrowserPoolMessage | Internal> {
  const options: BrowserPoolOptions = {
    ...own,
    tracer: tools.tracer,
    waitTimeoutMs: checking.timeoutMs,
    lookTimeoutMs: checking.timeoutMs + LAUNCH_ALLOWANCE_MS,
  };
  return { type: 'actor', accepts, start: (context) => new BrowserPool(context, options) };
}

class BrowserPool implements Behavior<BrowserPoolMessage | Internal> {
  readonly #context: ActorContext<BrowserPoolMessage | Internal>;
  readonly #options: BrowserPoolOptions;
  readonly #browsers: Browser[];
  readonly #queue: Waiting[] = [];

  constructor(context: ActorContext<BrowserPoolMessage | Internal>, options: BrowserPoolOptions) {
    this.#context = context;
    this.#options = options;
    this.#browsers = options.browsers.map((browser) => ({
      ...browser,
      looks: 0,
      ready: false,
      carries: CONNECTIONS_PER_HOST,
    }));
    for (const browser of this.#browsers) context.watch(browser.ref, (signal) => ({ type: 'life', browser, signal }));
  }

  receive(message: BrowserPoolMessage | Internal): void {
    switch (message.type) {
      case 'look':
        return this.#enqueue(message);
      case 'status':
        return this.#context.tell(message.replyTo, this.#status());
      case 'life':
        Object.assign(message.browser, { ready: message.signal === 'started', carries: CONNECTIONS_PER_HOST });
        return this.#dispatch();
      case 'done':
        message.browser.looks -= 1;
        message.browser.carries = message.done.carries ?? message.browser.carries;
        return this.#dispatch();
      case 'lost':
        return this.#lost(message.browser, message.waiting, message.error);
      case 'expire':
        return this.#expire();
      default:
        return message satisfies never;
    }
  }

  #enqueue(look: Look): void {
    if (this.#queue.length >= QUEUE_CAPACITY) return this.#refuse(look);
    this.#queue.push({ look, since: this.#context.clock.monotonic(), losses: 0, span: this.#span('queue', look) });
    this.#dispatch();
  }

  #dispatch(): void {
    for (let browser = this.#busiestWithPlace(); browser !== undefined; browser = this.#busiestWithPlace()) {
      const waiting = this.#queue.shift();
      if (waiting === undefined) break;
      this.#hand(waiting, browser);
    }
    this.#watchQueue();
  }

  #busiestWithPlace(): Browser | undefined {
    return busiestWithPlace(this.#browsers, this.#options.places);
  }

  #hand(waiting: Waiting, browser: Browser): void {
    const { replyTo: requester, ...wanted } = waiting.look;
    browser.looks += 1;
    waiting.span.end({ 'pickmyclass.browser': browser.id });
    const lost = this.#span('lost look', waiting.look);
    const done = this.#context.ask<BrowserMessage, Done>(
      browser.ref,
      (replyTo) => ({ ...wanted, requester, replyTo }),
      this.#options.lookTimeoutMs,
    );
    this.#context.pipeToSelf(
      done,
      (reply) => ({ type: 'done', browser, done: reply }),
      (error) => {
        lost.end({ 'pickmyclass.browser': browser.id }, codeOf(error));
        return { type: 'lost', browser, waiting, error };
      },
    );
  }

  /** Handles a missing answer. If the browser died, another one tries; otherwise the request has failed. */
  #lost(browser: Browser, waiting: Waiting, error: unknown): void {
    browser.looks -= 1;
    const died = error instanceof CodedError && error.code === 'RUNTIME_ACTOR_DEAD';
    if (died && waiting.losses + 1 < LOSSES_MAX) {
      this.#queue.unshift({ ...waiting, losses: waiting.losses + 1, span: this.#span('queue', waiting.look) });
    } else {
      const failure = browsersError('PMC_BROWSER_FAILED', { browser: browser.id, reason: reasonOf(error) }, error);
      // The number of requests made is not known, but at least one was.
      this.#context.tell(waiting.look.replyTo, {
        outcome: 'failed',
        code: failure.code,
        message: failure.message,
        requests: 1,
        by: browser.ref.address,
      });
    }
    this.#dispatch();
  }

  #span(name: string, { trace }: Look): OpenSpan {
    const { tracer } = this.#options;
    return tracer.begin({ name, since: tracer.moment() }, trace);
  }

  #refuse({ replyTo }: Look): void {
    const { code, message } = browsersError('PMC_POOL_REFUSED', { waiting: this.#queue.length });
    this.#context.tell(replyTo, { outcome: 'refused', code, message, requests: 0 });
  }

  #expire(): void {
    const expired = this.#context.clock.monotonic() - this.#options.waitTimeoutMs;
    while (this.#queue[0] !== undefined && this.#queue[0].since <= expired) {
      const { look, span } = this.#queue.shift()!;
      span.end({}, 'PMC_POOL_REFUSED');
      this.#refuse(look);
    }
    this.#watchQueue();
  }

  /** Sets the timer for the first in the queue, which has waited longest. */
  #watchQueue(): void {
    const [first] = this.#queue;
    if (first === undefined) return this.#context.cancel('expire');
    const leftMs = first.since + this.#options.waitTimeoutMs - this.#context.clock.monotonic();
    this.#context.schedule('expire', Math.max(0, leftMs), { type: 'expire' });
  }

  #status(): PoolStatus {
    const queued = this.#queue.length;
    return poolStatus(this.#browsers, queued, queued >= QUEUE_CAPACITY);
  }
}
