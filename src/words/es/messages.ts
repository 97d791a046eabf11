import type { messages as english } from '../en/messages.ts';
import type { Translation } from '../typed.ts';

export const messages: Translation<typeof english> = {
  title: 'Mensajes para ti',
  none: 'Todavía ninguno. Todo lo que te enviamos queda aquí.',
  older: 'Ver anteriores',
  line: '{{name}}: {{what}}',
  kinds: {
    opened: 'se abrió un cupo',
    closed: 'se llenó otra vez',
    seats: 'cambió el número de cupos',
    waitlist: 'se movió la lista de espera',
    instructor: 'cambió el profesor',
    schedule: 'cambió la hora o el lugar',
    cancelled: 'se canceló',
    listed: 'se ofrece de nuevo',
    'not-found': 'la universidad no tiene esa clase, así que tu seguimiento terminó',
    'term-over': 'el periodo terminó, y con él tu seguimiento',
    outage: 'no la pudimos ver',
    'seen-again': 'la vemos otra vez',
    'channel-muted': 'Uno de tus canales dejó de funcionar. En tu cuenta dice cómo repararlo.',
    other: 'novedades',
  },
  seen: 'Visto {{when}}',
  email: 'correo',
  push: 'navegador',
  webhook: 'webhook',
  sent: '{{channel}}, enviado {{when}}',
  pending: '{{channel}}, aún sin enviar',
  dead: '{{channel}}, no entregado',
};
