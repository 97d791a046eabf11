/** The details below a class: a few facts, and a table of reserved seats if it has groups. */
import { element } from './dom.js';
import { name } from './names.js';

const UNLIMITED = 9999;

export function details({ CLAS: clas, seatInfo, reservedSeatsInfo: groups }) {
  return element(
    'div',
    { class: name('class-details'), 'data-details': true },
    element('h3', {}, clas.COURSETITLELONG ?? clas.TITLE),
    element(
      'p',
      {},
      `Class number ${clas.CLASSNBR} · ${clas.UNITSRANGE.trim()} units`,
      clas.CLASSSTAT === 'A' ? '' : ' · cancelled',
      seatInfo.ENRL_CAP === UNLIMITED ? ' · no limit on seats' : '',
    ),
    groups !== undefined && reservedTable(groups, seatInfo),
  );
}

function reservedTable(groups, { ENRL_CAP: capacity, ENRL_TOT: enrolled }) {
  const left = (group) => Math.max(0, group.ENRL_CAP - group.ENRL_TOT);
  const free = Math.max(0, capacity - enrolled - groups.reduce((sum, group) => sum + left(group), 0));
  const cells = (values) => element('tr', {}, ...values.map((value) => element('td', {}, String(value))));
  return element(
    'table',
    { class: name('reserved-seats') },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...[
          'Reserved Groups',
          'Reserved Available Seats',
          'Students Enrolled',
          'Total Seats Reserved',
          'Reserved Until',
        ].map((title) => element('th', { scope: 'col' }, title)),
      ),
    ),
    element(
      'tbody',
      {},
      ...groups.map((group) =>
        cells([group.DESCR ?? '', left(group), group.ENRL_TOT, group.ENRL_CAP, group.END_DT ?? 'n/a']),
      ),
      element('tr', {}, element('td', { colspan: '5' }, `Non Reserved Available Seats: ${free}`)),
    ),
  );
}
