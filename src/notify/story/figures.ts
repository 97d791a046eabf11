/** How many others watch a section, and how often it opened in the last week, in words. */
import type { Figures } from '../../domain/openings.ts';
import type { Reader } from './reader.ts';

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
