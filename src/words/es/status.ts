import type { status as english } from '../en/status.ts';
import type { Translation } from '../typed.ts';

export const status: Translation<typeof english> = {
  title: '¿Funciona PickMyClass?',
  well: 'Sí, todo funciona.',
  now: {
    down: 'En este momento no. Estamos trabajando en ello. Tus avisos se conservan.',
    unseen:
      'En este momento no podemos ver la página de la universidad. Te avisaremos de los cambios en cuanto podamos.',
    late: 'En este momento los mensajes llegan tarde. No se pierde ninguno.',
    slow: 'En este momento miramos con menos frecuencia de lo habitual.',
  },
  seen: 'Miramos las clases por última vez {{time}}.',
  unseen: 'Todavía no hemos mirado las clases.',
  up: 'En los últimos {{days}} días, PickMyClass funcionó el {{percent}} % del tiempo.',
  history: 'Los últimos {{days}} días',
  none: 'No hubo problemas.',
  kinds: {
    down: 'PickMyClass no funcionó.',
    unseen: 'No pudimos ver la página de la universidad.',
    late: 'Los mensajes llegaron tarde.',
    slow: 'Miramos con menos frecuencia de lo habitual.',
  },
  since: 'desde {{start}}',
  during: '{{start}}, durante {{duration}}',
};
