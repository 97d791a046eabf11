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

/**
 * What a program is told. A notice has no change: it says that a watch has ended, that a section is new, cannot be seen
 * or is seen again, or that another channel was muted. `state`: what is true now. The ids of channels are left out,
 * because they may name the student.
 */
export function contentOf({ watchId, watch: told, section, change, notice, current }: ClaimedNotification): object {
  const watch = told === null ? { id: watchId, section } : { id: watchId, ...told };
  if (change !== null) return { change, watch };
  return { notice, section, ...(current !== null && { state: current }), watch };
}
