/** Gives components deep inside a page the facts about this installation. */
import { createContext } from 'preact';
import type { About } from '../../contract/about.ts';

export const AboutContext = createContext<About | undefined>(undefined);
