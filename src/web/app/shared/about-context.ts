/** What this installation is, for components deep inside a page. */
import { createContext } from 'preact';
import type { About } from '../../contract/about.ts';

export const AboutContext = createContext<About | undefined>(undefined);
