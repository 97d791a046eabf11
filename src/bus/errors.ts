/** The errors of the bus. */
import { defineErrors } from '../runtime/index.ts';

export const busError = defineErrors('PMC', {
  PMC_BUS_UNAVAILABLE: { next: 'later', message: 'the bus is not connected: {reason}' },
  PMC_BUS_REFUSED: {
    next: 'stop',
    message: 'the broker at {host} cannot be used: {reason}',
    advice: 'Give BUS_URL the right host, and a user and password that may read and write pickmyclass/#',
  },
  PMC_BUS_PACKETS_LIMITED: {
    next: 'later',
    message: 'the broker passes on packets of {bytes} bytes and drops such of {needed}, so messages are lost',
    advice: 'Raise its limit (Mosquitto: max_packet_size, message_size_limit) to {needed} bytes or more',
  },
  PMC_BUS_PLACES_USED_UP: {
    next: 'later',
    message: 'MQTT clients without credentials were turned away within the last minute: {connections} are connected',
    advice: 'See who holds so many, and give those who need a place credentials',
  },
});
