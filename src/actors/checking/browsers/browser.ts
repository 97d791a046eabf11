/**
 * A browser: one Chromium with its kept tabs, in its own worker thread. Chromium is launched at the first look and
 * retired after a number of looks or above a memory limit. If it dies, the supervisor replaces the actor. Addresses:
 * `checking/browsers/browser-1` and so on.
 */
import { findBrowser } from '../../../browsers/find-browser.ts';
import { KeptBrowser } from '../../../browsers/kept-browser.ts';
import { processTreeMb } from '../../../browsers/process-memory.ts';
import { browsersError } from '../../../browsers/errors.ts';
import { institutionsError } from '../../../institutions/errors.ts';
import type { ActorContext, Behavior } from '../../../runtime/index.ts';
import { CodedError, protocol, reasonOf } from '../../../runtime/index.ts';
import { driverById, permissionOf } from '../../../institutions/index.ts';
import { fetchAnswer } from '../../../checking/looking/fetch-answer.ts';
import type { Fetched, Traced } from '../../../checking/looking/look-result.ts';
import type { RawAnswer, SourceConfig, SourceTab } from '../../../institutions/institution.ts';
import { SourceStatus } from '../../../institutions/institution.ts';
import type { Moment } from '../../../telemetry/traces/span.ts';
import { finish, momentOf } from '../../../telemetry/traces/span.ts';
import type { BrowserLook, BrowserMessage, Done } from './pool.ts';

/** Structured-cloneable. */
export interface BrowserArgs {
  /** The name of this browser in errors. */
  id: string;
  /** Source settings by institution. */
  sources: Record<string, SourceConfig>;
  chromePath: string | null;
  /** Number of kept tabs per institution. */
  tabs: number;
  retireAfterLooks: number;
  /** Memory limit in MB, including all helper processes. */
  retireAboveMb: number;
}

type Browser = KeptBrowser<SourceTab>;
type OwnMessage =
  | BrowserMessage
  | { type: 'looked'; asked: BrowserLook; reply: Traced<Fetched>; carries: number | undefined }
  | { type: 'weigh'; browser: Browser };

/** How often memory is measured. Reading it for all processes takes about 50 ms of CPU time. */
const WEIGH_MS = 60_000;
/** Limit of refused hosts to log, because a page may name any number of them. */
const REFUSED_HOSTS_MAX = 100;
/** Errors after which the tab is kept: the host answered or is unreachable. After any other, a new tab is opened. */
const TAB_IS_WELL: ReadonlySet<string> = new Set<string>([
  'PMC_SOURCE_STATUS',
  'PMC_SOURCE_REFUSES',
  'PMC_SOURCE_UNREACHABLE',
]);

export const accepts = protocol<BrowserMessage>({
  look: { request: 'object', requester: 'ref', replyTo: 'ref' },
  retire: {},
});

export function start(context: ActorContext<OwnMessage>, args: BrowserArgs): Behavior<OwnMessage> {
  return new BrowserActor(context, args);
}

class BrowserActor implements Behavior<OwnMessage> {
  readonly #context: ActorContext<OwnMessage>;
  readonly #args: BrowserArgs;
  #browser: Promise<Browser> | undefined;
  /** Retired browsers with looks still running. */
  readonly #retired = new Set<Browser>();
  /** Refused hosts that were logged already. */
  readonly #refusedHosts = new Set<string>();

  constructor(context: ActorContext<OwnMessage>, args: BrowserArgs) {
    this.#context = context;
    this.#args = args;
  }

  async receive(message: OwnMessage): Promise<void> {
    switch (message.type) {
      case 'look':
        return this.#look(message);
      case 'looked':
        return this.#answer(message.asked, message.reply, message.carries);
      case 'retire':
        return this.#retireOnRequest();
      case 'weigh':
        return this.#weigh(message.browser);
      default:
        return message satisfies never;
    }
  }

