import type { errors as english } from '../en/errors.ts';
import type { Translation } from '../typed.ts';

export const errors: Translation<typeof english> = {
  PMC_TOKEN_INVALID: 'Este enlace no es válido, ya se usó o venció. Pide uno nuevo.',
  PMC_ROUTE_NOT_FOUND: 'Esa página no existe.',
  PMC_TOO_MANY_REQUESTS: 'Lo intentaste demasiadas veces. Espera unos minutos y vuelve a intentarlo.',
  PMC_VISITOR_LIMIT:
    'Buscaste muchas clases nuevas. Espera un minuto; las clases que ya conocemos se muestran siempre.',
  PMC_VISITORS_BUSY:
    'Hay muchas personas buscando ahora. Espera un minuto; las clases que ya conocemos se muestran siempre.',
  PMC_LIVE_LIMIT: 'Hay demasiadas páginas abiertas en tu red. Cierra algunas o inténtalo más tarde.',
  PMC_NOT_SIGNED_IN: 'Primero entra a tu cuenta.',
  PMC_NOT_OPERATOR: 'Solo puede hacerlo quien administra este sitio.',
  PMC_WATCH_LIMIT: 'Ya tienes el máximo de seguimientos por estudiante. Quita uno primero.',
  PMC_WATCH_DUPLICATE: 'Ya sigues esto. Cambia ese seguimiento.',
  PMC_WATCH_NOT_FOUND: 'Este seguimiento ya terminó.',
  PMC_TERM_OVER: 'Este período terminó, así que sus clases ya no se pueden seguir.',
  PMC_SECTION_NOT_FOUND: 'La universidad no tiene esa clase en este período. Revisa el número y el período.',
  PMC_SECTION_NOT_SEEN: 'Todavía no hemos visto esta clase.',
  PMC_SECTION_PENDING: 'Estamos viendo esta clase por primera vez. Tarda unos segundos.',
  PMC_CHECKS_PAUSED: 'Quien administra este sitio pausó las consultas. Tus seguimientos se conservan.',
  PMC_BREAKER_OPEN: 'Ahora no se puede consultar a la universidad. Lo volvemos a intentar solos.',
  PMC_MASS_CHANGE: 'Cambiaron tantas cosas a la vez que primero volvemos a consultar. Inténtalo de nuevo en un minuto.',
  PMC_SIGN_IN_MAIL_FAILED: 'Ahora no se pueden enviar correos. Inténtalo de nuevo en unos minutos.',
  PMC_DESTINATION_REFUSED: 'No se pueden enviar avisos a esa dirección. Usa una dirección pública con https://.',
  PMC_DESTINATION_UNREACHABLE: 'No se pudo llegar a esa dirección. Revísala y vuelve a intentarlo.',
  PMC_BODY_INVALID: 'Algo del formulario no se aceptó. Revísalo y vuelve a intentarlo.',
  UNREACHABLE: 'PickMyClass no respondió. Revisa tu conexión; esta página lo vuelve a intentar sola.',
  other: 'Algo falló de nuestro lado. Inténtalo de nuevo en un minuto.',
};
