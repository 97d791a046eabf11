/** What a message says about another channel of the student that was muted. */
import type { ClaimedNotification } from '../../domain/notification.ts';
import type { Notice } from './notice.ts';
import type { Reader } from './reader.ts';
import { isMuteReason } from '../mute-reason.ts';

export function mutedOf({ label, reason }: NonNullable<ClaimedNotification['muted']>, { t }: Reader): Notice {
  return {
    subject: t('mail.muted.subject', { label }),
    first: t('mail.muted.first', { label }),
    lines: [isMuteReason(reason) ? t(`mail.muted.${reason}`) : reason, t('mail.muted.next')],
  };
}
