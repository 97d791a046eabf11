/** Sets a story as a mail, in plain text and in HTML. All values are escaped. */
import { escapeHtml } from '../../net/escape-html.ts';
import { t } from '../../words/index.ts';
import type { Links } from '../links.ts';
import type { Part } from '../story/part.ts';
import type { Story } from '../story/story.ts';
import { button, dressed, facts, foot, heading, link, paragraph, quiet } from './dress.ts';

export function renderText(story: Story, links: Links): string {
  const words = t(story.language);
  const blocks = [
    ...(story.parts.length === 1 ? [] : [story.first, story.lines.join('\n')]),
    ...story.parts.flatMap((part) => [
      story.parts.length === 1
        ? `${part.first}\n${part.name} ${part.title}`
        : `${part.name} ${part.title}\n${part.first}`,
      `${part.link.label}:\n${part.link.url}`,
      part.details.map(([label, value]) => `${label}: ${value}`).join('\n'),
      part.lines.join('\n'),
      `${words('mail.keepWatching')}. ${words('mail.stop')}:\n${links.stop(part.watchIds)}`,
      `${words('mail.pause')}:\n${links.pause(part.watchIds)}`,
    ]),
    story.ledger ?? '',
    `${words('mail.watches')}:\n${links.manage}`,
    `${words('mail.channelOff')}:\n${links.channelOff}`,
    `${words('mail.allOff')}:\n${links.allOff}`,
    story.simulated ? words('mail.simulated') : '',
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

export function renderHtml(story: Story, links: Links): string {
  const words = t(story.language);
  const intro = story.parts.length === 1 ? [] : [heading(1, story.first), ...story.lines.map(paragraph)];
  return dressed(
    story.language,
    story.subject,
    [
      ...intro,
      ...story.parts.map((part) => partHtml(part, story, links)),
      foot(
        story.ledger === null ? '' : escapeHtml(story.ledger),
        [
          link(words('mail.watches'), links.manage),
          link(words('mail.channelOff'), links.channelOff),
          link(words('mail.allOff'), links.allOff),
        ].join(' · '),
        story.simulated ? escapeHtml(words('mail.simulated')) : '',
      ),
    ].join('\n'),
  );
}

function partHtml(part: Part, { language, parts }: Story, links: Links): string {
  const words = t(language);
  const name = `${part.name} ${part.title}`;
  return [
    ...(parts.length === 1 ? [heading(1, part.first), paragraph(name)] : [heading(2, name), paragraph(part.first)]),
    button(part.link.label, part.link.url),
    facts(part.details),
    ...part.lines.map(paragraph),
    quiet(
      [
        escapeHtml(words('mail.keepWatching')),
        link(words('mail.stop'), links.stop(part.watchIds)),
        link(words('mail.pause'), links.pause(part.watchIds)),
      ].join(' · '),
    ),
  ].join('\n');
}
