/** A search, as the page's address has it and as the API is asked for it. Pure. */

const FILTERS = ['seats', 'days', 'after', 'before', 'mode', 'campus', 'instructor'] as const;
export type FilterName = (typeof FILTERS)[number];

/** What is empty does not matter. `seats`: open, waitlist or full. `days`: `Mon,Wed`. Times are `HH:MM`. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export interface Query {
  institution: string;
  term: string;
  text: string;
  filters: Filters;
}

const SEATS: Readonly<Record<string, Record<string, string>>> = {
  open: { open: 'true' },
  waitlist: { waitlist: 'true' },
  full: { open: 'false' },
};

/** Reads the query of an address; null: it has no search. */
export function readQuery(search: string): Query | null {
  const given = new URLSearchParams(search);
  const [place = '', placeTerm = ''] = (given.get('place') ?? '').split('/');
  const institution = given.get('institution') ?? place;
  const term = given.get('term') ?? placeTerm;
  const text = given.get('q')?.trim();
  if (!institution || !term || !text) return null;
  return {
    institution,
    term,
    text,
    filters: filled(Object.fromEntries(FILTERS.map((name) => [name, given.get(name)]))),
  };
}

/** The query of the page's address, which finds the same when it is opened elsewhere. */
export function addressOf({ institution, term, text, filters }: Query): string {
  return `?${new URLSearchParams({ institution, term, q: text, ...filled(filters) }).toString()}`;
}

/** `known`: what is known is wanted at once. */
export function searchPath({ institution, term, text, filters }: Query, known: boolean): string {
  const { seats = '', ...conditions } = filled(filters);
  const query = { institution, term, q: text, ...SEATS[seats], ...conditions, ...(known && { known: 'true' }) };
  return `/api/v1/search?${new URLSearchParams(query).toString()}`;
}

export function isSameQuery(first: Query | null, second: Query | null): boolean {
  return first === second || (first !== null && second !== null && addressOf(first) === addressOf(second));
}

function filled(filters: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
