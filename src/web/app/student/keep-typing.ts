/** On a slow line a student types into the form, and even sends it, before the script has come. Nothing is lost. */

/** `render`: renders the page over the form that the server sent. */
export function keepTyping(render: () => void): void {
  readSentForm();
  const field = document.querySelector<HTMLInputElement>('#search-text');
  const chosen = document.querySelector<HTMLSelectElement>('#search-term')?.value;
  const typed = field === null || field.value === field.defaultValue ? undefined : field.value;
  render();
  if (typed !== undefined) put('#search-text', typed, 'input');
  if (chosen !== undefined) put('#search-term', chosen, 'change');
}

/** The form alone sends its term as `place=asu/2267`. The page's own addresses have `institution` and `term`. */
function readSentForm(): void {
  const given = new URLSearchParams(location.search);
  const [institution = '', term = ''] = given.get('place')?.split('/') ?? [];
  if (term === '') return;
  const query = new URLSearchParams({ institution, term, q: given.get('q') ?? '' });
  history.replaceState(null, '', `?${query.toString()}`);
}

function put(selector: string, value: string, event: 'input' | 'change'): void {
  const field = document.querySelector<HTMLInputElement | HTMLSelectElement>(selector);
  if (field === null || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event(event, { bubbles: true }));
}
