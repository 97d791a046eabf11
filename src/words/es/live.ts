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
  change: {
    sentence: '{{name}}: {{what}}',
    opened: 'se abrieron cupos. {{seats}}',
    closed: 'ya no hay cupos abiertos. {{seats}}',
    seats: 'cambiaron los cupos. {{seats}}',
    waitlist: 'se movió la lista de espera. {{waitlist}}',
    instructor: 'ahora la da {{instructors}}',
    schedule: 'nueva hora o lugar. {{meetings}}',
    cancelled: 'la universidad la canceló',
    listed: 'se ofrece de nuevo',
  },
  feed: { title: '{{name}} en PickMyClass', summary: 'Antes: {{before}}. Ahora: {{after}}. Visto {{when}}.' },
  calendar: {
    meeting: '{{name}} {{title}}',
    deadline: '{{name}}: último día para inscribirse',
    note: 'Horario semanal según la universidad, visto {{when}}. No sabemos el primer ni el último día de clase.',
  },
};
