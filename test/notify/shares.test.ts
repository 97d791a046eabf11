import t from 'tap';
import { Shares } from '../../src/notify/shares.ts';

t.test('a host has so many places, and each is free again when its message has ended', async (t) => {
  const shares = new Shares(2);
  const first = shares.enter('h', 'ada');
  t.ok(first);
  t.ok(shares.enter('h', 'ben'));
  t.equal(shares.enter('h', 'cleo'), undefined);
  t.ok(shares.enter('other', 'cleo'));
  first!.end(true);
  t.ok(shares.enter('h', 'cleo'));
});

t.test('a host that did not answer has one place until it answers again', async (t) => {
  const shares = new Shares(10);
  shares.enter('h', 'ada')!.end(false);
  t.equal(shares.isSilent('h'), true);
  const probe = shares.enter('h', 'ada');
  t.ok(probe);
  t.equal(shares.enter('h', 'ben'), undefined);
  probe!.end(true);
  t.equal(shares.isSilent('h'), false);
  for (const name of ['ada', 'ben', 'cleo']) t.ok(shares.enter('h', name));
});

t.test('a student with many hosts has four places', async (t) => {
  const shares = new Shares(10);
  const taken = Array.from({ length: 9 }, (_, index) => shares.enter(`h${index}`, 'mallory'));
  t.equal(taken.filter((share) => share !== undefined).length, 4);
  t.ok(shares.enter('h0', 'ada'));
});

t.test('silent hosts are forgotten one day, so that their names cannot fill the memory', async (t) => {
  const shares = new Shares(10);
  for (let index = 0; index < 1_200; index += 1) shares.enter(`h${index}`, 'mallory')!.end(false);
  t.equal(shares.isSilent('h0'), false);
  t.equal(shares.isSilent('h1199'), true);
});
