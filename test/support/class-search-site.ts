/**
 * A small university site for driver tests: a single-page app with ASU's DOM, and the JSON search API that it calls.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SiteRow {
  CLAS: Record<string, unknown>;
  [key: string]: unknown;
}

export interface SiteOptions {
  rows: SiteRow[];
  /**
   * The markup of Fall 2026: labels for screen readers, cells for narrow windows, the class number in an id, and
   * details below the row that load in two steps.
   */
  labelled?: boolean;
  /** Answers a request to the API instead of the site; false: leaves it to the site. */
  onApi?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
  /** The same for a request for the page. */
  onPage?: (response: ServerResponse) => boolean;
  /** Answers the labelled page's request for the groups of a class. It may never answer. */
  onGroups?: (response: ServerResponse, classNumber: string) => void;
  /** The same for any other request. */
  onOther?: (response: ServerResponse, url: URL) => boolean;
  /** Returns the page's script, given the ordinary one. */
  script?: (script: string) => string;
}

export interface Site {
  catalogUrl: string;
  requests: string[];
  close: () => Promise<void>;
}

const API = '/catalog-microservices/api/v1/search/classes';
const NEWER_API = API.replace('/v1/', '/v2/');
/** The API also answers here, for a page whose script uses another address. */
export const MOVED_API = '/api/v2/find';
/** The labelled page requests this before it shows a table of reserved seats. */
const GROUPS_API = '/catalog-microservices/api/v1/search/reservedseatsadditionalinfo';
const ROWS_PER_PAGE = 200;
const STYLE =
  '.sr-only{position:absolute;width:1px;height:1px;overflow:hidden}.d-none{display:none}' +
  '@media(min-width:992px){.d-lg-none{display:none}.d-lg-inline{display:inline}}';

/** Rows of one course, numbered from `first`. They hold just enough to be read. */
export function siteRows(count: number, first = 10_001): SiteRow[] {
  return Array.from({ length: count }, (_, i) => ({
    CLAS: {
      STRM: '2267',
      CLASSNBR: String(first + i),
      SUBJECT: 'CSE',
      CATALOGNBR: '310',
      TITLE: 'Data Structures',
      CLASSSTAT: 'A',
      CLASSMTGNBR: '1',
      INSTRUCTORSLIST: ['Ada Alder'],
      STARTTIMES: ['4:30 PM'],
      ENDTIMES: ['5:45 PM'],
      WAITTOT: '0',
      WAITCAP: '0',
    },
    DAYLIST: ['M W'],
    LOCATIONBUILDING: [{ NAME: 'Tempe - PSH153' }],
    seatInfo: { ENRL_CAP: 60, ENRL_TOT: 22 },
  }));
}

