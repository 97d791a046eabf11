import t from 'tap';
import type { Note } from '../../../src/notify/note.ts';
import { CHAT_FORMATS, chatMessage } from '../../../src/notify/webhook/formats.ts';

const NOTE: Note = {
  title: '1 seat open: CSE 310 · 66445',
  text: 'A seat opened at 14:03.',
  register: { label: 'Register at ASU', url: 'https://classes.example.edu/list?term=2267&keywords=66445' },
  watches: { label: 'Your watches', url: 'https://pick.example.edu/' },
  stop: null,
  urgent: true,
};
/** A title that tries to be markup in every format. */
const EVIL = '**@everyone** <@1> <!channel> [x](https://evil.example) <b>hi</b> & `code` <https://evil.example|x>';

const bodyOf = (message: { body: string | Buffer }) => JSON.parse(message.body.toString()) as Record<string, unknown>;

t.test('Discord gets bold text and links without previews, and nobody is mentioned', async (t) => {
  const message = chatMessage('discord', 'https://discord.com/api/webhooks/1/x', NOTE);
  t.equal(message.url, 'https://discord.com/api/webhooks/1/x');
  t.same(bodyOf(message), {
    content:
      '**1 seat open\\: CSE 310 · 66445**\nA seat opened at 14\\:03.\n' +
      '[Register at ASU](<https://classes.example.edu/list?term=2267&keywords=66445>) · ' +
      '[Your watches](<https://pick.example.edu/>)',
    allowed_mentions: { parse: [] },
  });
});

t.test('Slack gets its own markup', async (t) => {
  t.same(bodyOf(chatMessage('slack', 'https://hooks.slack.com/services/T/B/x', NOTE)), {
    text:
      '*1 seat open: CSE 310 · 66445*\nA seat opened at 14:03.\n' +
      '<https://classes.example.edu/list?term=2267&amp;keywords=66445|Register at ASU> · ' +
      '<https://pick.example.edu/|Your watches>',
    unfurl_links: false,
    unfurl_media: false,
  });
});

t.test('Telegram gets HTML, and the chat of the URL in the body', async (t) => {
  const message = chatMessage('telegram', 'https://api.telegram.org/bot1:x/sendMessage?chat_id=-100', NOTE);
  t.equal(message.url, 'https://api.telegram.org/bot1:x/sendMessage');
  t.match(bodyOf(message), {
    chat_id: '-100',
    parse_mode: 'HTML',
    text: /^<b>1 seat open: CSE 310 · 66445<\/b>\nA seat opened at 14:03\.\n<a href="https:.*term=2267&amp;keywords/,
  });
});

t.test('ntfy gets plain text, with the title in a header that is ASCII', async (t) => {
  const { headers, body } = chatMessage('ntfy', 'https://ntfy.sh/topic', NOTE);
  t.equal(body, NOTE.text);
  t.match(headers, { priority: 'high', click: NOTE.register!.url, title: /^=\?UTF-8\?B\?[\w+/=]+\?=$/ });
  const [, encoded = ''] = /B\?(.*)\?=/.exec(String(headers['title'])) ?? [];
  t.equal(Buffer.from(encoded, 'base64').toString(), NOTE.title);
  t.equal(chatMessage('ntfy', 'https://ntfy.sh/topic', { ...NOTE, title: 'plain' }).headers['title'], 'plain');
});

t.test('text of the site is never markup', async (t) => {
  const evil: Note = { ...NOTE, title: EVIL, text: EVIL, register: null };
  const said = Object.fromEntries(
    CHAT_FORMATS.map((format) => [format, chatMessage(format, 'https://h.example/?chat_id=1', evil).body.toString()]),
  );
  t.notMatch(said['discord'], /[^\\](\\\\)*(\*\*@|<@|\]\(https:\/\/evil)/);
  t.match(bodyOf({ body: said['discord']! }), { allowed_mentions: { parse: [] } });
  t.notMatch(said['slack'], /<!channel>|<@1>|<https:\/\/evil/);
  t.notMatch(said['telegram'], /<b>hi|<@1>/);
  t.equal(said['ntfy'], EVIL, 'plain text has no markup');
});

t.test('a header cannot be split', async (t) => {
  const { headers } = chatMessage('ntfy', 'https://ntfy.sh/topic', { ...NOTE, title: 'a\r\nx-evil: 1' });
  t.notMatch(String(headers['title']), /[\r\n]/);
});

t.test('every chat has a link that stops the watch', async (t) => {
  const stop = { label: '¡Listo, basta!', url: 'https://pick.example.edu/api/v1/unsubscribe?token=a.b', done: 'Done' };
  for (const format of CHAT_FORMATS) {
    const { body, headers } = chatMessage(format, 'https://chat.example/hook', { ...NOTE, stop });
    t.match(`${body?.toString()} ${headers['actions'] ?? ''}`, stop.url, format);
  }
  const { headers } = chatMessage('ntfy', 'https://ntfy.example/topic', { ...NOTE, stop });
  t.match(headers['actions'], /^[\x20-\x7e]*$/, 'headers are ASCII');
  t.same(JSON.parse(String(headers['actions'])), [{ action: 'view', label: stop.label, url: stop.url }]);
});
