/**
 * The class search of another university in its simplest form: the page on one origin, the API on a second one, with
 * CORS between them.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { currentTerms } from '../../src/institutions/asu/terms.ts';

export interface PlainClass {
  number: string;
  subject: string;
  catalog: string;
  capacity: number;
  enrolled: number;
  waiting?: { capacity: number; count: number };
  reserved?: { ENRL_CAP: number; ENRL_TOT: number }[];
}

export interface PlainCampus {
  catalogUrl: string;
  /** Has no path: the API answers at the root of its host. */
  apiUrl: string;
  classes: PlainClass[];
  /** While true, the API answers 500. */
  failing: boolean;
  /** The requests to the API so far. */
  questions: URLSearchParams[];
}

/** A term that is not over, whenever the tests run. */
export const TERM = currentTerms(Date.now())[0]!.term;
const SEARCH = '/search/classes';
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization' };

/** Closed at the end of the test. */
export async function startPlainCampus(t: Test, classes: PlainClass[]): Promise<PlainCampus> {
  const campus: PlainCampus = { catalogUrl: '', apiUrl: '', classes, failing: false, questions: [] };
  campus.apiUrl = await listen(t, (request, response) => {
    if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    campus.questions.push(searchParams);
    const status =
      pathname !== SEARCH ? 404 : campus.failing ? 500 : request.headers.authorization === undefined ? 401 : 200;
    return response
      .writeHead(status, { ...CORS, 'content-type': 'application/json' })
      .end(status === 200 ? answerTo(searchParams, campus.classes) : '');
  });
  const pageUrl = await listen(t, (_request, response) =>
    response.setHeader('content-type', 'text/html').end(pageThatCalls(campus.apiUrl)),
  );
  campus.catalogUrl = `${pageUrl}/catalog/classes/classlist`;
  return campus;
}

async function listen(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(question: URLSearchParams, classes: PlainClass[]): string {
  const asks = (name: string, value: string): boolean => (question.get(name) ?? value) === value;
  const found = classes.filter(
    ({ number, subject, catalog }) =>
      asks('subject', subject) && asks('catalogNbr', catalog) && asks('keywords', number) && asks('classNbr', number),
  );
  const rows = found.map(
    ({ number, subject, catalog, capacity, enrolled, waiting = { capacity: 0, count: 0 }, reserved }) => ({
      CLAS: {
        STRM: question.get('term'),
        CLASSNBR: number,
        SUBJECT: subject,
        CATALOGNBR: catalog,
        TITLE: `${subject} ${catalog}`,
        INSTRUCTORSLIST: null,
        CLASSSTAT: 'A',
        STARTTIMES: null,
        ENDTIMES: null,
        DAYLIST: null,
        WAITCAP: String(waiting.capacity),
        WAITTOT: String(waiting.count),
      },
      seatInfo: { ENRL_CAP: capacity, ENRL_TOT: enrolled },
      ...(reserved !== undefined && { reservedSeatsInfo: reserved }),
    }),
  );
  return JSON.stringify({ classes: rows, total: { value: rows.length } });
}

function pageThatCalls(apiUrl: string): string {
  return `<!doctype html><title>Class Search</title><link rel="icon" href="data:,">
<div id="root"><div class="spinner-button"></div></div><script>
const cell = (name, text) => '<div class="class-results-cell ' + name + '">' + text + '</div>';
fetch('${apiUrl}${SEARCH}?refine=Y&' + location.search.slice(1), { headers: { Authorization: 'Bearer null' } })
  .then((answer) => answer.json()).then(({ classes }) => {
  document.querySelector('#root').innerHTML = classes.length === 0 ? '<h2>No classes found</h2>'
    : '<div id="class-results"><div class="class-results-rows">'
    + classes.map(({ CLAS, seatInfo }) => '<div class="class-accordion">'
    + cell('course pointer', CLAS.SUBJECT + ' ' + CLAS.CATALOGNBR) + cell('title', CLAS.TITLE)
      + cell('number', CLAS.CLASSNBR)
      + cell('seats', seatInfo.ENRL_CAP - seatInfo.ENRL_TOT + ' of ' + seatInfo.ENRL_CAP + ' open seats')
      + '</div>').join('') + '</div></div>';
});
</script>`;
}
