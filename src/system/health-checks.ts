/** The health checks of this node: one for each part of it that can fail. */
import { places } from '../actors/places.ts';
import type { BrowserPoolMessage } from '../actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../checking/looking/pooled-browser.ts';
import { browsersError } from '../browsers/errors.ts';
import { busError } from '../bus/errors.ts';
import { NEEDED_BYTES } from '../bus/parts.ts';
import { configError } from '../config/errors.ts';
import { isLoopback } from '../config/reader.ts';
import type { HealthChecks } from '../nodes/health.ts';
import type { Node } from '../nodes/node.ts';
import type { System, TreeNode } from '../runtime/index.ts';
import { nodeAt, runtimeError } from '../runtime/index.ts';

/** The parts of the running system that the checks use. */
export interface LiveSystem {
  tree(): TreeNode;
  outside: Pick<System['outside'], 'ask'>;
}

const ASK_MS = 2_000;

export function healthChecks(
  { id, config, bus }: Pick<Node, 'id' | 'config' | 'bus'>,
  pingStore: () => Promise<void>,
  live: LiveSystem,
): HealthChecks {
  const breakerClosed = ({ path }: { path: string }): void => {
    if ((nodeAt(live.tree(), path)?.breaker ?? 'closed') !== 'closed')
      throw runtimeError('RUNTIME_BREAKER_OPEN', { name: path, condition: 'not closed' });
  };
  return {
    store: pingStore,
    bus: async () => {
      if (!bus.connected) throw busError('PMC_BUS_UNAVAILABLE', { reason: 'it is closed' });
      const { outsiders, packetLimit } = bus;
      if (packetLimit !== null) throw busError('PMC_BUS_PACKETS_LIMITED', { bytes: packetLimit, needed: NEEDED_BYTES });
      if (outsiders?.placesUsedUp === true)
        throw busError('PMC_BUS_PLACES_USED_UP', { connections: outsiders.connections.anonymous });
    },
    source: async () => {
      for (const institution of config.institutions) breakerClosed(places.sectionChecker(institution));
    },
    browsers: async () => {
      const status = await live.outside.ask<BrowserPoolMessage, PoolStatus>(
        places.pool.on(id),
        (replyTo) => ({ type: 'status', replyTo }),
        ASK_MS,
      );
      if (!status.ready || status.overloaded) throw browsersError('PMC_POOL_REFUSED', { waiting: status.queued });
    },
    email: async () => {
      breakerClosed(places.email);
    },
    configuration: async () => {
      // Links in mails must work on other machines.
      const unreachable = config.publicUrl === null && !isLoopback(config.http.host);
      if (unreachable)
        throw configError('PMC_CONFIG_INVALID', {
          name: 'PUBLIC_URL',
          value: '',
          reason: 'links in mails need it when HOST is not this machine alone',
        });
    },
  };
}
