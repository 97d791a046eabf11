import t from 'tap';
import { DEFAULT_PREFERENCES, isTimeZone, withDefaults } from '../../src/domain/preferences.ts';

t.test('what was never chosen has its default', async (t) => {
  t.same(withDefaults({}), DEFAULT_PREFERENCES);
  t.same(withDefaults({ language: 'es', quietHours: { from: '22:00', to: '07:00', exceptOpenings: true } }), {
    ...DEFAULT_PREFERENCES,
    language: 'es',
    quietHours: { from: '22:00', to: '07:00', exceptOpenings: true },
  });
});

t.test('a time zone is an IANA name that this machine knows', async (t) => {
  for (const name of ['UTC', 'America/Phoenix', 'Europe/Zurich', 'Asia/Kathmandu']) t.ok(isTimeZone(name), name);
  for (const name of ['', 'Mars/Olympus', '+02:00', '-7', 'America/Phoenix; DROP', ' UTC'])
    t.notOk(isTimeZone(name), name);
});
