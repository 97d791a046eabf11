/**
 * Where the page calls its search API and with what, learnt from its own traffic; learnt anew when that no longer
 * works.
 */
import type { HTTPRequest, Page } from 'puppeteer';
import { destinationOf } from '../../browsers/gate.ts';
import { institutionsError } from '../errors.ts';
import type { LookRequest, SourceConfig } from '../institution.ts';
import type { ApiAccess } from './api-look.ts';
import { permissionFor } from './hosts.ts';
import { isOwnRequest, isSearchCall, navigate, unlessIdle } from './navigation.ts';
import { endpointOf, pageUrl } from './search-url.ts';

/** What a visitor's page sends; without the header the API answers 401. */
const VISITOR_HEADERS = { authorization: 'Bearer null' };
/** Of the page's request headers those that a call must repeat; the browser adds the others by itself. */
const REPEATED_HEADER = /^(authorization|accept|x-.*)$/;
/** One failure may be the host's bad moment. So many in a row, and the API may have moved. */
const FAILURES_UNTIL_LEARNT_ANEW = 3;

export interface EndpointOptions {
  config: SourceConfig;
  /** The tab's own page, which must have been opened once for calls to be made from inside it. */
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
   * Opens the page for `request` if nothing has been learnt yet. Rejects with PMC_SOURCE_UNRECOGNISED when it makes no
   * search call.
   */
  async access(request: LookRequest, onRequest: () => void): Promise<ApiAccess> {
    if (this.#access === undefined) {
      const learnt = learn(this.#options.page, this.#options.config, request, onRequest);
      this.#access = learnt;
      learnt.catch(() => {
        this.#access = undefined;
      }); // told to whoever waits below
    }
    return this.#access;
  }

  worked(): void {
    this.#failures = 0;
  }

  /**
   * After so many failures in a row it is learnt in a page of its own: whatever else is under way in the tab goes on.
   */
  async failed(request: LookRequest, onRequest: () => void): Promise<void> {
    this.#failures += 1;
    if (this.#access === undefined || this.#learning || this.#failures < FAILURES_UNTIL_LEARNT_ANEW) return;
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
  onRequest: () => void,
): Promise<ApiAccess> {
  const count = (each: HTTPRequest): void => {
    if (isOwnRequest(each, catalogUrl)) onRequest();
  };
  const isSearch = (each: HTTPRequest): boolean => each.method() === 'GET' && isSearchCall(each.url());
  page.on('request', count);
  try {
    const [search] = await Promise.all([
      unlessIdle(page, timeoutMs, (options) => page.waitForRequest(isSearch, options)),
      navigate(page, pageUrl(catalogUrl, request), timeoutMs),
    ]);
    // a configured base may be no more than the host: the page's own call below it knows the path
    const isLearnt = search !== undefined && search.url().startsWith(apiUrl ?? '');
    const endpoint = isLearnt ? search.url() : apiUrl;
    if (endpoint === null) throw unlearnt(request, 'the page made no search call to learn from');
    if (permissionFor({ catalogUrl, apiUrl }, destinationOf(endpoint, 'GET')) === 'refused') {
      throw unlearnt(
        request,
        `the page calls a search API at ${new URL(endpoint).host}, which is no host of the source`,
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
