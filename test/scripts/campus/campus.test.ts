import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';

t.test('a configured port that is taken is an error that names it', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  await t.rejects(startCampus({ port, sections: 10 }), { code: 'PMC_PORT_TAKEN', message: new RegExp(String(port)) });
});

t.test('a host of another machine is an error that names it', async (t) => {
  await t.rejects(startCampus({ port: 0, host: '203.0.113.7', sections: 10 }), {
    code: 'PMC_CONFIG_INVALID',
    message: /--host=203\.0\.113\.7/,
  });
});

t.test("a campus that listens everywhere has URLs that this machine's browsers can open", async (t) => {
  const campus = await startCampus({ port: 0, host: '0.0.0.0', sections: 10 });
  t.teardown(() => campus.close());
  t.match(campus.controlUrl, /^http:\/\/localhost:\d+\/control$/);
  t.equal((await fetch(campus.catalogUrl)).status, 200);
});

t.test('without a port, each of two campuses finds a free one', async (t) => {
  const first = await startCampus({ sections: 10 });
  t.teardown(() => first.close());
  const second = await startCampus({ sections: 10 });
  t.teardown(() => second.close());
  t.not(first.url, second.url);
});

t.test('a file that cannot be read is an error that names it', async (t) => {
  await t.rejects(startCampus({ port: 0, trace: 'no-such.csv' }), {
    code: 'PMC_CONFIG_INVALID',
    message: /--trace=no-such.csv/,
  });
  await t.rejects(startCampus({ port: 0, capture: 'no-such.json' }), {
    code: 'PMC_CONFIG_INVALID',
    message: /--capture=no-such.json/,
  });
});

t.test('every page says that nothing is real, and asks robots to stay away', async (t) => {
  const campus = await startCampus({ port: 0, sections: 10 });
  t.teardown(() => campus.close());
  for (const path of ['/', '/catalog/classes/classlist', '/control', '/login']) {
    const html = await (await fetch(campus.url + path)).text();
    t.match(html, /Simulated university/, path);
    t.match(html, /name="robots" content="noindex"/, path);
  }
  t.match(await (await fetch(`${campus.url}/robots.txt`)).text(), /Disallow: \/control/);
});

t.test('a closed campus leaves nothing behind, and its port is free', async (t) => {
  const campus = await startCampus({ port: 0, sections: 10 });
  await fetch(campus.catalogUrl);
  await campus.close();
  await t.rejects(fetch(campus.catalogUrl));
});

t.test('a section that does not exist cannot be set', async (t) => {
  const campus = await startCampus({ port: 0, sections: 10 });
  t.teardown(() => campus.close());
  t.throws(() => campus.openSeat('00000'), { code: 'PMC_SECTION_NOT_FOUND' });
  t.throws(() => campus.find('66445', '1999'), { code: 'PMC_SECTION_NOT_FOUND' });
});
