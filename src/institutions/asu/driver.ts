/** Sees ASU's class search through one kept tab of a browser: by the page's own search call, else by reading the page. */
import type { HTTPRequest, Page } from 'puppeteer';
import { systemClock } from '../../actors/runtime/clock.ts';
import { within } from '../../actors/runtime/within.ts';
import { PmcError, pmcError } from '../../errors.ts';
import type { LookRequest, RawAnswer, SourceConfig, SourceDriver, SourceTab } from '../institution.ts';
import { gapOf, openPage } from './api-answer.ts';
import { lookByApi } from './api-look.ts';
import type { ApiAccess } from './api-look.ts';
import { lookByDom } from './dom-look.ts';
import { isOwnRequest, isSearchCall, navigate, unlessIdle } from './navigation.ts';
import { endpointOf, pageUrl } from './search-url.ts';

/** What a visitor's page sends; without the header the API answers 401. */
const VISITOR_HEADERS = { authorization: 'Bearer null' };
/** Of the page's request headers those that a call must repeat; the browser adds the others by itself. */
const REPEATED_HEADER = /^(authorization|accept|x-.*)$/;

export const asuDriver: SourceDriver = {
  openTab: async (page, config) => new AsuTab(page, config),
};

class AsuTab implements SourceTab {
  readonly #page: Page;
  readonly #config: SourceConfig;
  #access: Promise<ApiAccess> | undefined;
  /** Looks by DOM take turns: each is a page of its own. */
  #domTurn: Promise<unknown> = Promise.resolve();

  constructor(page: Page, config: SourceConfig) {
    this.#page = page;
    this.#config = config;
  }

  async look(request: LookRequest, onRequest: () => void, way?: RawAnswer['way']): Promise<RawAnswer> {
    const { catalogUrl, timeoutMs } = this.#config;
    const late = (): Error => pmcError('PMC_CALL_TIMEOUT', { name: new URL(catalogUrl).host, timeoutMs });
    return within(systemClock, timeoutMs, this.#look(request, onRequest, way), late);
  }

  async close(): Promise<void> {
    await this.#page.close();
  }

  async #look(request: LookRequest, onRequest: () => void, way?: RawAnswer['way']): Promise<RawAnswer> {
    if (way === 'dom') return this.#lookByDom(request, onRequest);
    if (way === 'api') return this.#lookByApi(request, onRequest);
    try {
      const answer = await this.#lookByApi(request, onRequest);
      if (gapOf(request, answer.pages.map(openPage)) === undefined) return answer;
    } catch (error) {
      // after a refusal, or when the host fails, its page would be no better
      if (!(error instanceof PmcError) || error.code !== 'PMC_SOURCE_UNRECOGNISED') throw error;
      this.#access = undefined;
    }
    return this.#lookByDom(request, onRequest);
  }

  async #lookByApi(request: LookRequest, onRequest: () => void): Promise<RawAnswer & { way: 'api' }> {
    this.#access ??= this.#learnAccess(request, onRequest).catch((error: unknown) => {
      this.#access = undefined;
      throw error;
    });
    return { way: 'api', pages: await lookByApi(this.#page, await this.#access, request, this.#config.timeoutMs, onRequest) };
  }

  async #lookByDom(request: LookRequest, onRequest: () => void): Promise<RawAnswer> {
    const { catalogUrl, timeoutMs } = this.#config;
    const turn = this.#domTurn.then(async () => {
      const page = await this.#page.browserContext().newPage();
      try {
        return await lookByDom(page, catalogUrl, request, timeoutMs, onRequest);
      } finally {
        await page.close();
      }
    });
    this.#domTurn = turn.catch(() => {});
    return { way: 'dom', page: await turn };
  }

  /** Opens the page for `request` and learns how it calls its API. Rejects with PMC_SOURCE_UNRECOGNISED when it makes no search call. */
  async #learnAccess(request: LookRequest, onRequest: () => void): Promise<ApiAccess> {
    const { catalogUrl, apiUrl, timeoutMs } = this.#config;
    const page = this.#page;
    const count = (each: HTTPRequest): void => { if (isOwnRequest(each, catalogUrl)) onRequest(); };
    const isSearch = (each: HTTPRequest): boolean => each.method() === 'GET' && isSearchCall(each.url());
    page.on('request', count);
    try {
      const [search] = await Promise.all([
        unlessIdle(page, timeoutMs, (options) => page.waitForRequest(isSearch, options)),
        navigate(page, pageUrl(catalogUrl, request), timeoutMs),
      ]);
      // a configured base may be no more than the host: the page's own call below it knows the path
      const isLearnt = search !== undefined && search.url().startsWith(`${apiUrl ?? ''}`);
      const endpoint = isLearnt ? search.url() : apiUrl;
      if (endpoint === null) throw pmcError('PMC_SOURCE_UNRECOGNISED', { request: request.id, reason: 'the page made no search call to learn from' });
      const sent = Object.entries(search?.headers() ?? VISITOR_HEADERS).filter(([name]) => REPEATED_HEADER.test(name));
      return { endpoint: endpointOf(endpoint), headers: Object.fromEntries(sent) };
    } finally {
      page.off('request', count);
    }
  }
}
