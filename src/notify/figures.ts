/** How many students watch sections, and how often they opened in the last week. */
import type { Figures } from '../domain/openings.ts';
import { openingsOf } from '../domain/openings.ts';
import type { Store } from '../store/store.ts';

const WEEK_MS = 7 * 86_400_000;

/** Two reads for any number of sections. */
export async function figuresOf(
  { sections, changes }: Pick<Store, 'sections' | 'changes'>,
  keys: readonly string[],
): Promise<Map<string, Figures>> {
  const asked = [...new Set(keys)];
  const [counted, events] = await Promise.all([sections.watchers(asked), changes.seatEvents(asked, WEEK_MS)]);
  const watchers = new Map(counted.map((each) => [each.section, each.watchers]));
  return new Map(
    asked.map((key) => {
      const openings = openingsOf(events.filter(({ section }) => section === key));
      return [key, { watchers: watchers.get(key) ?? 0, ...openings }];
    }),
  );
}
