import t from 'tap';
import { discoveryMessages, discoveryTopics } from '../../src/notify/home-assistant.ts';
import { state } from '../support/states.ts';

t.test('a section is one device with its open seats and whether it is open', (t) => {
  const messages = discoveryMessages(state());
  const common = {
    state_topic: 'pickmyclass/sections/asu/2267/66445',
    availability_topic: 'pickmyclass/sections/asu/2267/66445',
    expire_after: 900,
    device: { identifiers: ['pickmyclass_asu_2267_66445'], name: 'CSE 310 · 66445', manufacturer: 'PickMyClass' },
  };
  t.match(messages, [
    {
      topic: 'homeassistant/sensor/pickmyclass_asu_2267_66445/seats/config',
      body: { ...common, unique_id: 'pickmyclass_asu_2267_66445_seats', value_template: /seats\.open/ },
    },
    {
      topic: 'homeassistant/binary_sensor/pickmyclass_asu_2267_66445/open/config',
      body: { ...common, unique_id: 'pickmyclass_asu_2267_66445_open', value_template: /status == 'open'/ },
    },
  ]);
  t.same(
    messages.map(({ topic }) => topic),
    Object.values(discoveryTopics('asu/2267/66445')),
  );
  t.end();
});
