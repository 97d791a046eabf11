/** Checks whether push services are told how to reach the people who run this server (RFC 8292 §2.1). */
import type { Config } from '../../config/config.ts';
import type { Examination } from './examination.ts';

export function pushExamination({ push: { subject } }: Config): Examination {
  return {
    name: 'push',
    said: subject,
    examine: async () =>
      subject.endsWith('@localhost')
        ? {
            warning:
              'some push services refuse our messages without an address of yours; ' +
              'set VAPID_SUBJECT to mailto:<your address>',
          }
        : 'ready',
  };
}
