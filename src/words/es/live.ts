import type { live as english } from '../en/live.ts';
import type { Translation } from '../typed.ts';

export const live: Translation<typeof english> = {
  frame: {
    skip: 'Ir al contenido',
    headline: 'Entérate en cuanto se abra un cupo',
    what: 'Curso, número de clase o título',
    term: 'Periodo',
    search: 'Buscar',
    signIn: 'Entrar',
    simulation: 'Simulación',
    simulated: 'Esto es una simulación.',
    simulatedHow: 'Las secciones y los cupos de abajo son inventados. No se consulta a ninguna universidad.',
    campusBefore: 'Puedes mover cupos en la',
    campus: 'página de control del campus',
  },
  connection: {
    connecting: 'Conectando…',
    online: 'En vivo',
    reconnecting: 'Reconectando. Los cupos son los últimos que vimos.',
    offline: 'Estás sin conexión. Los cupos son los últimos que vimos.',
  },
};
