/** The public page that says whether the service works. It names nobody, and says nothing of how the service is run. */
import type { Disturbance } from '../../domain/disturbances.ts';
import { upShare } from '../../domain/disturbances.ts';
import { escapeHtml } from '../../net/escape-html.ts';
import { formats } from '../../words/formats.ts';
import { t as words } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import { page } from './html.ts';

export interface PublicStatus {
  disturbances: readonly Disturbance[];
  /** ISO instant; null: not known. */
  lastSureLookAt: string | null;
  /** How many days the disturbances are of. */
  days: number;
  timeZone: string;
}

const DAY_MS = 86_400_000;

/** `now`: epoch ms. */
export function statusPage(status: PublicStatus, language: Language, now: number): string {
  const { disturbances, lastSureLookAt, days, timeZone } = status;
  const [t, format] = [words(language), formats(language, timeZone)];
  const present = disturbances.filter(({ endedAt }) => endedAt === null);
  const percent = format.number(Math.floor(upShare(disturbances, now - days * DAY_MS, now) * 10_000) / 100);
  const states =
    present.length === 0
      ? [`<p class="note note-good">${escapeHtml(t('status.well'))}</p>`]
      : present.map(({ kind }) => `<p class="note note-bad">${escapeHtml(t(`status.now.${kind}`))}</p>`);
  const seen =
    lastSureLookAt === null
      ? t('status.unseen')
      : t('status.seen', { time: format.ago(Math.min(now, Date.parse(lastSureLookAt)), now) });
  const items = disturbances.map(({ kind, startedAt, endedAt }) => {
    const start = format.moment(startedAt);
    const when =
      endedAt === null
        ? t('status.since', { start })
        : t('status.during', { start, duration: format.duration(Math.max(1_000, endedAt - startedAt)) });
    return `<li><strong>${escapeHtml(t(`status.kinds.${kind}`))}</strong> ${escapeHtml(when)}</li>`;
  });
  const history = items.length === 0 ? `<p>${escapeHtml(t('status.none'))}</p>` : `<ul>${items.join('')}</ul>`;
  return page(
    t('status.title'),
    [
      ...states,
      `<p>${escapeHtml(seen)}</p>`,
      `<p>${escapeHtml(t('status.up', { days, percent }))}</p>`,
      `<h2>${escapeHtml(t('status.history', { days }))}</h2>`,
      history,
    ].join('\n    '),
    language,
  );
}
