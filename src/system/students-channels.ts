/** What the channels that students add say: short messages, in the student's language. */
import type { StudentsChannelOwn } from '../actors/notifying/students-channel.ts';
import type { Node } from '../nodes/node.ts';
import { channelCode } from '../notify/channel-code.ts';
import type { Compose } from '../notify/channel.ts';
import { linksFor } from '../notify/links.ts';
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
    const say = t(story.language);
    const watches = [...new Set(story.parts.flatMap(({ watchIds }) => watchIds))];
    const links = linksFor(bundle[0], publicUrl(), node.secrets.sessionSecret);
    return {
      title,
      text: body,
      register: link,
      watches: { label: say('channels.note.watches'), url: watchesUrl() },
      stop:
        watches.length === 0
          ? null
          : { label: say('mail.stop'), url: links.stop(watches), done: say('channels.note.stopped') },
      urgent: isUrgent(bundle),
    };
  };
  return {
    compose,
    testFor: ({ id }, language, withCode) =>
      testNote(language, withCode ? channelCode(id, node.secrets.sessionSecret) : null, watchesUrl()),
  };
}
