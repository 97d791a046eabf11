/** The English messages, one file for each area. */
import { account } from './account.ts';
import { channels } from './channels.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { live } from './live.ts';
import { mail } from './mail.ts';
import { messages } from './messages.ts';
import { pages } from './pages.ts';
import { search } from './search.ts';
import { section } from './section.ts';
import { watch } from './watch.ts';

export const english = {
  account,
  channels,
  common,
  errors,
  live,
  mail,
  messages,
  pages,
  search,
  section,
  watch,
} as const;
