import type { live as english } from '../en/live.ts';
import type { Translation } from '../typed.ts';

export const live: Translation<typeof english> = {};
