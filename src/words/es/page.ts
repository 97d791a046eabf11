/** The Spanish messages of the pages that run in a browser, one file for each area. */
import { account } from './account.ts';
import { channels } from './channels.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { live } from './live.ts';
import { messages } from './messages.ts';
import { search } from './search.ts';
import { section } from './section.ts';
import { watch } from './watch.ts';

export const pageSpanish = { account, channels, common, errors, live, messages, search, section, watch } as const;
