import type { watch as english } from '../en/watch.ts';
import type { Translation } from '../typed.ts';

export const watch: Translation<typeof english> = {};
