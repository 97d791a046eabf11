/**
 * Who knows all openings and their ends in advance: at each token, the opening that ends first is looked at. No rule
 * that does not know the future can do better by more than a little.
 */
import { Catch } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { courseOf } from './series.ts';
import type { Opening, Series } from './series.ts';
import type { Rules } from './simulate.ts';

/** A look at a section shows the others of its course or its subject too. */
export function clairvoyant(series: Series, { perMinute, bySubject }: Pick<Rules, 'perMinute' | 'bySubject'>): Outcome {
  const caught = new Catch(series);
  const tokenMs = 60_000 / perMinute;
  const placeOf = ({ section }: Opening): string => (bySubject ? section.subject : courseOf(section));
  let next = 0;
  for (let now = 0; now < series.durationMs;) {
    caught.advance(now);
    const open = [...caught.open(now)];
    const first = open.reduce<Opening | undefined>(
      (best, each) => (best === undefined || each.until < best.until ? each : best),
      undefined,
    );
    if (first === undefined) {
      while (next < series.openings.length && series.openings[next]!.from <= now) next += 1;
      now = Math.max(now + tokenMs, series.openings[next]?.from ?? series.durationMs);
      continue;
    }
    for (const each of open) if (placeOf(each) === placeOf(first)) caught.see(each.section, now);
    caught.requests += 1;
    now += tokenMs;
  }
  return caught.outcome;
}
