/** The control page: sections to change, automatic changes, and faults. */
import * as api from './control-api.js';
import { element } from './dom.js';
import { editSection } from './edit-dialog.js';
import { sectionCard, status } from './section-card.js';

const REFRESH_MS = 1_500;
const FEED_LENGTH = 40;
const byId = (id) => document.querySelector(`#${id}`);
const form = byId('find');
let lastChange = 0;

function failed(error) {
  byId('alarm').textContent = error.message;
  byId('alarm').hidden = false;
}

/** Links back to the student page that this page was opened from. It is on the same machine. */
function showStudentPage() {
  const from = decodeURIComponent(location.hash.slice(1));
  const url = URL.canParse(from) ? new URL(from) : undefined;
  const link = byId('student');
  link.hidden = url === undefined || !/^https?:$/.test(url.protocol) || url.hostname !== location.hostname;
  if (!link.hidden) link.href = url.origin;
}

const cardActions = { failed, edit: (section, done) => editSection(byId('edit'), section, done) };

async function showSections() {
  const { total, sections } = await api.find(
    Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== '')),
  );
  byId('count').textContent =
    total > sections.length ? `${total} sections, the first ${sections.length} shown` : `${total} sections`;
  byId('sections').replaceChildren(...sections.map((section) => sectionCard(section, cardActions)));
}

function showOverview({ statuses, sections, moving, replay, misbehaviour, faults, requests, terms, mainTerm }) {
  const figures = [
    [sections, 'sections'],
    ...Object.entries(statuses).map(([word, count]) => [count, word]),
    [requests.asked, 'visits'],
  ];
  byId('stats').replaceChildren(
    ...figures.map(([figure, label]) =>
      element('li', {}, element('b', {}, figure.toLocaleString('en')), element('span', {}, label)),
    ),
  );
  byId('state').textContent = moving
    ? replay === null
      ? 'students come and go'
      : 'a recorded series is playing'
    : 'time is held';
  byId('hold').textContent = moving ? 'Pause' : 'Resume';
  byId('hold').onclick = () => api.hold(!moving).then(refresh, failed);
  showReplay(replay);
  if (form.elements.term.length === 0) {
    form.elements.term.append(
      ...terms.map(({ code, name }) => element('option', { value: code, selected: code === mainTerm }, name)),
    );
    fillFaults(faults);
  }
  showFaults(misbehaviour, faults);
}

function showReplay(replay) {
  byId('replay').hidden = replay === null;
  if (replay === null) return;
  const openings = `${replay.opened} of ${replay.openings} openings`;
  const changes = `${replay.applied} of ${replay.steps} changes`;
  const progress = `Recorded series at ${replay.at.replace('T', ' ')}: ${openings}, ${changes}`;
  byId('replay').replaceChildren(
    element('progress', { max: String(replay.steps), value: String(replay.applied) }),
    element('p', { class: 'quiet' }, `${progress}${replay.done ? ', finished' : ''}`),
  );
}

function fillFaults(faults) {
  byId('faults').append(
    ...Object.entries(faults).map(([kind, what]) =>
      element(
        'label',
        {},
        element('input', {
          type: 'checkbox',
          name: kind,
          onchange: (event) => api.misbehave({ [kind]: event.target.checked }).then(refresh, failed),
        }),
        what,
      ),
    ),
    element(
      'label',
      { class: 'latency' },
      'every answer waits',
      element('input', {
        type: 'number',
        name: 'latencyMs',
        min: '0',
        max: '120000',
        step: '100',
        value: '0',
        onchange: (event) => api.misbehave({ latencyMs: Number(event.target.value) }).then(refresh, failed),
      }),
      'ms',
    ),
  );
}

function showFaults(misbehaviour, faults) {
  const { elements } = byId('faults');
  for (const kind of Object.keys(faults)) elements[kind].checked = misbehaviour[kind] !== undefined;
  if (document.activeElement !== elements.latencyMs) elements.latencyMs.value = misbehaviour.latencyMs;
}

function showChange({ at, course, section, before, after }) {
  return element(
    'li',
    {},
    element('span', {}, element('strong', {}, course), ' ', before.status === after.status ? '' : status(after)),
    element('time', { datetime: at }, new Date(at).toLocaleTimeString('en', { hour12: false })),
    element('code', {}, section),
    element('span', { class: 'quiet' }, newsOf(before, after)),
  );
}

function newsOf(before, after) {
  if (after.open !== before.open) return `${before.open} → ${after.open} open`;
  if (after.waiting !== before.waiting) return `${before.waiting} → ${after.waiting} waiting`;
  return after.status === before.status ? 'instructor, time or group' : `was ${before.status}`;
}

async function showChanges() {
  const { changes, last } = await api.changes(lastChange);
  lastChange = last;
  byId('feed').prepend(...changes.toReversed().map(showChange));
  while (byId('feed').children.length > FEED_LENGTH) byId('feed').lastChild.remove();
  for (const { section } of changes) {
    const card = document.querySelector(`[data-key="${CSS.escape(section)}"]`);
    const [, term, classNumber] = section.split('/');
    if (card !== null)
      card.replaceWith(sectionCard(await api.read({ term, classNumber }), { ...cardActions, fresh: true }));
  }
}

async function refresh() {
  try {
    showOverview(await api.overview());
    await showChanges();
    byId('alarm').hidden = true;
  } catch (error) {
    failed(error);
  }
}

/** Repeats a round after the last one has ended, but not while the page is hidden. */
async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(() => void keepFresh(), REFRESH_MS);
}

form.addEventListener('input', () => void showSections().catch(failed));
form.addEventListener('submit', (event) => event.preventDefault());
byId('behave').addEventListener('click', () => void api.behave().then(refresh, failed));
showStudentPage();
await refresh();
await showSections().catch(failed);
void keepFresh();
