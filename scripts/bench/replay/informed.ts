/**
 * Who is told how often each course or subject will open in the whole series, but not when. Looks are divided so that
 * the mean lateness is least: a place with four times the openings has twice the looks. In a short series, hardly any
 * rule can know more; in a long one, a rule can do better that sees what changed lately.
 */
import { Catch } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { courseOf } from './series.ts';
import type { Series } from './series.ts';
import type { Rules } from './simulate.ts';
import { SUBJECT_ROWS } from './simulate.ts';

interface Place {
  sections: object[];
  openings: number;
  lookedAt: number;
}

export function informed(series: Series, { perMinute, bySubject }: Pick<Rules, 'perMinute' | 'bySubject'>): Outcome {
  const caught = new Catch(series);
  const tokenMs = 60_000 / perMinute;
  const places = placesOf(series, bySubject);
  const pagesOf = ({ sections }: Place): number => (bySubject ? Math.ceil(sections.length / SUBJECT_ROWS) : 1);
  for (let now = 0; now < series.durationMs;) {
    caught.advance(now);
    const worth = (place: Place): number => (place.openings * (now - place.lookedAt) ** 2) / pagesOf(place);
    const best = places.reduce((best, place) => (worth(place) > worth(best) ? place : best));
    for (const section of best.sections) caught.see(section, now);
    best.lookedAt = now;
    caught.requests += pagesOf(best);
    now += pagesOf(best) * tokenMs;
  }
  return caught.outcome;
}

function placesOf({ sections, openings }: Series, bySubject: boolean): Place[] {
  const places = new Map<string, Place>();
  const placeOf = (section: Series['sections'][number]): Place => {
    const key = bySubject ? section.subject : courseOf(section);
    const place = places.get(key) ?? { sections: [], openings: 0, lookedAt: 0 };
    places.set(key, place);
    return place;
  };
  for (const section of sections) placeOf(section).sections.push(section);
  for (const { section } of openings) placeOf(section).openings += 1;
  return [...places.values()];
}
