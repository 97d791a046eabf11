/** The pages behind the links in messages: one asks before anything is changed, one confirms and offers to undo it. */
import { escapeHtml } from '../../net/escape-html.ts';
import type { Action } from '../../notify/action-token.ts';
import type { About } from '../../watching/stopping.ts';
import { formats } from '../../words/formats.ts';
import { t as words } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import { watchedName } from '../../words/section-words.ts';
import type { Translate } from '../../words/typed.ts';
import { page } from './html.ts';

/** The address that a form posts to for an action. */
type UrlOf = (action: Action) => string;

/** Opening this page changes nothing; its forms do. */
export function askingPage(action: Action, about: About, language: Language, urlOf: UrlOf): string {
  const t = words(language);
  const { student, watches, channel } = about;
  if ('watches' in action && watches.length === 0) return endedPage(language);
  const { title, text, button } = asking(action.do, channel ?? '', t);
  const forms = [form(urlOf(action), button, 'button-primary')];
  if (action.do === 'stop') {
    forms.push(form(urlOf({ do: 'pause', watches: action.watches }), t('pages.stop.pause'), 'button-quiet'));
    if (student !== null)
      forms.push(form(urlOf({ do: 'all-off', user: student.id, channel: '' }), t('pages.stop.all'), 'button-danger'));
  }
  const content = `${text === null ? '' : paragraph(text)}${list(about, language)}`;
  return page(title, `${content}<div class="buttons">${forms.join('')}</div>`, language);
}

/**
 * `about`: as it was before the action. `undo` null: there is nothing to undo. `until`: the end of a pause, epoch ms.
 */
export function donePage(
  action: Action,
  about: About,
  language: Language,
  undo: Action | null,
  until: number,
  urlOf: UrlOf,
): string {
  // A mail program that asks twice, or a second click.
  if (action.do === 'stop' && about.watches.length === 0) return endedPage(language);
  const t = words(language);
  const time = formats(language, about.student?.timeZone ?? 'UTC').moment(until);
  const { title, text } = done(action.do, about.channel ?? '', time, t);
  const back = undo === null ? '' : form(urlOf(undo), t('pages.undo'), 'button-quiet');
  return page(title, `${paragraph(text)}${list(about, language)}${back}${home(t)}`, language);
}

function endedPage(language: Language): string {
  const t = words(language);
  return page(t('pages.stop.endedTitle'), `${paragraph(t('pages.stop.ended'))}${home(t)}`, language);
}

interface Question {
  title: string;
  text: string | null;
  button: string;
}

function asking(what: Action['do'], channel: string, t: Translate): Question {
  switch (what) {
    case 'stop':
      return { title: t('pages.stop.title'), text: t('pages.stop.watched'), button: t('pages.stop.button') };
    case 'pause':
      return { title: t('pages.pause.title'), text: t('pages.stop.watched'), button: t('pages.pause.button') };
    case 'mute':
      return { title: t('pages.mute.title', { channel }), text: t('pages.mute.text'), button: t('pages.mute.button') };
    case 'all-off':
      return { title: t('pages.off.title'), text: t('pages.off.text'), button: t('pages.off.button') };
    case 'resume':
    case 'restart':
    case 'unmute':
    case 'all-on':
      return { title: t('pages.undoTitle'), text: null, button: t('pages.undo') };
    default:
      return what satisfies never;
  }
}

function done(what: Action['do'], channel: string, time: string, t: Translate): { title: string; text: string } {
  switch (what) {
    case 'stop':
      return { title: t('pages.stop.doneTitle'), text: t('pages.stop.done') };
    case 'pause':
      return { title: t('pages.pause.doneTitle'), text: t('pages.pause.done', { time }) };
    case 'mute':
      return { title: t('pages.mute.doneTitle'), text: t('pages.mute.done', { channel }) };
    case 'all-off':
      return { title: t('pages.off.doneTitle'), text: t('pages.off.done') };
    case 'resume':
    case 'restart':
      return { title: t('pages.undone'), text: t('pages.watchingAgain') };
    case 'unmute':
    case 'all-on':
      return { title: t('pages.undone'), text: t('pages.messagesAgain') };
    default:
      return what satisfies never;
  }
}

function list({ watches }: About, language: Language): string {
  if (watches.length === 0) return '';
  const reading = { t: words(language), formats: formats(language) };
  const items = watches.map(({ watch, state }) => {
    const title = state === null ? '' : ` ${escapeHtml(state.title)}`;
    return `<li><strong>${escapeHtml(watchedName(watch, state, reading))}</strong>${title}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function form(url: string, label: string, style: string): string {
  const button = `<button class="button ${style}">${escapeHtml(label)}</button>`;
  return `<form method="post" action="${escapeHtml(url)}">${button}</form>`;
}

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const home = (t: Translate): string => `<p><a href="/">${escapeHtml(t('pages.toWatches'))}</a></p>`;
