import type { search as english } from '../en/search.ts';
import type { Translation } from '../typed.ts';

export const search: Translation<typeof english> = {
  intro: {
    title: 'Cómo funciona',
    find: 'Encuentra tu clase',
    findHow: 'Por curso, número de clase o título, con los cupos que hay ahora mismo.',
    watch: 'Síguela',
    watchHow: 'Entra con un enlace que te llega por correo, sin contraseña. Elige de qué quieres enterarte.',
    told: 'Recibe el aviso',
    toldHow: 'En cuanto vemos un cupo libre de verdad, te escribimos. Tú te inscribes en tu universidad, como siempre.',
    promise:
      'Solo decimos que una sección está abierta o llena cuando lo hemos visto. ' +
      'Los cupos reservados para grupos o para la lista de espera no cuentan como abiertos.',
  },
};
