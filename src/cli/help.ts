/** The help: of all commands, and of each with its options. */

interface CommandHelp {
  /** How it is written, one line for each form. */
  forms: readonly string[];
  about: string;
  /** Each option with what it does. */
  options?: Readonly<Record<string, string>>;
}

const JSON_LINES = { '--json': 'print JSON, one line for each result' };

export const HELP_OF: Readonly<Record<string, CommandHelp>> = {
  start: {
    forms: ['start'],
    about:
      'run the whole system; without configuration: a simulated campus, an embedded broker and store, ' +
      'and mail written to files',
    options: JSON_LINES,
  },
  check: {
    forms: ['check <section>…', 'check <course>'],
    about: 'print the states of sections, such as asu/2267/66445 or CSE 310',
    options: { '--fresh': 'look with a browser of its own, even if the system runs and could be asked', ...JSON_LINES },
  },
  campus: {
    forms: ['campus'],
    about: 'run the simulated campus alone',
    options: {
      '--host HOST': 'the address to listen on, 127.0.0.1 when not given; its control page asks for no password',
      '--port N': 'the port; when not given, 4000 or the next free one',
      '--seed N': 'another campus for each number',
      '--trace FILE.csv': 'replay recorded enrolment',
      '--speed X': 'how fast time passes; 0: nothing moves by itself',
      '--capture FILE.json': 'show the sections of a recorded answer',
      '--smtp-port N': 'also run a mail server there',
    },
  },
  'dead-letters': {
    forms: ['dead-letters list', 'dead-letters replay [id]'],
    about: 'list what was given up after many attempts; try it again, one or all',
    options: JSON_LINES,
  },
  migrate: {
    forms: ['migrate --from URL --to URL'],
    about: 'copy everything to another store and compare; stop every process that uses one of them first',
    options: { '--from URL': 'sqlite:<file> or mongodb://…', '--to URL': 'an empty store', ...JSON_LINES },
  },
  backup: {
    forms: ['backup <file>'],
    about: 'copy everything into one new file, also while the embedded store is in use',
    options: JSON_LINES,
  },
  restore: {
    forms: ['restore <file>'],
    about: 'copy a backup into the configured store, which must be empty',
    options: JSON_LINES,
  },
  doctor: {
    forms: ['doctor'],
    about: 'say what is configured, what can be reached, and what to do about what cannot',
    options: JSON_LINES,
  },
};

const COLUMNS = 110;
const INDENT = 43;
/** So many wrong letters are a slip: two that changed places are two. */
const SLIPS = 2;

/** Returns the help of one command, or of all of them. */
export function helpOf(name?: string): string {
  const help = name === undefined ? undefined : HELP_OF[name];
  if (help === undefined)
    return [
      'pickmyclass watches full course sections and tells students the moment a seat opens\n',
      ...Object.values(HELP_OF).flatMap(({ forms, about }) =>
        entry(
          forms.map((form) => `pickmyclass ${form}`),
          about,
        ),
      ),
      '  pickmyclass --version',
      ...entry(['pickmyclass <command> --help'], 'the options of a command'),
      '',
      'Configuration is read from the environment: see docs/reference/configuration.md.\n',
    ].join('\n');
  return [
    ...help.forms.map((form) => `pickmyclass ${form}`),
    '',
    ...linesOf(help.about, COLUMNS),
    '',
    ...Object.entries(help.options ?? {}).flatMap(([option, does]) => entry([option], does)),
    '',
  ].join('\n');
}

/** Returns the name that was probably meant; undefined if none is close. */
export function meant(name: string): string | undefined {
  const [nearest] = Object.keys(HELP_OF)
    .map((known) => ({ known, edits: editsBetween(name, known) }))
    .toSorted((a, b) => a.edits - b.edits);
  return nearest !== undefined && nearest.edits <= SLIPS ? nearest.known : undefined;
}

/** Lines with `names` on the left and the text on the right. */
function entry(names: readonly string[], text: string): string[] {
  const lines = linesOf(text, COLUMNS - INDENT);
  return Array.from({ length: Math.max(names.length, lines.length) }, (_, index) =>
    `${`  ${names[index] ?? ''}`.padEnd(INDENT)}${lines[index] ?? ''}`.trimEnd(),
  );
}

/** The text in lines of at most `width` columns, broken at spaces. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The Levenshtein distance: how many letters must be added, left out or replaced. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries())
      next.push(Math.min(row[column + 1]! + 1, next[column]! + 1, row[column]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
