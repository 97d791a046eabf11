import type { pages as english } from '../en/pages.ts';
import type { Translation } from '../typed.ts';

export const pages: Translation<typeof english> = { failed: 'Eso no funcionó', back: 'Volver a PickMyClass' };
