import type { common as english } from '../en/common.ts';
import type { Translation } from '../typed.ts';

export const common: Translation<typeof english> = {
  close: 'Cerrar',
  tryAgain: 'Intentar de nuevo',
  opensNewTab: ' en {{university}}, se abre en otra pestaña',
  notify: {
    granted: 'Mientras esta página esté abierta, este navegador también te avisa cuando se abra un cupo que sigues.',
    denied:
      'Los avisos de esta página están bloqueados en la configuración de tu navegador. Los correos te siguen llegando.',
    ask: 'Avísame también en este navegador',
    opened: 'Se abrió un cupo en {{course}}',
    openedHow: 'Clase {{classNumber}}: {{seats}}',
  },
};
