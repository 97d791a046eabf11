/** What a message says about sections that could not be seen for a while, or are seen again. */
import { nameOf, seatsInDetail } from '../../words/section-words.ts';
import type { Bundle } from '../channel.ts';
import type { Notice } from './notice.ts';
import type { Reader } from './reader.ts';

/** One message, however many sections. Each was seen before the outage, so its state is known. */
export function outageOf(kind: 'outage' | 'seen-again', bundle: Bundle, reader: Reader): Notice {
  const { t, formats } = reader;
  const states = bundle.flatMap(({ current }) => current ?? []);
  const names = states.map((state) => nameOf(state, reader));
  const what = names.length <= 2 ? formats.list(names) : t('mail.outage.several', { count: names.length });
  const since = formats.moment(Math.min(...bundle.map(({ detectedAt }) => detectedAt)));
  if (kind === 'outage')
    return {
      subject: t('mail.outage.subject', { what }),
      first: t('mail.outage.first', { what, since }),
      lines: [...(names.length > 2 ? names : []), t('mail.outage.next')],
    };
  return {
    subject: t('mail.seenAgain.subject', { what }),
    first: t('mail.seenAgain.first', { what, since }),
    lines: [
      ...states.map((state, index) =>
        t('mail.seenAgain.now', { name: names[index]!, seats: seatsInDetail(state, reader) }),
      ),
      t('mail.seenAgain.next'),
    ],
  };
}
