/** The Spanish messages: of the pages, and of what only the server writes, which browsers need not load. */
import { mail } from './mail.ts';
import { pageSpanish } from './page.ts';
import { pages } from './pages.ts';
import { status } from './status.ts';

export const spanish = { ...pageSpanish, mail, pages, status } as const;
