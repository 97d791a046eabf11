import type { channels as english } from '../en/channels.ts';
import type { Translation } from '../typed.ts';

export const channels: Translation<typeof english> = {
  offByLink: 'Lo desactivaste con un enlace en un aviso.',
  test: {
    title: 'PickMyClass puede avisarte aquí',
    text: 'Esta es la prueba que pediste. Los avisos sobre tus clases se verán así.',
    code: 'Tu código es {{code}}. Escríbelo en la página donde añadiste este canal.',
  },
  note: { watches: 'Tus seguimientos' },
};
