/** The form that sets everything that can change about a section. */
import * as api from './control-api.js';
import { element } from './dom.js';

export function editSection(dialog, section, done) {
  const field = (label, name, value) =>
    element('label', {}, label, element('input', { name, type: 'number', value: String(value), required: true }));
  const problem = element('p', { class: 'alarm wide', role: 'alert', hidden: true });
  const form = element(
    'form',
    {
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          done(await api.change(section, patchOf(form.elements)));
          dialog.close();
        } catch (error) {
          problem.textContent = error.message;
          problem.hidden = false;
        }
      },
    },
    field('Capacity', 'capacity', section.capacity),
    field('Enrolled', 'enrolled', section.enrolled),
    field('Waitlist: places', 'waitCapacity', section.waitlist.capacity),
    field('Waitlist: people', 'waitCount', section.waitlist.count),
    element(
      'label',
      { class: 'wide' },
      'Instructors, with commas (empty: none yet)',
      element('input', { name: 'instructors', value: section.instructors?.join(', ') ?? '' }),
    ),
    element(
      'label',
      { class: 'wide' },
      'Reserved groups, one a line: taken/places name',
      element(
        'textarea',
        { name: 'reserved', rows: '3' },
        section.reserved.map((group) => `${group.enrolled}/${group.capacity} ${group.label}`).join('\n'),
      ),
    ),
    element(
      'label',
      { class: 'wide' },
      'Listing',
      element(
        'select',
        { name: 'listing' },
        ...['active', 'cancelled', 'vanished'].map((value) =>
          element('option', { value, selected: value === section.listing }, value),
        ),
      ),
    ),
    problem,
    element('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
    element('button', { class: 'primary' }, 'Set'),
  );
  dialog.replaceChildren(element('h2', {}, `${section.subject} ${section.catalogNumber} · ${section.section}`), form);
  dialog.showModal();
}

function patchOf(fields) {
  const names = fields.instructors.value
    .split(',')
    .map((person) => person.trim())
    .filter((person) => person !== '');
  return {
    capacity: Number(fields.capacity.value),
    enrolled: Number(fields.enrolled.value),
    waitlist: { capacity: Number(fields.waitCapacity.value), count: Number(fields.waitCount.value) },
    instructors: names.length === 0 ? null : names,
    listing: fields.listing.value,
    reserved: fields.reserved.value
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(groupOf),
  };
}

function groupOf(line) {
  const match = /^\s*(\d+)\s*\/\s*(\d+)\s+(.+)$/.exec(line);
  if (match === null) throw new Error(`"${line}" is no group. Write taken/places name, such as 2/6 Honors students`);
  return { enrolled: Number(match[1]), capacity: Number(match[2]), label: match[3].trim(), until: null };
}
