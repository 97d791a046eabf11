/** One class of the list, in the DOM of the real page; its details open below it. */
import { element } from './dom.js';
import { name } from './names.js';

const UNLIMITED = 9999;

export function classRow(row, index) {
  const { CLAS: clas, seatInfo } = row;
  const lines = (values) => (values ?? []).map((value) => element('div', {}, value ?? ''));
  const toggle = (event) => toggleDetails(event.currentTarget.closest('[data-row]'), row);
  const cell = (kind, ...content) => element('div', { class: name(`class-results-cell ${kind}`) }, ...content);
  const opener = (kind, text) => element('div', { class: name(`class-results-cell ${kind} pointer`), onclick: toggle }, element('span', { class: name('bold-hyperlink') }, text));
  return element('div', { class: name(`focus class-accordion ${index % 2 === 0 ? 'odd' : 'even'}`), 'data-row': clas.CLASSNBR },
    opener('course', row.SUBJECTNUMBER),
    opener('title', clas.TITLE),
    cell('number', element('div', {}, clas.CLASSNBR)),
    cell('instructor', ...instructors(clas.INSTRUCTORSLIST)),
    cell('days', ...lines(row.DAYLIST)),
    cell('start', ...lines(clas.STARTTIMES)),
    cell('end', ...lines(clas.ENDTIMES)),
    cell('text-nowrap location', ...(row.LOCATIONBUILDING ?? []).map((place) => element('div', {}, place.NAME))),
    cell('text-nowrap dates', ...(clas.MEETINGDATES ?? []).map(([from, to]) => element('div', {}, `${from} - ${to}`))),
    cell('units', clas.UNITSRANGE.trim()),
    cell('seats', element('div', { class: name('text-nowrap') }, seats(seatInfo, row.reservedSeatsInfo))));
}

function instructors(names) {
  if (names === null || names.length === 0) return ['Staff'];
  return names.map((person) => element('a', { href: `/people/${encodeURIComponent(person)}`, onclick: (event) => event.preventDefault() }, person));
}

/** The real page writes a no-break space here, and leaves out the words where seats are reserved. */
function seats({ ENRL_CAP: capacity, ENRL_TOT: enrolled }, reserved) {
  return `${Math.max(0, capacity - enrolled)}\u00a0of ${capacity}${reserved === undefined ? ' open seats' : ''}`;
}

function toggleDetails(accordion, row) {
  const shown = accordion.querySelector('[data-details]');
  if (shown === null) accordion.append(details(row));
  else shown.remove();
}

function details({ CLAS: clas, seatInfo, reservedSeatsInfo: groups }) {
  return element('div', { class: name('class-details'), 'data-details': true },
    element('h3', {}, clas.COURSETITLELONG ?? clas.TITLE),
    element('p', {}, `Class number ${clas.CLASSNBR} · ${clas.UNITSRANGE.trim()} units`,
      clas.CLASSSTAT === 'A' ? '' : ' · cancelled', seatInfo.ENRL_CAP === UNLIMITED ? ' · no limit on seats' : ''),
    groups !== undefined && reservedTable(groups, seatInfo));
}

function reservedTable(groups, { ENRL_CAP: capacity, ENRL_TOT: enrolled }) {
  const left = (group) => Math.max(0, group.ENRL_CAP - group.ENRL_TOT);
  const free = Math.max(0, capacity - enrolled - groups.reduce((sum, group) => sum + left(group), 0));
  const cells = (values) => element('tr', {}, ...values.map((value) => element('td', {}, String(value))));
  return element('table', { class: name('reserved-seats') },
    element('thead', {}, element('tr', {}, ...['Reserved Groups', 'Reserved Available Seats', 'Students Enrolled', 'Total Seats Reserved', 'Reserved Until'].map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {},
      ...groups.map((group) => cells([group.DESCR ?? '', left(group), group.ENRL_TOT, group.ENRL_CAP, group.END_DT ?? 'n/a'])),
      element('tr', {}, element('td', { colspan: '5' }, `Non Reserved Available Seats: ${free}`))));
}
