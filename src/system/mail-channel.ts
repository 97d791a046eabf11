/** The channel that sends mails. */
import type { Channel } from '../notify/channel.ts';
import { channelFor } from '../notify/channel-for.ts';
import { institutionById } from '../institutions/index.ts';
import type { Node } from '../nodes/node.ts';

/** `publicUrl` is called for each mail, because the port is known only when the server listens. */
export function openMailChannel(
  { config, secrets, sources, tools: { clock } }: Pick<Node, 'config' | 'secrets' | 'sources' | 'tools'>,
  publicUrl: () => string,
): Channel {
  return channelFor(
    config,
    {
      secret: secrets.sessionSecret,
      publicUrl,
      campusOf: (id) => {
        const institution = institutionById(id)!;
        const { name, timeZone } = institution;
        return {
          name,
          timeZone,
          simulated: sources.simulator !== null,
          linkFor: sources.linkFor,
          termName: (term) => institution.termOf(term, clock.now())?.name ?? `Term ${term}`,
        };
      },
    },
    clock,
  );
}
