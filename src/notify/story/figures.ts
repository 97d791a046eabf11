/** How many students watch a section, and how often it opened in the last week. */
import type { Openings } from '../../domain/openings.ts';
import type { Reader } from './reader.ts';

export interface Figures extends Openings {
  /** How many watches are not paused. */
  watchers: number;
}

export function figuresIn({ watchers, count, medianMs }: Figures, { t, formats }: Reader): string[] {
  return [
    ...(watchers > 1 ? [t('mail.others', { count: watchers - 1 })] : []),
    ...(count === 0
      ? []
      : [
          medianMs === null
            ? t('mail.openings', { count })
            : t('mail.openingsStayed', { count, duration: formats.duration(medianMs) }),
        ]),
  ];
}
