/** The addresses of ASU's class search: the page students use, and the JSON API that the page calls. */
import { institutionsError } from '../errors.ts';
import type { LookRequest } from '../institution.ts';

/** What the page sends with every search: all classes, open or not (`searchType=open` has no effect anyway). */
const EVERY_CLASS = { campusOrOnlineSelection: 'A', honors: 'F', promod: 'F', searchType: 'all' };
/** The search API's path below its base. The page's own calls are recognised by it. */
export const SEARCH_PATH = '/search/classes';
/** The base where only a host is given. */
const API_PATH = '/catalog-microservices/api/v1';

/** The page that shows what `request` asks for. */
export function pageUrl(catalogUrl: string, request: LookRequest): string {
  return withParameters(catalogUrl, { ...EVERY_CLASS, ...questionOf(request) });
}

/** The API call the page makes for `request`; `scrollId` asks for the page after the one that gave it. */
export function searchUrl(endpoint: string, request: LookRequest, scrollId: string | undefined): string {
  return withParameters(endpoint, {
    refine: 'Y',
    ...EVERY_CLASS,
    ...questionOf(request),
    ...(scrollId !== undefined && { scrollId }),
  });
}

/** The search call of an API whose base is configured: `https://host`, `https://host/…/api/v1` and deeper all do. */
export function endpointOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(SEARCH_PATH)) url.pathname = path;
  else url.pathname = path.endsWith('/search') ? `${path}/classes` : `${path === '' ? API_PATH : path}${SEARCH_PATH}`;
  url.search = '';
  return url.href;
}

/** A class number is a keyword to ASU; so neighbours whose text holds the number come along. */
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
        reason: 'it asks for nothing ASU can be asked for',
      });
  }
}

function withParameters(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
