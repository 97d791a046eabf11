/**
 * Learns from the page's own traffic where and with which headers it calls its search API, and learns it again when the
 * calls stop working.
 */
import type { HTTPRequest, Page } from 'puppeteer';
import { destinationOf } from '../../browsers/gate.ts';
import { institutionsError } from '../errors.ts';
import type { LookRequest, OnRequest, SourceConfig } from '../institution.ts';
import type { ApiAccess } from './api-look.ts';
import { permissionFor } from './hosts.ts';
import { isOwnRequest, isSearchCall, navigate, unlessIdle } from './navigation.ts';
import { endpointOf, pageUrl } from './search-url.ts';

/** The page of a visitor sends this header. Without it the API answers 401. */
const VISITOR_HEADERS = { authorization: 'Bearer null' };
/** The page's headers that our calls must repeat. The browser adds the others by itself. */
const REPEATED_HEADER = /^(authorization|accept|x-.*)$/;
/** A single failure may be temporary. After so many in a row, the API may have moved. */
const FAILURES_UNTIL_LEARNT_AGAIN = 3;

export interface EndpointOptions {
  config: SourceConfig;
  /** The tab's own page. It must be opened once before calls can be made from inside it. */
  page: Page;
  freshPage: () => Promise<Page>;
}

export class Endpoint {
  readonly #options: EndpointOptions;
  #access: Promise<ApiAccess> | undefined;
  #failures = 0;
  #learning = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  /**
   * Opens the page for `request` if nothing has been learnt yet. Rejects with PMC_SOURCE_UNRECOGNISED when the page
   * makes no search call.
   */
  async access(request: LookRequest, onRequest: OnRequest): Promise<ApiAccess> {
    if (this.#access === undefined) {
      const learnt = learn(this.#options.page, this.#options.config, request, onRequest);
      this.#access = learnt;
      learnt.catch(() => {
        this.#access = undefined;
      }); // the callers get the error below
    }
    return this.#access;
  }

  worked(): void {
    this.#failures = 0;
  }

  /** After several failures in a row, learns again in a page of its own, so that other work in the tab goes on. */
  async failed(request: LookRequest, onRequest: OnRequest): Promise<void> {
    this.#failures += 1;
    if (this.#access === undefined || this.#learning || this.#failures < FAILURES_UNTIL_LEARNT_AGAIN) return;
    this.#learning = true;
    this.#failures = 0;
    try {
      const page = await this.#options.freshPage();
      try {
        this.#access = Promise.resolve(await learn(page, this.#options.config, request, onRequest));
      } finally {
        await page.browserContext().close();
      }
    } finally {
      this.#learning = false;
    }
  }
}

async function learn(
  page: Page,
  { catalogUrl, apiUrl, timeoutMs }: SourceConfig,
  request: LookRequest,
  onRequest: OnRequest,
): Promise<ApiAccess> {
  const count = (each: HTTPRequest): void => {
    if (isOwnRequest(each, catalogUrl)) onRequest('opening');
  };
  const isSearch = (each: HTTPRequest): boolean => each.method() === 'GET' && isSearchCall(each.url());
  page.on('request', count);
  try {
    const [search] = await Promise.all([
      unlessIdle(page, timeoutMs, (options) => page.waitForRequest(isSearch, options)),
      navigate(page, pageUrl(catalogUrl, request), timeoutMs),
    ]);
    // A configured base may be only the host. The page's own call below it knows the path.
    const isLearnt = search !== undefined && search.url().startsWith(apiUrl ?? '');
    const endpoint = isLearnt ? search.url() : apiUrl;
    if (endpoint === null) throw unlearnt(request, 'the page made no search call to learn from');
    if (permissionFor({ catalogUrl, apiUrl }, destinationOf(endpoint, 'GET')) === 'refused') {
      throw unlearnt(
        request,
        `the page calls a search API at ${new URL(endpoint).host}, which is not a host of the source`,
      );
    }
    const sent = Object.entries(search?.headers() ?? VISITOR_HEADERS).filter(([name]) => REPEATED_HEADER.test(name));
    return { endpoint: endpointOf(endpoint), headers: Object.fromEntries(sent) };
  } finally {
    page.off('request', count);
  }
}

function unlearnt(request: LookRequest, reason: string): Error {
  return institutionsError('PMC_SOURCE_UNRECOGNISED', { request: request.id, reason });
}
