/** The class search: a single-page app whose state is the query of its address. */
import { showResults } from './class-results.js';
import { element } from './dom.js';
import { name } from './names.js';
import * as api from './search-api.js';

const FIXED = { campusOrOnlineSelection: 'A', honors: 'F', promod: 'F', searchType: 'all' };

const form = searchForm();
const results = element('div', { id: name('class-results') });
document
  .querySelector('#root')
  .append(element('main', { class: 'catalog' }, element('h1', {}, 'Class search'), form, results));

let search = new AbortController();

/** Shows what the address asks for. Abandons a search that is still running. */
async function render() {
  search.abort();
  search = new AbortController();
  const { signal } = search;
  const parameters = Object.fromEntries(new URLSearchParams(location.search));
  for (const field of ['subject', 'catalogNbr', 'keywords']) form.elements[field].value = parameters[field] ?? '';
  if (parameters.term === undefined)
    return results.replaceChildren(
      element('p', { class: 'hint' }, 'Choose a term and a subject, or type what you look for.'),
    );
  form.elements.term.value = parameters.term;
  return showResults(results, parameters, signal);
}

function searchForm() {
  const field = (label, input) => element('label', {}, label, input);
  return element(
    'form',
    { class: 'search', onsubmit: submit },
    field('Term', element('select', { name: 'term' })),
    field(
      'Subject',
      element('input', { name: 'subject', list: 'subjects', size: '8', autocomplete: 'off', placeholder: 'CSE' }),
    ),
    element('datalist', { id: 'subjects' }),
    field('Number', element('input', { name: 'catalogNbr', size: '6', autocomplete: 'off', placeholder: '310' })),
    field(
      'Keyword',
      element('input', {
        name: 'keywords',
        size: '16',
        autocomplete: 'off',
        placeholder: 'title, person, class number',
      }),
    ),
    element('button', { class: 'primary' }, 'Search classes'),
  );
}

function submit(event) {
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, value]) => value.trim() !== '');
  history.pushState(null, '', `?${new URLSearchParams({ ...FIXED, ...Object.fromEntries(filled) })}`);
  void render();
}

async function fillChoices() {
  const terms = await api.terms();
  form.elements.term.append(...terms.map(({ value, label }) => element('option', { value }, label)));
  form.elements.term.value = new URLSearchParams(location.search).get('term') ?? terms[0]?.value;
  const subjects = await api.subjects(form.elements.term.value);
  form
    .querySelector('datalist')
    .append(...subjects.map(({ value, label }) => element('option', { value }, `${value} · ${label}`)));
}

addEventListener('popstate', () => void render());
void render();
fillChoices().catch((error) =>
  form.append(element('p', { role: 'alert' }, `The terms could not be loaded: ${error.message}.`)),
);
