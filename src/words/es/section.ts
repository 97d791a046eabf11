import type { section as english } from '../en/section.ts';
import type { Translation } from '../typed.ts';

export const section: Translation<typeof english> = {
  name: '{{course}} · {{classNumber}}',
  nameWithTime: '{{course}} · {{classNumber}} ({{time}})',
  classOnly: 'la clase {{classNumber}}',
  anyOf: 'cualquier sección de {{course}}',
  status: {
    open: 'Abierta',
    reserved: 'Solo reservados',
    waitlist: 'Lista de espera',
    full: 'Llena',
    cancelled: 'Cancelada',
    unknown: 'No visible',
  },
  open_one: '{{open}} de {{count}} cupo libre',
  open_other: '{{open}} de {{count}} cupos libres',
  left_one: 'Queda {{open}} de {{count}} cupo',
  left_other: 'Quedan {{open}} de {{count}} cupos',
  noLimit: 'Sin límite de cupos, {{enrolled}} inscritos',
  overFilled_one: 'Excedida por {{over}}, {{count}} cupo',
  overFilled_other: 'Excedida por {{over}}, {{count}} cupos',
  enrolled: '{{enrolled}} inscritos',
  held: '{{held}} reservados para grupos',
  waiting_one: '{{count}} en espera, con lugar para {{capacity}}',
  waiting_other: '{{count}} en espera, con lugar para {{capacity}}',
  noWaitlist: 'no hay',
  notShown: 'no se muestra',
  notNamed: 'sin asignar todavía',
  noTimes: 'sin horario fijo',
};