/** Listens on any free port of 127.0.0.1. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    requests.push(url.pathname + url.search);
    if (url.pathname === API || url.pathname === NEWER_API || url.pathname === MOVED_API) {
      if (options.onApi?.(request, response, url) !== true) answerApi(options.rows, request, response, url);
    } else if (url.pathname === '/catalog/classes/classlist') {
      if (options.onPage?.(response) === true) return;
      const ordinary = `const labelled = ${options.labelled === true};${PAGE_SCRIPT}`;
      const script = options.script?.(ordinary) ?? ordinary;
      response.setHeader('content-type', 'text/html').end(
        `<!doctype html><title>Class Search</title><link rel="icon" href="data:,"><style>${STYLE}</style>
<div id="root"></div><script type="module">${script}</script>`,
      );
    } else if (url.pathname === GROUPS_API) {
      if (options.onGroups === undefined) response.setHeader('content-type', 'application/json').end('[]');
      else options.onGroups(response, url.searchParams.get('classNbr') ?? '');
    } else if (options.onOther?.(response, url) !== true) {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { catalogUrl: `http://127.0.0.1:${port}/catalog/classes/classlist`, requests, close };
}

function answerApi(rows: SiteRow[], request: IncomingMessage, response: ServerResponse, url: URL): void {
  if (request.headers.authorization !== 'Bearer null') {
    response.writeHead(401).end('Unauthorized');
    return;
  }
  const is = (name: string, value: unknown): boolean =>
    !url.searchParams.has(name) || url.searchParams.get(name) === value;
  const keywords = url.searchParams.get('keywords') ?? '';
  const found = rows.filter(
    ({ CLAS }) =>
      is('term', CLAS['STRM']) &&
      is('subject', CLAS['SUBJECT']) &&
      is('catalogNbr', CLAS['CATALOGNBR']) &&
      `${String(CLAS['CLASSNBR'])} ${String(CLAS['TITLE'])}`.includes(keywords),
  );
  const from = Number(url.searchParams.get('scrollId') ?? 0);
  const page = {
    classes: found.slice(from, from + ROWS_PER_PAGE),
    scrollId: String(from + ROWS_PER_PAGE),
    total: { value: found.length, relation: 'eq' },
  };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
}

const PAGE_SCRIPT = `
const root = document.getElementById('root');
const parameters = new URLSearchParams(location.search);
parameters.set('refine', 'Y');
const shown = [];
const cell = (name, text) => '<div class="class-results-cell ' + name + '">' + text + '</div>';
const reservedTable = (groups, available) => {
  const left = groups.map((group) => group.ENRL_CAP - group.ENRL_TOT);
  const lines = groups.map((group, i) => '<tr><td>Group</td><td>' + left[i] + '</td><td>' + group.ENRL_TOT
    + '</td><td>' + group.ENRL_CAP + '</td><td>8/20</td></tr>');
  const free = available - left.reduce((sum, each) => sum + Math.max(0, each), 0);
  return '<table><tr><th>Reserved Groups</th><th>Reserved Available Seats</th><th>Students Enrolled</th>'
    + '<th>Total Seats Reserved</th>'
    + '<th>Reserved Until</th></tr>'
    + lines.join('') + '<tr><td colspan="5">Non Reserved Available Seats: ' + free + '</td></tr></table>';
};
const label = (name) => '<span class="sr-only">' + name + ': </span>';
const labelledRow = ({ CLAS, DAYLIST, LOCATIONBUILDING, seatInfo }, available) => {
  const course = CLAS.SUBJECT + ' ' + CLAS.CATALOGNBR;
  const perMeeting = (name, values) => values.map((value) => '<p>' + (value ? label(name) + value : '&nbsp;')
    + '</p>').join('');
  const names = CLAS.INSTRUCTORSLIST?.map((name) => '<a href="#p">' + name + '</a>')
    .join('') ?? 'Select instructor during enrollment';
  return cell('course d-none d-lg-inline', '<span>' + label('Course') + course + '</span>')
    + cell('course d-lg-none', '<span>' + course + ' ' + CLAS.TITLE + '</span>')
    + cell('title d-none d-lg-inline', label('Course title') + CLAS.TITLE)
    + '<div class="class-results-cell number" id="detailsOpen=' + CLAS.CLASSNBR + '-100200"><div>'
    + label('Class number') + CLAS.CLASSNBR + '</div><a href="#s">Syllabus</a></div>'
    + cell('instructor', label('Instructor') + names) + cell('days', perMeeting('Days', DAYLIST))
    + cell('start', perMeeting('Start time', CLAS.STARTTIMES))
    + cell('end', perMeeting('End time', CLAS.ENDTIMES))
    + cell('location', perMeeting('Location', LOCATIONBUILDING.map((place) => place.NAME)))
    + cell('seats', '<div>' + label('Open seats') + Math.max(0, available) + ' of ' + seatInfo.ENRL_CAP
    + '<span class="d-lg-none">&nbsp;open seats</span></div>');
};
function render(rows) {
  const list = document.querySelector('.class-results-rows');
  for (const row of rows) {
    const { CLAS, seatInfo } = row;
    const available = seatInfo.ENRL_CAP - seatInfo.ENRL_TOT;
    const accordion = document.createElement('div');
    accordion.className = 'class-accordion';
    accordion.innerHTML = labelled ? labelledRow(row, available)
      : cell('course pointer', CLAS.SUBJECT + ' ' + CLAS.CATALOGNBR) + cell('title', CLAS.TITLE)
      + cell('number', CLAS.CLASSNBR)
      + cell('instructor', (CLAS.INSTRUCTORSLIST ?? ['Staff']).map((name) => '<a>' + name + '</a>').join('<br>'))
      + cell('days', row.DAYLIST.join('<br>'))
      + cell('start', CLAS.STARTTIMES.join('<br>')) + cell('end', CLAS.ENDTIMES.join('<br>'))
      + cell('location', row.LOCATIONBUILDING.map((place) => place.NAME).join('<br>'))
      + cell('seats', Math.max(0, available) + '\\u00a0of ' + seatInfo.ENRL_CAP + ' open seats');
    const open = accordion.querySelector('.course');
    open.onclick = async () => {
      if (accordion.details) { accordion.details.remove(); accordion.details = null; return; }
      const opened = document.createElement('div');
      opened.className = 'details';
      opened.innerHTML = 'Course description';
      accordion.details = opened;
      if (labelled) accordion.after(opened);
      else accordion.append(opened);
      if (labelled) await fetch('${GROUPS_API}?classNbr=' + CLAS.CLASSNBR).then((answer) => answer.json());
      if (row.reservedSeatsInfo)
        opened.insertAdjacentHTML('beforeend', reservedTable(row.reservedSeatsInfo, available));
    };
    list.append(accordion);
  }
}
let busy = false;
async function load(scrollId) {
  if (busy) return;
  busy = true;
  const spinner = document.createElement('div');
  spinner.className = 'spinner-button';
  root.append(spinner);
  try {
    if (scrollId) parameters.set('scrollId', scrollId);
    const response = await fetch('${API}?' + parameters, { headers: { authorization: 'Bearer null' } });
    const page = await response.json();
    if (page.total.value === 0) root.innerHTML = '<h2>No classes found</h2>';
    else if (!document.querySelector('#class-results'))
      root.insertAdjacentHTML('afterbegin', '<div id="class-results"><div class="class-results-rows"></div></div>');
    render(page.classes);
    shown.push(...page.classes);
    if (shown.length < page.total.value) addEventListener('scroll', () => load(page.scrollId), { once: true });
  } finally {
    spinner.remove();
    busy = false;
  }
}
load();
`;
