/** The same story in a few lines, for push messages and chats. */
import type { Part } from './part.ts';
import type { Story } from './story.ts';

export interface ShortStory {
  title: string;
  body: string;
  /** Where to register, when it is about one section. */
  link: Part['link'] | null;
}

export function shortStory({ subject, first, lines, parts }: Story): ShortStory {
  const [only, second] = parts;
  const body =
    parts.length === 0 ? [first, ...lines] : parts.map((part) => (second ? `${part.name}: ${part.first}` : part.first));
  const more = only !== undefined && second === undefined ? only.lines.slice(0, 1) : [];
  return {
    title: subject,
    body: [...body, ...more].join('\n'),
    link: second === undefined ? (only?.link ?? null) : null,
  };
}
