/** Everything that tells students: the notifier and its channels. */
import type { EmailOptions } from './email.ts';
import type { NotifierOptions } from './notifier.ts';
import type { SupervisorSpec } from '../../runtime/index.ts';
import { refTo } from '../../runtime/index.ts';
import { EMAIL_PATH, emailSpec } from './email.ts';
import { notifierSpec } from './notifier.ts';

export interface NotifyingOptions extends EmailOptions, Pick<NotifierOptions, 'quietGapMs'> {
  /** The node's id. */
  node: string;
}

/** Address `notifying`. The children need each other's messages only to be quick, so each is restarted alone. */
export function notifyingSpec(options: NotifyingOptions): SupervisorSpec {
  const { node, notifications, quietGapMs, leaseMs } = options;
  return {
    id: 'notifying',
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 5, windowMs: 60_000 },
    backoff: { minMs: 200, maxMs: 10_000, jitter: 0.2, resetAfterMs: 60_000 },
    children: [
      notifierSpec({ notifications, quietGapMs, leaseMs, channels: [{ name: 'email', ref: refTo(node, EMAIL_PATH) }] }),
      emailSpec(options),
    ],
  };
}
