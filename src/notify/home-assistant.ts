/**
 * Discovery messages for Home Assistant: how it finds the sections that are watched.
 * https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
import { sectionTopic } from '../bus/topics.ts';
import type { SectionState } from '../domain/section.ts';

/** Home Assistant shows a section as unavailable when its state was not published for this long. */
export const EXPIRE_SECONDS = 900;

export interface DiscoveryMessage {
  readonly topic: string;
  readonly body: object;
}

/** The topics of a section: the open seats, and whether it is open. */
export function discoveryTopics(section: string): { seats: string; open: string } {
  const id = idOf(section);
  return { seats: `homeassistant/sensor/${id}/seats/config`, open: `homeassistant/binary_sensor/${id}/open/config` };
}

export function discoveryMessages({ section, ...state }: SectionState): DiscoveryMessage[] {
  const id = idOf(section);
  const topics = discoveryTopics(section);
  const topic = sectionTopic(section);
  const common = {
    state_topic: topic,
    availability_topic: topic,
    availability_template: "{{ 'offline' if value_json.status == 'unknown' else 'online' }}",
    expire_after: EXPIRE_SECONDS,
    device: {
      identifiers: [id],
      name: `${state.subject} ${state.catalogNumber} · ${state.classNumber}`,
      manufacturer: 'PickMyClass',
      model: state.title,
    },
    origin: { name: 'PickMyClass' },
  };
  return [
    {
      topic: topics.seats,
      body: {
        ...common,
        unique_id: `${id}_seats`,
        name: 'Open seats',
        icon: 'mdi:seat',
        state_class: 'measurement',
        value_template: '{{ value_json.seats.open }}',
        json_attributes_topic: topic,
        json_attributes_template:
          "{{ {'status': value_json.status, 'checked_at': value_json.checkedAt, 'seats': value_json.seats} | tojson }}",
      },
    },
    {
      topic: topics.open,
      body: {
        ...common,
        unique_id: `${id}_open`,
        name: 'Open',
        value_template: "{{ 'ON' if value_json.status == 'open' else 'OFF' }}",
      },
    },
  ];
}

/** Home Assistant allows letters, digits, `_` and `-`. */
function idOf(section: string): string {
  return `pickmyclass_${section.replaceAll(/[^A-Za-z0-9-]/g, '_')}`;
}
