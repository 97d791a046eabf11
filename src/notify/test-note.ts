/** The message with which a student tries a channel. */
import { randomUUID } from 'node:crypto';
import { t } from '../words/index.ts';
import type { Language } from '../words/language.ts';
import type { TestMessage } from './channel.ts';

/** `code`: shown to the student, who types it in to verify the channel; null if the channel needs none. */
export function testNote(language: Language, code: string | null, watchesUrl: string): TestMessage {
  const say = t(language);
  return {
    key: `test-${randomUUID()}`,
    note: {
      title: say('channels.test.title'),
      text: code === null ? say('channels.test.text') : say('channels.test.code', { code }),
      register: null,
      watches: { label: say('channels.note.watches'), url: watchesUrl },
      stop: null,
      urgent: true,
    },
  };
}
