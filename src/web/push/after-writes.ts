import type { WebServer } from '../http/route.ts';
import type { PushHub } from './hub.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** After a write by an operator, every open view shows its effect at once. Applies to routes that are added later. */
export function refreshAfterWrites(scope: WebServer, push: Pick<PushHub, 'refresh'>): void {
  scope.addHook('onResponse', async ({ method }, { statusCode }) => {
    if (!READS.has(method) && statusCode < 400) push.refresh();
  });
}
