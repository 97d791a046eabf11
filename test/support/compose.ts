/** The part of the docker-compose.yml format that we use. Other keys count as mistakes. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';

const strict = { additionalProperties: false };
const Text = Type.String({ minLength: 1 });
const Duration = Type.String({ pattern: '^\\d+(ms|s|m)$' });
const Variables = Type.Record(Type.String({ pattern: '^[A-Z_]+$' }), Type.String());

const Service = Type.Object(
  {
    image: Text,
    build: Type.Optional(Type.Literal('.')),
    user: Type.Optional(Text),
    command: Type.Optional(Type.Array(Text)),
    working_dir: Type.Optional(Text),
    ports: Type.Optional(Type.Array(Text)),
    networks: Type.Optional(Type.Array(Text)),
    environment: Type.Optional(Variables),
    volumes: Type.Optional(Type.Array(Text)),
    tmpfs: Type.Optional(Type.Array(Text)),
    shm_size: Type.Optional(Text),
    depends_on: Type.Optional(Type.Record(Text, Type.Object({ condition: Type.Literal('service_healthy') }, strict))),
    healthcheck: Type.Optional(
      Type.Object({ test: Type.Array(Text), interval: Duration, timeout: Duration, start_period: Duration }, strict),
    ),
    read_only: Type.Literal(true),
    cap_drop: Type.Array(Text),
    cap_add: Type.Optional(Type.Array(Text)),
    security_opt: Type.Array(Text),
    restart: Type.Literal('unless-stopped'),
    stop_grace_period: Type.Optional(Duration),
    deploy: Type.Object(
      {
        resources: Type.Object(
          {
            limits: Type.Object(
              {
                cpus: Type.String({ pattern: '^[\\d.]+$' }),
                memory: Type.String({ pattern: '^\\d+[MG]$' }),
                pids: Type.Integer(),
              },
              strict,
            ),
          },
          strict,
        ),
      },
      strict,
    ),
  },
  strict,
);

const Compose = Type.Object(
  {
    name: Text,
    'x-confined': Type.Unknown(),
    services: Type.Object({ app: Service, campus: Service, mongo: Service, broker: Service, mail: Service }, strict),
    networks: Type.Record(Text, Type.Union([Type.Null(), Type.Object({ internal: Type.Boolean() }, strict)])),
    volumes: Type.Record(Text, Type.Null()),
  },
  strict,
);

export type Service = Static<typeof Service>;
export type Compose = Static<typeof Compose>;

/** Rejects a file of any other form. */
export function readCompose(): Compose {
  const parsed: unknown = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
  const [problem] = Value.Errors(Compose, parsed);
  if (problem !== undefined) throw new Error(`docker-compose.yml ${problem.instancePath}: ${problem.message}`);
  return Value.Parse(Compose, parsed);
}

/** Fills in `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}` as compose does. Throws the complaint. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (_, name: string, sign?: string, rest = '') => {
    const value = values[name] ?? '';
    if (value === '' && sign === '?') throw new Error(`${name}: ${String(rest)}`);
    return value === '' && sign === '-' ? String(rest) : value;
  });
}
