/** The URLs of ASU's class search: the page that students use, and the JSON API that the page calls. */
import { institutionsError } from '../errors.ts';
import type { LookRequest } from '../institution.ts';

/** The page sends these with every search: all classes, open or not (`searchType=open` has no effect anyway). */
const EVERY_CLASS = { campusOrOnlineSelection: 'A', honors: 'F', promod: 'F', searchType: 'all' };
/** The search API's path below its base. It identifies the page's own calls. */
export const SEARCH_PATH = '/search/classes';
/** The base if only a host is given. */
const API_PATH = '/catalog-microservices/api/v1';

/** The URL of the page for `request`. */
export function pageUrl(catalogUrl: string, request: LookRequest): string {
  return withParameters(catalogUrl, { ...EVERY_CLASS, ...questionOf(request) });
}

/** The URL of the API call for `request`. `scrollId` requests the page after the one that returned it. */
export function searchUrl(endpoint: string, request: LookRequest, scrollId: string | undefined): string {
  return withParameters(endpoint, {
    refine: 'Y',
    ...EVERY_CLASS,
    ...questionOf(request),
    ...(scrollId !== undefined && { scrollId }),
  });
}

/** The search call of an API with a configured base: `https://host`, `https://host/…/api/v1` or a longer URL. */
export function endpointOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(SEARCH_PATH)) url.pathname = path;
  else url.pathname = path.endsWith('/search') ? `${path}/classes` : `${path === '' ? API_PATH : path}${SEARCH_PATH}`;
  url.search = '';
  return url.href;
}

/** ASU treats a class number as a keyword, so classes whose text contains it come along. */
function questionOf(request: LookRequest): Record<string, string> {
  const { term } = request;
  switch (request.by) {
    case 'course':
      return { term, subject: request.subject, catalogNbr: request.catalogNumber };
    case 'class':
      return { term, keywords: request.classNumber };
    case 'subject':
      return { term, subject: request.subject };
    case 'keywords':
      return { term, keywords: request.keywords };
    default:
      throw institutionsError('PMC_SOURCE_UNRECOGNISED', {
        request: (request satisfies never as LookRequest).id,
        reason: 'ASU has no such kind of request',
      });
  }
}

function withParameters(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
