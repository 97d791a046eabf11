/** Checks whether push services are told how to reach the people who run this server (RFC 8292 §2.1). */
import type { Config } from '../../config/config.ts';
import type { Examination } from './examination.ts';

export function pushExamination({ push: { subject } }: Config): Examination {
  return {
    name: 'push',
    said: subject,
    examine: async () =>
      subject.endsWith('@localhost')
        ? 'set VAPID_SUBJECT to mailto:<an address of yours>; without it, some push services refuse our messages'
        : 'ready',
  };
}
