import type { pages as english } from '../en/pages.ts';
import type { Translation } from '../typed.ts';

export const pages: Translation<typeof english> = {
  failed: 'Eso no funcionó',
  back: 'Volver a PickMyClass',
  stop: {
    title: '¿Dejar de seguir?',
    watched: 'Recibes avisos sobre:',
    button: 'Dejar de seguir',
    pause: 'Pausar un día',
    all: 'Desactivar todos los avisos',
    done: 'Ya no sigues:',
    doneTitle: 'Listo',
    ended: 'Ya no sigues esto, así que no hay nada que detener.',
    endedTitle: 'Ya estaba detenido',
  },
  pause: {
    title: '¿Pausar un día?',
    button: 'Pausar un día',
    doneTitle: 'En pausa',
    done: 'No recibirás avisos sobre esto hasta el {{time}}:',
  },
  mute: {
    title: '¿Detener los avisos a {{channel}}?',
    text: 'Tus seguimientos se conservan, y tus otros canales siguen recibiendo avisos.',
    button: 'Detener estos avisos',
    doneTitle: 'Listo',
    done: 'Ya no se envía nada a {{channel}}.',
  },
  off: {
    title: '¿Desactivar todos los avisos?',
    text: 'Tus seguimientos se conservan. Puedes volver a activar los avisos cuando quieras.',
    button: 'Desactivar todos los avisos',
    doneTitle: 'Todos los avisos están desactivados',
    done: 'Ya no recibirás avisos. Tus seguimientos se conservan.',
  },
  undo: 'Deshacer',
  undoTitle: '¿Deshacerlo?',
  undone: 'Deshecho',
  watchingAgain: 'Otra vez sigues:',
  messagesAgain: 'Vuelves a recibir avisos.',
  toWatches: 'Tus seguimientos',
};
