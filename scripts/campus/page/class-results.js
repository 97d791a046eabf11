/** The list of classes that a search found, 200 at a time. Scrolling to its end loads the next ones. */
import { classRow } from './class-row.js';
import { element } from './dom.js';
import { name } from './names.js';
import * as api from './search-api.js';

const COLUMNS = [
  ['course', 'Course'],
  ['title', 'Title'],
  ['number', 'Number'],
  ['instructor', 'Instructor(s)'],
  ['days', 'Days'],
  ['start', 'Start'],
  ['end', 'End'],
  ['location', 'Location'],
  ['dates', 'Dates'],
  ['units', 'Units'],
  ['seats', 'Seat status'],
];

/** Shows the results of a search in `place`. `signal` aborts when a newer search starts. */
export async function showResults(place, parameters, signal) {
  place.replaceChildren(spinner());
  try {
    const answer = await api.classes(parameters);
    if (signal.aborted) return;
    if (answer.classes.length === 0) {
      place.replaceChildren(
        element('h2', {}, 'No classes found'),
        element('p', {}, 'Try another term, or fewer words.'),
      );
      return;
    }
    const rows = element('div', { class: name('class-results-rows') });
    const count = element('p', { class: 'count', 'aria-live': 'polite' });
    place.replaceChildren(count, header(), rows);
    append(rows, answer.classes);
    followScroll(place, { rows, count, parameters, answer, signal });
  } catch (error) {
    if (!signal.aborted)
      place.replaceChildren(
        element('h2', {}, 'Something went wrong'),
        element('p', {}, `${error.message}. Please try again later.`),
      );
  }
}

function followScroll(place, { rows, count, parameters, answer, signal }) {
  const total = answer.total.value;
  const tell = () => {
    count.textContent =
      rows.children.length < total ? `${rows.children.length} of ${total} classes` : `${total} classes`;
  };
  tell();
  if (answer.classes.length >= total) return;
  const end = element('div', { class: 'end' });
  place.append(end);
  const loadNext = async () => {
    observer.unobserve(end);
    end.replaceChildren(spinner());
    try {
      const next = await api.classes(parameters, answer.scrollId);
      append(rows, next.classes);
      tell();
      end.replaceChildren();
      if (next.classes.length > 0 && rows.children.length < total) observer.observe(end);
      else end.remove();
    } catch (error) {
      end.replaceWith(element('p', { role: 'alert' }, `The other classes could not be loaded: ${error.message}.`));
    }
  };
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (entry.isIntersecting && !signal.aborted) void loadNext();
    },
    { rootMargin: '300px' },
  );
  observer.observe(end);
}

function append(rows, classes) {
  const before = rows.children.length;
  rows.append(...classes.map((row, index) => classRow(row, before + index)));
}

function header() {
  return element(
    'div',
    { class: name('class-results-header') },
    ...COLUMNS.map(([kind, title]) => element('div', { class: name(`class-results-header-cell ${kind}`) }, title)),
  );
}

function spinner() {
  return element(
    'div',
    { class: name('spinner-button'), role: 'status' },
    element('span', { class: 'spinner', 'aria-hidden': 'true' }),
    ' Loading',
  );
}
