import type { channels as english } from '../en/channels.ts';
import type { Translation } from '../typed.ts';

export const channels: Translation<typeof english> = {};
