/** What the channels that students add say: short messages, in the student's language. */
import type { StudentsChannelOwn } from '../actors/notifying/students-channel.ts';
import type { Node } from '../nodes/node.ts';
import { channelCode } from '../notify/channel-code.ts';
import type { Compose } from '../notify/channel.ts';
import { isUrgent } from '../notify/note.ts';
import { shortStory } from '../notify/story/short.ts';
import { storyOf } from '../notify/story/story.ts';
import { testNote } from '../notify/test-note.ts';
import { t } from '../words/index.ts';
import type { CampusNode } from './mail-channel.ts';
import { campusesOf } from './mail-channel.ts';

/** `publicUrl` is called for each message, because the port is known only when the server listens. */
export function studentsChannels(
  node: Pick<Node, 'secrets'> & CampusNode,
  publicUrl: () => string,
): StudentsChannelOwn {
  const campusOf = campusesOf(node);
  const watchesUrl = (): string => `${publicUrl()}/`;
  const compose: Compose = (bundle) => {
    const story = storyOf(bundle, campusOf, node.tools.clock.now());
    const { title, body, link } = shortStory(story);
    return {
      title,
      text: body,
      register: link,
      watches: { label: t(story.language)('channels.note.watches'), url: watchesUrl() },
      urgent: isUrgent(bundle),
    };
  };
  return {
    compose,
    testFor: ({ id }, language, withCode) =>
      testNote(language, withCode ? channelCode(id, node.secrets.sessionSecret) : null, watchesUrl()),
  };
}
