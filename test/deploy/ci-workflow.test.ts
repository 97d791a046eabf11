/** The CI workflow runs the same checks as a local run, on every supported Node, with a MongoDB. */
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';

const Step = Type.Object({
  run: Type.Optional(Type.String()),
  uses: Type.Optional(Type.String()),
  with: Type.Optional(Type.Record(Type.String(), Type.String())),
});
const Workflow = Type.Object({
  on: Type.Object({ push: Type.Unknown(), pull_request: Type.Unknown() }),
  permissions: Type.Object({ contents: Type.Literal('read') }, { additionalProperties: false }),
  jobs: Type.Object({
    test: Type.Object({
      strategy: Type.Object({
        matrix: Type.Object({ node: Type.Array(Type.Integer()), 'mongodb-url': Type.Array(Type.String()) }),
      }),
      services: Type.Object({ mongodb: Type.Object({ image: Type.String(), ports: Type.Array(Type.String()) }) }),
      env: Type.Object({ MONGODB_URL: Type.String() }),
      steps: Type.Array(Step),
    }),
  }),
});
const {
  jobs: { test: job },
} = Value.Parse(Workflow, parse(readFileSync('.github/workflows/ci.yml', 'utf8')));

t.test('it runs .ci/run on the oldest supported Node and on the current one', async (t) => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  t.same(job.strategy.matrix.node, [Number(/\d+/.exec(engines.node)![0]), 24]);
  t.ok(job.steps.some((step) => step.with?.['node-version'] === '${{ matrix.node }}'));
  t.equal(job.steps.at(-1)!.run, 'bash .ci/run');
  t.ok(existsSync('.ci/run'));
});

t.test(
  'one run uses the MongoDB service and another its own servers, so that no test is skipped in both',
  async (t) => {
    t.equal(job.env.MONGODB_URL, '${{ matrix.mongodb-url }}');
    t.same(job.strategy.matrix['mongodb-url'], ['mongodb://127.0.0.1:27017', '']);
    t.same(job.services.mongodb.ports, ['27017:27017']);
    const [, compose] = /image: (mongo:\S+)/.exec(readFileSync('docker-compose.yml', 'utf8'))!;
    t.equal(job.services.mongodb.image, compose, 'the one that is deployed');
  },
);

t.test('the workflow installs what the set-up cannot install without root', async (t) => {
  const commands = job.steps.map((step) => step.run ?? '').join('\n');
  for (const name of ['mosquitto', 'mosquitto-clients'])
    t.match(commands, new RegExp(`sudo apt-get install [^\\n]*\\b${name}\\b`));
});
