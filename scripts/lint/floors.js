/**
 * A lint rule: imports go down the floors, types included. The table below is the whole plan. A room may import from
 * its own floor and from those below it.
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
  ['config', 'net', 'telemetry', 'words'],
  ['domain', 'runtime'],
];

/** These rooms import only themselves, so that they can be lifted out. */
const ALONE = ['domain', 'runtime'];

/** The only import that may leave src/. */
const DOOR = { from: 'src/cli/simulator.ts', to: 'scripts/campus/campus.ts' };

/**
 * The simulated university may import only the domain's vocabulary and the runtime. If it shared more code with the
 * program, it would repeat the program's mistakes instead of revealing them.
 */
const CAMPUS = { room: 'scripts/campus/', doors: ['src/domain/', 'src/runtime/index.ts'] };

/** The files through which other rooms may import the runtime. */
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

/** Returns the first path segment below src/, or undefined for paths outside src/. */
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
