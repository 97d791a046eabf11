/** The Web Push channel: delivers pending notifications to browsers. Address `notifying/web-push`. */
import type { Node } from '../../nodes/node.ts';
import { SYSTEM_LOOKUP } from '../../net/destination.ts';
import { OutgoingClient } from '../../net/outgoing.ts';
import type { Unplaced } from '../../nodes/place.ts';
import { webPushChannel } from '../../notify/web-push/web-push.ts';
import type { DeliveringMessage } from './delivering.ts';
import type { StudentsChannelMessage, StudentsChannelNode, StudentsChannelOwn } from './students-channel.ts';
import { studentsChannelSpec } from './students-channel.ts';

/** The parts of the node that this actor uses. */
export interface WebPushNode extends StudentsChannelNode {
  readonly secrets: Pick<Node['secrets'], 'vapid'>;
}

export function webPushSpec(
  node: WebPushNode,
  own: StudentsChannelOwn,
): Unplaced<StudentsChannelMessage | DeliveringMessage> {
  const { config, secrets } = node;
  const rules = { ...config.webhooks, lookup: SYSTEM_LOOKUP };
  const sender = { keys: secrets.vapid, subject: config.push.subject };
  return studentsChannelSpec(node, own, 'web-push', ({ clock }) =>
    webPushChannel(new OutgoingClient(rules, clock), own.compose, sender),
  );
}
