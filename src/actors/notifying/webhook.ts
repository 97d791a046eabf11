/** The webhook channel: delivers pending notifications to URLs of students. Address `notifying/webhook`. */
import { SYSTEM_LOOKUP } from '../../net/destination.ts';
import { OutgoingClient } from '../../net/outgoing.ts';
import type { Unplaced } from '../../nodes/place.ts';
import { webhookChannel } from '../../notify/webhook/webhook.ts';
import type { DeliveringMessage } from './delivering.ts';
import type { StudentsChannelMessage, StudentsChannelNode, StudentsChannelOwn } from './students-channel.ts';
import { studentsChannelSpec } from './students-channel.ts';

export function webhookSpec(
  node: StudentsChannelNode,
  own: StudentsChannelOwn,
): Unplaced<StudentsChannelMessage | DeliveringMessage> {
  const rules = { ...node.config.webhooks, lookup: SYSTEM_LOOKUP };
  return studentsChannelSpec(node, own, 'webhook', ({ clock }) =>
    webhookChannel(new OutgoingClient(rules, clock), own.compose),
  );
}
