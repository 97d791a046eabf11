/** The channel that sends mails. */
import type { MailChannel } from '../notify/channel.ts';
import type { Campus } from '../notify/story/campus.ts';
import { channelFor } from '../notify/channel-for.ts';
import { institutionById } from '../institutions/index.ts';
import type { Node } from '../nodes/node.ts';

/** `publicUrl` is called for each mail, because the port is known only when the server listens. */
export function openMailChannel(
  node: Pick<Node, 'config' | 'secrets' | 'sources' | 'tools'>,
  publicUrl: () => string,
): MailChannel {
  const { config, secrets, tools } = node;
  return channelFor(config, { secret: secrets.sessionSecret, publicUrl, campusOf: campusesOf(node) }, tools.clock);
}

/** The parts of the node that say what a message needs to know about a campus. */
export interface CampusNode {
  readonly sources: Pick<Node['sources'], 'linkFor' | 'simulator'>;
  readonly tools: Pick<Node['tools'], 'clock'>;
}

/** What messages say about the institution of a section. */
export function campusesOf({ sources, tools: { clock } }: CampusNode): (id: string) => Campus {
  return (id) => {
    const institution = institutionById(id)!;
    const { name, timeZone } = institution;
    return {
      name,
      timeZone,
      simulated: sources.simulator !== null,
      linkFor: sources.linkFor,
      termName: (term) => institution.termOf(term, clock.now())?.name ?? `Term ${term}`,
    };
  };
}
