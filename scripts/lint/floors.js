/**
 * A lint rule for the house: imports run down, types included. The table below is the whole plan; a room may import its
 * own floor and those below it.
 */
import { join, posix, relative, sep } from 'node:path';

export const FLOORS = [
  ['cli.ts', 'cli'],
  ['main.ts'],
  ['system'],
  ['web'],
  ['actors'],
  ['watching', 'checking', 'notify', 'nodes'],
  ['store', 'bus', 'institutions', 'browsers'],
  ['config', 'net', 'telemetry'],
  ['domain', 'runtime'],
];

/** These import nothing of ours but themselves, so that they can be lifted out. */
const ALONE = ['domain', 'runtime'];

/** The only way out of src/. */
const DOOR = { from: 'src/cli/simulator.ts', to: 'scripts/campus/campus.ts' };

/**
 * The simulated university shares the domain's vocabulary and the runtime with the program, and nothing else: with the
 * program's own code it would repeat the program's mistakes instead of showing them.
 */
const CAMPUS = { room: 'scripts/campus/', doors: ['src/domain/', 'src/runtime/index.ts'] };

/** Where other rooms enter the runtime. */
const RUNTIME_DOORS = ['src/runtime/index.ts', 'src/runtime/testing/index.ts'];

const ROOT = join(import.meta.dirname, '..', '..');

const floors = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/');
    const from = roomOf(file);
    const isCampus = file.startsWith(CAMPUS.room);
    if (from === undefined && !isCampus) return {};
    const check = (node) => {
      if (typeof node.source?.value !== 'string' || !node.source.value.startsWith('.')) return;
      const target = posix.join(posix.dirname(file), node.source.value);
      const problem = isCampus ? problemOfCampus(target) : problemOf(from, roomOf(target), file, target);
      if (problem !== undefined)
        context.report({ node, message: `${problem}. See the table in scripts/lint/floors.js` });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** The first name below src/; undefined: elsewhere. */
function roomOf(path) {
  const [top, room] = path.split('/');
  return top === 'src' ? room : undefined;
}

function problemOfCampus(target) {
  return [CAMPUS.room, ...CAMPUS.doors].some((start) => target.startsWith(start))
    ? undefined
    : `${CAMPUS.room} imports nothing of ours but itself, ${CAMPUS.doors.join(' and ')}, not ${target}`;
}

function problemOf(from, to, file, target) {
  if (to === undefined)
    return file === DOOR.from && target === DOOR.to
      ? undefined
      : `${target} lies outside src/, and ${DOOR.from} is the only door`;
  if (from === to) return undefined;
  if (to === 'runtime' && !RUNTIME_DOORS.includes(target)) return `${target} is inside the runtime, import its index`;
  if (floorOf(to) === -1) return `src/${to} has no floor`;
  if (ALONE.includes(from)) return `${from} imports nothing of ours but itself, not ${to}`;
  return floorOf(from) > floorOf(to) ? `${from} lies below ${to}` : undefined;
}

function floorOf(room) {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

export default { meta: { name: 'house' }, rules: { floors } };
