/** No browser at all: undici asks the search API. A real site may refuse that. */
import { searchUrl } from '../../../src/institutions/asu/search-url.ts';
import { peer } from '../peers.ts';
import { seatsIn } from './looker.ts';
import type { Looker, LookerOptions, OpenLooker } from './looker.ts';

/** The part of undici that is used. */
interface Undici {
  Agent: new (options: object) => { close(): Promise<void> };
  request(
    url: string,
    options: { dispatcher: object; headers: Record<string, string> },
  ): Promise<{ statusCode: number; body: { text(): Promise<string> } }>;
}

/** Over as many connections as looks are in flight. */
export const undici: OpenLooker = async (options) =>
  open(options, { connections: options.inFlight, connect: { rejectUnauthorized: false } });

/** Over a few connections with many streams. */
export const undiciHttp2: OpenLooker = async (options) =>
  open(options, {
    allowH2: true,
    connections: HTTP2_CONNECTIONS,
    pipelining: options.inFlight,
    maxConcurrentStreams: options.inFlight,
    connect: { rejectUnauthorized: false },
  });
const HTTP2_CONNECTIONS = 2;

function open({ searchUrl: endpoint }: LookerOptions, settings: object): Looker {
  const library = peer<Undici>('undici');
  const dispatcher = new library.Agent(settings);
  return {
    look: async ({ request, sections }) => {
      const url = searchUrl(endpoint, request, undefined);
      const { statusCode, body } = await library.request(url, {
        dispatcher,
        headers: { authorization: 'Bearer null' },
      });
      if (statusCode !== 200) throw new Error(`the source answered ${statusCode}`);
      seatsIn(await body.text(), sections);
    },
    close: () => dispatcher.close(),
  };
}
