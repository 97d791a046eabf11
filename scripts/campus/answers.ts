/** The bodies of the search API's answers, 200 rows at a time. A row is serialised again only after it changes. */
import { randomBytes } from 'node:crypto';
import { buildRow } from './row.ts';
import type { CampusSection } from './section.ts';
import type { IsHidden, Search, World } from './world.ts';

/** What a fault does to an answer. */
export interface Disfigurement {
  /** Half of the rows are missing, but the total still counts them. */
  cut?: boolean;
  /** The first row has no readable seats. */
  odd?: boolean;
  /** These sections are left out and not counted. */
  isHidden?: IsHidden;
}

/** Fixed, whatever page size a client asks for. */
export const ROWS_PER_PAGE = 200;
/** This many searches can be scrolled at the same time. The oldest is forgotten first. */
const SCROLLS_KEPT = 500;
const ID_START = 'FGluY2x1ZGVfY29udGV4dF91dWlk';
/** The id of every search without a second page. */
const NO_MORE = `${ID_START}none`;

interface Scroll {
  sections: CampusSection[];
  served: number;
}

export class Answers {
  readonly #world: World;
  readonly #rows = new Map<CampusSection, string>();
  readonly #scrolls = new Map<string, Scroll>();

  constructor(world: World) {
    this.#world = world;
    // A captured row is served unchanged until its section changes.
    for (const section of world.sections)
      if (section.captured !== undefined) this.#rows.set(section, JSON.stringify(section.captured));
    world.onChange((section) => this.#rows.delete(section));
  }

  /** The first page of a search. */
  search(search: Search, disfigured: Disfigurement = {}): string {
    const scroll = { sections: this.#world.search(search, disfigured.isHidden), served: 0 };
    const more = scroll.sections.length > ROWS_PER_PAGE;
    const id = more ? `${ID_START}${randomBytes(24).toString('base64url')}` : NO_MORE;
    if (more) this.#keep(id, scroll);
    return this.#page(id, scroll, disfigured);
  }

  /** The next page, empty after the last one; undefined for an unknown id. */
  scroll(id: string, disfigured: Disfigurement = {}): string | undefined {
    const scroll = id === NO_MORE ? { sections: [], served: 0 } : this.#scrolls.get(id);
    return scroll === undefined ? undefined : this.#page(id, scroll, disfigured);
  }

  /** All results of a search, for a page that contains them and makes no call. */
  whole(search: Search, isHidden?: IsHidden): string {
    const sections = this.#world.search(search, isHidden);
    return this.#body(
      sections.map((section) => this.#row(section)),
      sections,
      NO_MORE,
    );
  }

  #page(id: string, scroll: Scroll, { cut = false, odd = false }: Disfigurement): string {
    const page = scroll.sections.slice(scroll.served, scroll.served + ROWS_PER_PAGE);
    scroll.served += page.length;
    const shown = cut ? page.slice(0, Math.floor(page.length / 2)) : page;
    const rows = shown.map((section, index) =>
      odd && index === 0 ? JSON.stringify({ ...buildRow(section), seatInfo: null }) : this.#row(section),
    );
    return this.#body(rows, scroll.sections, id);
  }

  #body(rows: string[], sections: readonly CampusSection[], id: string): string {
    const online = sections.filter(({ meetings }) => meetings[0]?.start === null).length;
    const aggregations = { LOCATION: { TEMPE: sections.length - online, ASUONLINE: online } };
    const rest = JSON.stringify({ aggregations, scrollId: id, total: { value: sections.length, relation: 'eq' } });
    return `{"classes":[${rows.join(',')}],${rest.slice(1)}`;
  }

  #row(section: CampusSection): string {
    const cached = this.#rows.get(section);
    if (cached !== undefined) return cached;
    const row = JSON.stringify(buildRow(section));
    this.#rows.set(section, row);
    return row;
  }

  #keep(id: string, scroll: Scroll): void {
    this.#scrolls.set(id, scroll);
    for (const oldest of this.#scrolls.keys()) {
      if (this.#scrolls.size <= SCROLLS_KEPT) break;
      this.#scrolls.delete(oldest);
    }
  }
}
