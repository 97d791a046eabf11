import type { channels as english } from '../en/channels.ts';
import type { Translation } from '../typed.ts';

export const channels: Translation<typeof english> = {
  offByLink: 'Lo desactivaste con un enlace en un aviso.',
  test: {
    title: 'PickMyClass puede avisarte aquí',
    text: 'Esta es la prueba que pediste. Los avisos sobre tus clases se verán así.',
    code: 'Tu código es {{code}}. Escríbelo en la página donde añadiste este canal.',
  },
  note: {
    watches: 'Tus seguimientos',
    /** After a watch was ended by a button of a push message. */
    stopped: 'Listo. Ya no seguimos esto por ti.',
  },
  list: {
    title: 'Cómo te avisamos',
    lead: 'Cada seguimiento te avisa por todos estos canales, salvo que elijas algunos.',
    email: 'Correo electrónico',
    webPush: 'Avisos en un navegador',
    webhook: 'Webhook',
    unnamed: 'Un navegador',
    ready: 'Listo',
    unverified: 'Sin verificar',
    muted: 'Detenido el {{since}}',
    sendTest: 'Envíame una prueba',
    sendTestTo: 'Envíame una prueba: {{label}}',
    remove: 'Quitar',
    removeNamed: 'Quitar: {{label}}',
    arrived: 'La prueba va en camino a {{label}}.',
    removed: 'Se quitó {{label}}.',
    emailKept: 'Entras con esta dirección, por eso no se puede quitar.',
  },
  muted: {
    gone: 'El navegador o servicio ya no acepta nuestros avisos. Quítalo y vuelve a añadirlo.',
    refused: 'El servicio rechaza nuestros avisos. Revisa su configuración y envía una prueba.',
    moved: 'La dirección ahora lleva a otro lugar. Quítala y añade la nueva.',
    'not-public': 'La dirección ya no está en la Internet pública. Quítala y añade otra.',
    'old-key': 'Hay que añadir de nuevo este navegador. Abre esta página en él, quítalo y vuelve a añadirlo.',
    unreachable: 'No se pudo contactar durante mucho tiempo. Cuando funcione de nuevo, envía una prueba.',
    bounced: 'Esa dirección no existe. Inicia sesión con una que funcione, o envía una prueba si ya funciona.',
    complained: 'Marcaste nuestro correo como spam. Márcalo como deseado y envía una prueba.',
    other: 'Nuestros avisos no llegaron. Envía una prueba para empezar de nuevo.',
  },
  browser: {
    title: 'Avisos en este navegador',
    how: 'Llegan aunque esta página esté cerrada.',
    add: 'Añadir este navegador',
    added: 'Se añadió este navegador. Una prueba va en camino.',
    installFirst:
      'En este iPhone o iPad, primero añade esta página a la pantalla de inicio (Compartir, luego ' +
      '«Añadir a pantalla de inicio»). Ábrela desde ahí y vuelve aquí.',
    denied: 'Este navegador bloquea los avisos de esta página. Permite las notificaciones en su configuración.',
    unsupported: 'Este navegador no puede recibir avisos. Prueba con otro.',
  },
  webhook: {
    title: 'Discord, Slack, Telegram, ntfy o tu propio programa',
    format: 'A dónde',
    url: 'Dirección del webhook (URL)',
    urlHint: {
      discord: 'En Discord: ajustes del canal, Integraciones, Webhooks, «Copiar URL de webhook».',
      slack: 'En Slack: una app con «Incoming Webhooks», «Copy» junto a la dirección.',
      telegram: 'https://api.telegram.org/bot<token>/sendMessage?chat_id=<tu chat>',
      ntfy: 'https://ntfy.sh/<un tema que nadie pueda adivinar>',
      json: 'Tu programa recibe JSON firmado y responde 2xx.',
    },
    json: 'Mi propio programa (JSON)',
    add: 'Añadir webhook',
    secret: 'Comprueba la firma con este secreto. Solo se muestra ahora:',
    code: 'Código del mensaje',
    codeHow: 'Enviamos un mensaje con un código a {{label}}. Escríbelo aquí.',
    verify: 'Verificar',
    verified: '{{label}} está listo.',
  },
};
