/** Carries out what an operator tells this node to do with a part of it. */
import type { BrowserMessage } from '../actors/checking/browsers/pool.ts';
import { places } from '../actors/places.ts';
import type { Control } from '../nodes/order.ts';
import { nodeAt, refTo, type Clock, type System } from '../runtime/index.ts';

/** Milliseconds for which a breaker that was opened by hand stays open. */
const OPENED_MS = 3_600_000;
const RESTART_IN_MS = 100;

export type ControlledSystem = Pick<System, 'tree' | 'restart' | 'crash' | 'breaker' | 'outside'>;

/** `browsers`: how many browsers the node has. */
export function controlOf(
  node: string,
  browsers: number,
  clock: Pick<Clock, 'setTimeout'>,
  live: () => ControlledSystem,
): Control {
  const browserPaths = new Set(Array.from({ length: browsers }, (_, index) => places.browser(index + 1).path));
  return (order) => {
    const { path } = order;
    switch (order.do) {
      case 'restart':
        if (nodeAt(live().tree(), path) === undefined) return false;
        // The answer is sent first: the server that sends it may be what is restarted.
        clock.setTimeout(() => live().restart(path), RESTART_IN_MS);
        return true;
      case 'crash':
        return live().crash(path);
      case 'close-breaker':
      case 'open-breaker': {
        const breaker = live().breaker(path);
        if (order.do === 'close-breaker') breaker?.reset();
        else breaker?.force(OPENED_MS);
        return breaker !== undefined;
      }
      case 'retire':
        if (!browserPaths.has(path)) return false;
        live().outside.tell(refTo<BrowserMessage>(node, path), { type: 'retire' });
        return true;
      default:
        return order satisfies never;
    }
  };
}
