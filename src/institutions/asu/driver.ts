/** Looks at ASU's class search through one open tab: by the page's own search call, or else by reading the page. */
import type { Page } from 'puppeteer';
import { requestsCarried } from '../../browsers/connections.ts';
import { IsolatedWorld } from '../../browsers/isolated-world.ts';
import { endPuppeteersReports, NetworkReports } from '../../browsers/network-reports.ts';
import { callWithin, CodedError, systemClock } from '../../runtime/index.ts';
import { SourceRefusal } from '../institution.ts';
import type {
  LookRequest,
  OnRequest,
  PageMark,
  RawAnswer,
  SourceConfig,
  SourceDriver,
  SourceTab,
} from '../institution.ts';
import { gapOf } from './api-answer.ts';
import { lookByApi } from './api-look.ts';
import type { ApiTools, LookedPage } from './api-look.ts';
import { lookByDom } from './dom-look.ts';
import { Endpoint } from './endpoint.ts';
import { permissionFor } from './hosts.ts';
import { isSearchCall } from './navigation.ts';
import { FETCH_SOURCE } from './page-fetch.ts';
import type { FetchCall, FetchResult } from './page-fetch.ts';
import { HiddenRefusals } from './refusals.ts';

export const asuDriver: SourceDriver = {
  openTab: async (page, config, freshPage) => new AsuTab(page, config, freshPage),
  permissionFor,
};

type PageTools = Pick<ApiTools, 'world' | 'reports' | 'refusals'>;

/** The arguments of `look`. */
interface Asked {
  request: LookRequest;
  onRequest: OnRequest;
  way: RawAnswer['way'] | undefined;
  kept: readonly PageMark[];
}

class AsuTab implements SourceTab {
  readonly #page: Page;
  readonly #config: SourceConfig;
  readonly #freshPage: () => Promise<Page>;
  readonly #endpoint: Endpoint;
  carries: number | undefined;
  #tools: Promise<PageTools> | undefined;
  #learnt: Promise<void> | undefined;
  /** Looks by DOM take turns, because each needs a page of its own. */
  #domTurn: Promise<unknown> = Promise.resolve();

  constructor(page: Page, config: SourceConfig, freshPage: () => Promise<Page>) {
    this.#page = page;
    this.#config = config;
    this.#freshPage = freshPage;
    this.#endpoint = new Endpoint({ page, config, freshPage });
  }

  async look(
    request: LookRequest,
    onRequest: OnRequest,
    way?: RawAnswer['way'],
    kept: readonly PageMark[] = [],
  ): Promise<RawAnswer> {
    const { catalogUrl, timeoutMs } = this.#config;
    const looking = this.#look({ request, onRequest, way, kept });
    return callWithin(systemClock, timeoutMs, new URL(catalogUrl).host, looking);
  }

  async close(): Promise<void> {
    await this.#page.close();
  }

  async #look(asked: Asked): Promise<RawAnswer> {
    const { request, onRequest, way } = asked;
    if (way === 'dom') return this.#lookByDom(request, onRequest);
    try {
      const { pages, whole } = await this.#lookByApi(asked);
      if (whole || way === 'api')
        return { way: 'api', pages: pages.map(({ body }) => body), marks: pages.map(({ mark }) => mark) };
    } catch (error) {
      // After a refusal or a failure of the host, its page would not work either.
      if (way === 'api' || !(error instanceof CodedError) || error.code !== 'PMC_SOURCE_UNRECOGNISED') throw error;
    }
    return this.#lookByDom(request, onRequest);
  }

  /** `whole`: the answer has every row that it counts. */
  async #lookByApi({ request, onRequest, kept }: Asked): Promise<{ pages: LookedPage[]; whole: boolean }> {
    this.#tools ??= this.#openTools();
    const tools = await this.#tools;
    const access = await this.#endpoint.access(request, onRequest);
    try {
      const pages = await lookByApi({ ...tools, timeoutMs: this.#config.timeoutMs, onRequest }, access, request, kept);
      const counts = pages.map((page) => page.counts);
      const whole = gapOf(request, counts) === undefined;
      await (this.#learnt ??= this.#endReports(tools.reports));
      if (whole) this.#endpoint.worked();
      else await this.#endpoint.failed(request, onRequest);
      return { pages, whole };
    } catch (error) {
      // Do not also load the page of a site that refuses requests.
      if (!(error instanceof SourceRefusal)) await this.#endpoint.failed(request, onRequest);
      throw error;
    }
  }

  async #openTools(): Promise<PageTools> {
    const reports = await NetworkReports.of(this.#page);
    await reports.begin();
    reports.session.on('Network.responseReceived', ({ response }) => {
      if (isSearchCall(response.url)) this.carries = requestsCarried(response.protocol ?? '');
    });
    return {
      world: await IsolatedWorld.of<FetchCall, FetchResult>(this.#page, FETCH_SOURCE),
      reports,
      refusals: new HiddenRefusals(reports),
    };
  }

  /** An answer has come, so the address of the API and its protocol are known. */
  async #endReports(reports: NetworkReports): Promise<void> {
    await endPuppeteersReports(this.#page);
    await reports.end();
  }

  async #lookByDom(request: LookRequest, onRequest: OnRequest): Promise<RawAnswer> {
    const { catalogUrl, timeoutMs } = this.#config;
    const turn = this.#domTurn.then(async () => {
      const page = await this.#freshPage();
      try {
        return await lookByDom(page, catalogUrl, request, timeoutMs, onRequest);
      } finally {
        await page.browserContext().close();
      }
    });
    this.#domTurn = turn.catch(() => {}); // the caller gets the error
    return { way: 'dom', page: await turn };
  }
}
