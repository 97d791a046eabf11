/** The generated pages: each path, and what writes it. */
import { errorsPage } from './errors-page.ts';
import { roomsPage } from './rooms-page.ts';

export const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/errors.md': errorsPage,
  'docs/reference/rooms.md': roomsPage,
};
