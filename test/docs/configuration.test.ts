/** The documented variables are the ones that the configuration reads. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { VARIABLES } from '../../scripts/docs/variables.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/reader.ts';

const variables = Object.values(VARIABLES).flat();
const names = variables.map(({ name }) => name);

t.test('every variable that is read is documented, and no other', async (t) => {
  const read = new Set<string>();
  readConfig(
    new Proxy<Environment>(
      {},
      {
        getOwnPropertyDescriptor: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    ),
  );
  t.same([...read].toSorted(), names.toSorted());
});

t.test('a documented default has the same effect as an unset variable', async (t) => {
  const unset = configOf({});
  for (const variable of variables) {
    if ('default' in variable) t.same(configOf({ [variable.name]: variable.default }), unset, variable.name);
  }
});

t.test('every row of the table in the README is a row of the reference', async (t) => {
  const reference = readFileSync('docs/reference/configuration.md', 'utf8').replaceAll('](../', '](docs/');
  const rows = readFileSync('README.md', 'utf8').match(/^\| `[A-Z_]+` .*$/gm) ?? [];
  t.ok(rows.length > 0);
  for (const row of rows) t.ok(reference.includes(row), row);
});

t.test(
  'every variable in .env.example is documented, except the password that only docker-compose.yml reads',
  async (t) => {
    for (const [, name] of readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm))
      t.ok(name === 'BROKER_PASSWORD' || names.includes(name!), name!);
  },
);

/** Returns a valid configuration, without random values and flags that say whether a variable was set. */
function configOf(environment: Environment): Config {
  const result = readConfig({ NODE_ID: 'docs', ...environment });
  if ('problems' in result) throw result.problems[0]!;
  const { config } = result;
  const open = { portIsDefault: true };
  return { ...config, http: { ...config.http, ...open }, mqtt: { ...config.mqtt, ...open } };
}
