/** The errors of the bus. */
import { defineErrors } from '../runtime/index.ts';

export const busError = defineErrors('PMC', {
  PMC_BUS_UNAVAILABLE: { next: 'later', message: 'the bus is not connected: {reason}' },
  PMC_BUS_REFUSED: {
    next: 'stop',
    message: 'the broker at {host} cannot be used: {reason}',
    advice: 'Set BUS_URL to the right host, with a user and password that may read and write pickmyclass/#',
  },
  PMC_BUS_PACKETS_LIMITED: {
    next: 'later',
    message: 'the broker drops packets larger than {bytes} bytes; {needed} bytes are needed, so messages are lost',
    advice: 'Raise the limit of the broker (Mosquitto: max_packet_size, message_size_limit) to at least {needed} bytes',
  },
  PMC_BUS_PLACES_USED_UP: {
    next: 'later',
    message:
      'MQTT clients without credentials were refused in the last minute, because {connections} are connected already',
    advice: 'Find out who opens so many connections, and give credentials to clients that need a place',
  },
});
