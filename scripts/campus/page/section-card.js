/** A section on the control page: its facts, its key and the buttons. */
import * as api from './control-api.js';
import { element } from './dom.js';

const UNLIMITED = 9999;

/** `edit` opens the form. `failed` is called with the error of a failed call. */
export function sectionCard(section, { edit, failed, fresh = false }) {
  const replaceBy = (shown) => card.replaceWith(sectionCard(shown, { edit, failed, fresh: true }));
  const press = (call) => () => call(section).then(replaceBy, failed);
  const card = element(
    'li',
    { class: `section${fresh ? ' fresh' : ''}`, 'data-key': section.section },
    element(
      'div',
      {},
      element('h3', {}, `${section.subject} ${section.catalogNumber}`, status(section), keyButton(section.section)),
      element('div', {}, element('a', { class: 'title', href: addressOf(section) }, section.title)),
      element('div', { class: 'facts' }, factsOf(section)),
      seatBar(section),
    ),
    element(
      'div',
      { class: 'actions' },
      element('button', { type: 'button', class: 'open-seat', onclick: press(api.openSeat) }, 'Open a seat'),
      element(
        'div',
        { class: 'small' },
        element('button', { type: 'button', onclick: press(api.fill) }, 'Fill'),
        element('button', { type: 'button', onclick: () => edit(section, replaceBy) }, 'Set…'),
      ),
    ),
  );
  return card;
}

/** The address of the class on the page that PickMyClass reads. */
function addressOf({ term, classNumber }) {
  const fixed = { campusOrOnlineSelection: 'A', honors: 'F', promod: 'F', searchType: 'all' };
  return `/catalog/classes/classlist?${new URLSearchParams({ ...fixed, term, keywords: classNumber })}`;
}

export function status({ status: word }) {
  return element('span', { class: `status ${word}` }, word);
}

function keyButton(key) {
  const button = element(
    'button',
    {
      type: 'button',
      class: 'key',
      title: 'Copy the section key',
      onclick: async () => {
        // Only pages on https or on this machine may write to the clipboard. On others the key is selected instead.
        if (navigator.clipboard === undefined) return getSelection().selectAllChildren(button);
        await navigator.clipboard.writeText(key);
        button.firstChild.textContent = 'copied';
        setTimeout(() => {
          button.firstChild.textContent = key;
        }, 1_200);
        return undefined;
      },
    },
    element('code', {}, key),
  );
  return button;
}

function factsOf({ instructors, meetings, waitlist, listing, captured }) {
  return [
    instructors === null ? 'no instructor yet' : instructors.join(', '),
    ...meetings.map(({ days, start, end, location }) =>
      start === null ? location : `${days} ${start} – ${end}, ${location}`,
    ),
    waitlist.capacity > 0 && `${waitlist.count} of ${waitlist.capacity} waiting`,
    listing !== 'active' && listing,
    captured && 'captured',
  ]
    .filter(Boolean)
    .join(' · ');
}

function seatBar({ capacity, enrolled, seats }) {
  if (capacity >= UNLIMITED) return element('div', { class: 'seats' }, `${enrolled} enrolled, no limit`);
  const held = seats.reserved > 0 ? `, ${seats.reserved} of the free seats reserved` : '';
  return element(
    'div',
    { class: 'seats' },
    element('meter', {
      min: '0',
      max: String(Math.max(1, capacity)),
      value: String(Math.max(0, enrolled)),
      'aria-label': 'seats taken',
    }),
    `${enrolled} of ${capacity} taken${held}`,
  );
}