  async stop(): Promise<void> {
    // The looks that waited for one that could not be launched have the error.
    const current = await this.#browser?.catch(() => undefined);
    await Promise.all(
      [...this.#retired, current].map(async (browser) => {
        this.#closed(await browser?.close());
      }),
    );
  }

  #look(asked: BrowserLook): void {
    let tab: SourceTab | undefined;
    let status: number | undefined;
    const since = momentOf(this.#context.clock);
    const looking = fetchAnswer((onRequest) =>
      this.#use(asked, (used) => {
        tab = used;
        return used.look(asked.request, onRequest, asked.way, asked.kept);
      }).catch((error: unknown) => {
        if (error instanceof SourceStatus) ({ status } = error);
        throw this.#coded(error);
      }),
    );
    this.#context.pipeToSelf(
      looking,
      (reply) => ({ type: 'looked', asked, reply: this.#traced(asked, reply, since, status), carries: tab?.carries }),
      (error) => {
        throw error;
      },
    );
  }

  /** Adds the span of the look, if it has a trace. */
  #traced({ request, trace }: BrowserLook, reply: Fetched, since: Moment, status: number | undefined): Traced<Fetched> {
    if (trace === undefined) return reply;
    const { id, sources } = this.#args;
    const catalogUrl = sources[request.institution]?.catalogUrl;
    const hasAnswered = reply.outcome === 'answered';
    const attributes = {
      'pickmyclass.browser': id,
      'pickmyclass.requests': reply.requests,
      // `api`: a call from the tab. `dom`: the page was read.
      'pickmyclass.way': hasAnswered ? reply.answer.way : undefined,
      'server.address': catalogUrl === undefined ? undefined : new URL(catalogUrl).hostname,
      'http.request.method': 'GET',
      'http.response.status_code': hasAnswered && reply.answer.way === 'api' ? 200 : status,
    };
    const begun = { name: 'ask source', kind: 'client', since, attributes } as const;
    return { ...reply, spans: [finish(begun, trace, this.#context.clock, hasAnswered ? null : reply.code)] };
  }

  async #use({ request }: BrowserLook, look: (tab: SourceTab) => Promise<RawAnswer>): Promise<RawAnswer> {
    const browser = await this.#open();
    const answer = browser.use(request.institution, look);
    if (browser.uses >= this.#args.retireAfterLooks) this.#retire(browser, `it has looked ${browser.uses} times`);
    return answer;
  }

  #answer({ request, requester, replyTo }: BrowserLook, reply: Fetched, carries: number | undefined): void {
    const { log } = this.#context;
    if (reply.outcome === 'answered')
      log.debug({ request: request.id, way: reply.answer.way, requests: reply.requests }, 'looked');
    else if (reply.code === 'PMC_SOURCE_UNAUTHORIZED')
      log.error({ request: request.id, code: reply.code }, reply.message);
    else log.warn({ request: request.id, code: reply.code }, reply.message);
    const done: Done = { outcome: reply.outcome, ...(carries !== undefined && { carries }) };
    this.#context.tell(replyTo, done);
    this.#context.tell(requester, reply.outcome === 'refused' ? reply : { ...reply, by: this.#context.self.address });
  }

  async #retireOnRequest(): Promise<void> {
    // One that could not be launched is no longer there.
    const browser = await this.#browser?.catch(() => undefined);
    if (browser !== undefined) this.#retire(browser, 'an operator asked for it');
  }

  async #weigh(browser: Browser): Promise<void> {
    const megabytes = (await processTreeMb(browser.pid)) ?? 0;
    if (megabytes > this.#args.retireAboveMb) this.#retire(browser, `it uses ${Math.round(megabytes)} MB`);
    else this.#context.schedule('weigh', WEIGH_MS, { type: 'weigh', browser });
  }

  #open(): Promise<Browser> {
    this.#browser ??= this.#launch().catch((error: unknown) => {
      this.#browser = undefined;
      throw error;
    });
    return this.#browser;
  }

  async #launch(): Promise<Browser> {
    const { id, chromePath, tabs, sources } = this.#args;
    const { path, tried } = findBrowser(chromePath, process.env);
    if (path === undefined) throw browsersError('PMC_BROWSER_NOT_FOUND', { tried });
    const browser: Browser = await KeptBrowser.launch<SourceTab>({
      executablePath: path,
      tabs,
      carries: (tab) => tab.carries,
      openTab: async (institution, page, freshPage) => {
        const [driver, source] = [driverById(institution), sources[institution]];
        if (driver === undefined || source === undefined)
          throw institutionsError('PMC_INSTITUTION_UNKNOWN', { institution, known: Object.keys(sources).join(', ') });
        return driver.openTab(page, source, freshPage);
      },
      gate: {
        permissionFor: (destination) => permissionOf(sources, destination),
        onRefused: ({ hostname, port }) => {
          this.#refused(`${hostname}:${port}`);
        },
      },
      spoilsTab: (error) => !(error instanceof CodedError && TAB_IS_WELL.has(error.code)),
      onLost: () =>
        this.#context.fail(browsersError('PMC_BROWSER_FAILED', { browser: id, reason: 'Chromium ended by itself' })),
    });
    this.#context.log.info({ path, pid: browser.pid }, 'Chromium launched');
    this.#context.schedule('weigh', WEIGH_MS, { type: 'weigh', browser });
    return browser;
  }

  /** Retires the browser: the next look launches another one. */
  #retire(browser: Browser, reason: string): void {
    if (this.#retired.has(browser)) return;
    this.#context.log.info({ pid: browser.pid, reason }, 'Chromium retired');
    this.#browser = undefined;
    this.#context.cancel('weigh');
    this.#retired.add(browser);
    void browser.retire().then((left) => {
      this.#retired.delete(browser);
      this.#closed(left);
    });
  }

  #refused(host: string): void {
    if (this.#refusedHosts.has(host) || this.#refusedHosts.size >= REFUSED_HOSTS_MAX) return;
    this.#refusedHosts.add(host);
    const { code, message } = browsersError('PMC_SOURCE_HOST_REFUSED', { host });
    this.#context.log.warn({ code }, message);
  }

  #closed(left: Error | undefined): void {
    if (left !== undefined) this.#context.log.warn({ reason: left.message }, 'Chromium left something behind');
  }

  #coded(error: unknown): CodedError {
    return error instanceof CodedError
      ? error
      : browsersError('PMC_BROWSER_FAILED', { browser: this.#args.id, reason: reasonOf(error) }, error);
  }
}
