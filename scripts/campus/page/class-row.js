/** One class of the list, with the DOM of the real page of Fall 2026. Its details open below it. */
import { details } from './class-details.js';
import { element } from './dom.js';
import { name } from './names.js';

/** Before Fall 2026, cells had only their values, and the words "open seats" followed every number. */
const old = document.documentElement.dataset.markup === 'old';

export function classRow(row, index) {
  const { CLAS: clas, seatInfo } = row;
  return element(
    'div',
    { class: name(`focus class-accordion ${index % 2 === 0 ? 'odd' : 'even'}`), 'data-row': clas.CLASSNBR },
    opener('course text-nowrap', row, old ? '' : ' d-none d-lg-inline', label('Course'), row.SUBJECTNUMBER),
    !old && opener('course', row, ' d-lg-none', `${row.SUBJECTNUMBER} ${clas.TITLE}`),
    opener('title', row, old ? '' : ' d-none d-lg-inline', label('Course title'), clas.TITLE),
    cell('number', number(row)),
    cell('instructor', label('Instructor'), ...instructors(clas.INSTRUCTORSLIST)),
    cell('days pull-left', ...lines('Days', row.DAYLIST)),
    cell('start pull-left', ...lines('Start time', clas.STARTTIMES)),
    cell('end', ...lines('End time', clas.ENDTIMES)),
    cell(
      'text-nowrap location',
      ...lines(
        'Location',
        row.LOCATIONBUILDING?.map((place) => place.NAME),
      ),
    ),
    cell(
      'text-nowrap dates',
      ...lines(
        'Session dates',
        clas.MEETINGDATES?.map(([from, to]) => `${from} - ${to}`),
      ),
    ),
    cell('units', label(`${clas.UNITSRANGE.trim()} units`), clas.UNITSRANGE.trim()),
    cell('seats', seats(seatInfo)),
  );
}

function cell(kind, ...content) {
  return element('div', { class: name(`class-results-cell ${kind}`) }, ...content);
}

/** A cell that opens the details on a click. `width`: CSS classes that show it only in wide or in narrow windows. */
function opener(kind, row, width, ...content) {
  const toggle = (event) => toggleDetails(event.currentTarget.closest('[data-row]'), row);
  return element(
    'div',
    { class: `${name(`class-results-cell ${kind} pointer`)}${width}`, onclick: toggle },
    element('span', { class: name('bold-hyperlink') }, ...content),
  );
}

/** A label that only screen readers read. */
function label(text) {
  return old ? null : element('span', { class: 'sr-only' }, `${text}: `);
}

/** A paragraph for each meeting, with a no-break space if it is empty. */
function lines(text, values) {
  return (values ?? []).map((value) => element('p', {}, value && label(text), value || '\u00a0'));
}

function number({ CLAS: clas, HASSYLLABUS: hasSyllabus }) {
  if (old) return element('div', {}, clas.CLASSNBR);
  return element(
    'div',
    { id: `detailsOpen=${clas.CLASSNBR}-${clas.CRSEID ?? ''}` },
    element('div', {}, label('Class number'), clas.CLASSNBR),
    hasSyllabus && element('a', { href: '#syllabus', onclick: (event) => event.preventDefault() }, 'Syllabus'),
  );
}

function instructors(names) {
  if (names === null || names.length === 0) return ['Staff'];
  return names.map((person) =>
    element('a', { href: `/people/${encodeURIComponent(person)}`, onclick: (event) => event.preventDefault() }, person),
  );
}

/** Never negative. The words "open seats" are a label for narrow windows and say nothing about reserved seats. */
function seats({ ENRL_CAP: capacity, ENRL_TOT: enrolled }) {
  const count = `${Math.max(0, capacity - enrolled)} of ${capacity}`;
  return element(
    'div',
    { class: name('text-nowrap') },
    label('Open seats'),
    old ? `${count} open seats` : count,
    !old && element('span', { class: 'd-lg-none' }, '\u00a0open seats'),
  );
}

function toggleDetails(accordion, row) {
  const shown = accordion.querySelector('[data-details]');
  if (shown === null) accordion.append(details(row));
  else shown.remove();
}
