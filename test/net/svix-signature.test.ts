import { createHmac } from 'node:crypto';
import t from 'tap';
import { isSignedBySvix } from '../../src/net/svix-signature.ts';

const NOW = 1_614_265_330_000;
/** The example of the Svix documentation. */
const SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl';
const EXAMPLE = {
  id: 'msg_loFOjxBNrRLzqYUf',
  timestamp: '1731705121',
  body: '{"event_type":"ping","data":{"success":true}}',
  signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
};

const signed = (timestamp = '1614265330') => {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`msg_1.${timestamp}.{}`).digest('base64');
  return { id: 'msg_1', timestamp, body: '{}', signature: `v1,${mac}` };
};

t.test('the documented example has a valid signature', async (t) => {
  t.ok(isSignedBySvix(EXAMPLE, SECRET, 1_731_705_121_000));
});

t.test('one of several signatures is enough', async (t) => {
  t.ok(isSignedBySvix({ ...signed(), signature: `v1,AAAA ${signed().signature} v2,BBBB` }, SECRET, NOW));
});

t.test('anything else in the id, the time, the body or the secret makes it invalid', async (t) => {
  const secret = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  for (const other of [{ id: 'msg_2' }, { id: '' }, { timestamp: '1614265331' }, { timestamp: 'now' }, { body: '{ }' }])
    t.notOk(isSignedBySvix({ ...signed(), ...other }, SECRET, NOW), JSON.stringify(other));
  t.notOk(isSignedBySvix(signed(), secret, NOW));
  t.notOk(isSignedBySvix({ ...signed(), signature: '' }, SECRET, NOW));
});

t.test('a webhook is valid for five minutes before and after its time', async (t) => {
  for (const minutes of [-5, 5]) t.ok(isSignedBySvix(signed(), SECRET, NOW + minutes * 60_000));
  for (const minutes of [-6, 6]) t.notOk(isSignedBySvix(signed(), SECRET, NOW + minutes * 60_000));
});
