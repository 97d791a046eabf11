/** Messages for programs: JSON that is signed with the channel's secret, one request for each notification. */
import { createHmac } from 'node:crypto';
import type { ClaimedNotification } from '../../domain/notification.ts';
import type { Outgoing } from '../../net/outgoing.ts';

export interface JsonTarget {
  readonly url: string;
  readonly secret: string;
}

/** `key`: the same for every attempt at the same message, so that the receiver can drop a second one. */
export function signedJson({ url, secret }: JsonTarget, key: string, content: object): Outgoing {
  const body = JSON.stringify(content);
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': key,
      'x-pickmyclass-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  };
}

/** What a program is told. A notice says that the watch has ended. */
export function contentOf({ watchId, section, change, notice }: ClaimedNotification): object {
  const watch = { id: watchId, section };
  return change === null ? { notice, watch } : { change, watch };
}
