import t from 'tap';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { faultWords } from '../../../src/web/http/fault-words.ts';
import type { Fault } from '../../../src/web/http/fault-words.ts';

const Schema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 3 }),
    time: Type.String({ pattern: '^\\d\\d:\\d\\d$', examples: ['16:30'] }),
    code: Type.String({ pattern: '^[a-z]*$' }),
    kinds: Type.Array(Type.Union([Type.Literal('opened'), Type.Literal('closed')]), {
      minItems: 1,
      maxItems: 2,
      uniqueItems: true,
    }),
    open: Type.Enum(['true', 'false', '']),
    limit: Type.Integer({ minimum: 2, maximum: 5 }),
    only: Type.Literal('web-push'),
  },
  { additionalProperties: false },
);
const GOOD = { name: 'Ada', time: '09:00', code: 'x', kinds: ['opened'], open: '', limit: 2, only: 'web-push' };

t.test('every fault is said in plain words that follow the name of the field', async (t) => {
  const cases: [given: object, words: string][] = [
    [{ name: undefined }, 'is missing'],
    [{ age: 5 }, 'is not known here'],
    [{ name: 5 }, 'must be a string'],
    [{ name: '' }, 'must not be empty'],
    [{ name: 'Adam' }, 'must have at most 3 characters'],
    [{ time: '9' }, 'must be written like 16:30'],
    [{ code: '9' }, 'is not valid'],
    [{ kinds: [] }, 'must not be empty'],
    [{ kinds: ['exploded'] }, 'must be one of opened, closed'],
    [{ kinds: ['opened', 'opened'] }, 'must not name anything twice'],
    [{ kinds: 'opened' }, 'must be a list'],
    [{ open: 'maybe' }, 'must be one of true, false'],
    [{ limit: 1 }, 'must be at least 2'],
    [{ limit: 6 }, 'must be at most 5'],
    [{ limit: 2.5 }, 'must be a whole number'],
    [{ only: 'email' }, 'must be web-push'],
  ];
  const validator = Compile(Schema);
  for (const [given, words] of cases) {
    // A field that is undefined is a field that was not sent.
    const sent: unknown = JSON.parse(JSON.stringify({ ...GOOD, ...given }));
    t.equal(faultWords(validator.Errors(sent) as Fault[], Schema), words, JSON.stringify(given));
  }
  t.ok(validator.Check(GOOD));
});
