/**
 * The student page as it is before its script has come: the banner, the form and, for strangers, the introduction. The
 * script then renders the same elements, so nothing moves.
 */
import { escapeHtml } from '../../net/escape-html.ts';
import type { Language } from '../../words/language.ts';
import { t as translations } from '../../words/index.ts';
import type { Translate } from '../../words/typed.ts';
import type { About } from '../contract/about.ts';
import { BOOT_ID } from '../contract/boot.ts';
import type { Boot } from '../contract/boot.ts';

interface Search {
  /** `asu/2267`. */
  place: string;
  text: string;
}

/** Fills the built index.html. `query`: of the page's address, which anybody can write. */
export function firstPaint(
  html: string,
  boot: Boot,
  query: Readonly<Record<string, unknown>>,
  language: Language,
): string {
  const t = translations(language);
  const data = JSON.stringify(boot).replaceAll('<', '\\u003c');
  // Functions, because a replacement text may not contain `$`.
  return inLanguage(html, language)
    .replace(/<title>.*<\/title>/, () => `<title>${t('live.frame.title')}</title>`)
    .replace(
      '<div id="app"></div>',
      () => `<div id="app">${content(boot, searchIn(query), t)}</div>
    <script type="application/json" id="${BOOT_ID}">${data}</script>`,
    );
}

/**
 * Says in which language a built page is, and keeps the links to the messages in that language. The script reads the
 * language from there, so that only the server decides.
 */
export function inLanguage(html: string, language: Language): string {
  return html
    .replace('<html lang="en">', () => `<html lang="${language}">`)
    .replaceAll(/\s*<link [^>]*data-language="(\w+)"[^>]*>/g, (link, its) => (its === language ? link : ''))
    .replace(/(<noscript[^]*?<p>).*(<\/p>)/, (_all, before: string, after: string) =>
      [before, translations(language)('live.frame.noScript'), after].join(''),
    );
}

/** The search of an address, if there is one. The form sends its term as `place` while the script has not come. */
export function searchIn({ q, place, institution, term }: Readonly<Record<string, unknown>>): Search | null {
  if (typeof q !== 'string' || q.trim() === '') return null;
  if (typeof place === 'string') return { place, text: q };
  return typeof institution === 'string' && typeof term === 'string'
    ? { place: `${institution}/${term}`, text: q }
    : null;
}

function content({ about, session }: Boot, search: Search | null, t: Translate): string {
  const searching = search !== null;
  return `<a class="skip" href="#main">${t('live.frame.skip')}</a>${banner(about, t)}
<header class="page-head"><a class="brand" href="/">${BRAND}PickMyClass</a><div class="page-head-end">${
    session === null ? `<button type="button" class="button button-quiet">${t('live.frame.signIn')}</button>` : ''
  }</div></header>
<main id="main" tabindex="-1" class="student${searching ? ' student-searching' : ''}"><div class="hero">
<div class="hero-head"><h1>${t('live.frame.headline')}</h1><p class="connection"></p></div>
${form(about, search, t)}</div>
${searching || session !== null ? '' : intro(t)}<div class="aside"></div></main>`;
}

function banner({ simulated, campusUrl }: About, t: Translate): string {
  if (!simulated) return '';
  const controls =
    campusUrl === null
      ? ''
      : ` ${t('live.frame.campusBefore')} <a href="${escapeHtml(campusUrl)}">${t('live.frame.campus')}</a>.`;
  return `<aside class="simulator" aria-label="${t('live.frame.simulation')}"><p>
<strong>${t('live.frame.simulated')}</strong> ${t('live.frame.simulatedHow')}${controls}</p></aside>`;
}

function form({ institutions }: About, search: Search | null, t: Translate): string {
  const groups = institutions.map(({ id, name, terms }) => {
    const options = terms.map(({ term: code, name: words }) => {
      const value = `${id}/${code}`;
      const selected = value === search?.place ? ' selected' : '';
      return `<option value="${escapeHtml(value)}"${selected}>${escapeHtml(words)}</option>`;
    });
    return `<optgroup label="${escapeHtml(name)}">${options.join('')}</optgroup>`;
  });
  return `<form class="search" role="search"><div class="field search-text">
<label for="search-text">${t('live.frame.what')}</label>
<input id="search-text" type="search" name="q" required autocomplete="off" spellcheck="false" enterkeyhint="search"
placeholder="${t('search.example')}" value="${escapeHtml(search?.text ?? '')}"></div>
<div class="field"><label for="search-term">${t('live.frame.term')}</label>
<select id="search-term" name="place">${groups.join('')}</select></div>
<button type="submit" class="button button-primary">${SEARCH_ICON}${t('live.frame.search')}</button></form>`;
}

function intro(t: Translate): string {
  const steps = [
    [t('search.intro.find'), t('search.intro.findHow')],
    [t('search.intro.watch'), t('search.intro.watchHow')],
    [t('search.intro.told'), t('search.intro.toldHow')],
  ];
  return `<section class="intro" aria-labelledby="intro-title"><h2 id="intro-title">${t('search.intro.title')}</h2>
<ol class="steps">${steps.map(([step, how]) => `<li><h3>${step}</h3><p>${how}</p></li>`).join('')}</ol>
<p class="quiet promise">${t('search.intro.promise')}</p></section>`;
}

const BRAND = `<svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
<rect x="3" y="3" width="26" height="26" rx="8"></rect><path d="M10 16.5l4.2 4.2L22.5 12"></path></svg>`;
const SEARCH_ICON = `<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
<path d="M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.8 12.8L16.5 16.5"></path></svg>`;
