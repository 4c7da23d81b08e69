import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import WebSocket from 'ws';
import { closeAll, Connection } from '../support/connection.js';
import { mention, someone, stack, token } from '../support/stack.js';
import { until } from '../../../test-clients/js/until.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('phoenix.js as it is', () => {
  afterEach(closeAll);

  async function inbox(/** @type {string} */ user, /** @type {{gateway?: number}} */ options = {}) {
    const connection = new Connection(user, options);
    const log = connection.channel();
    const { status, response } = await log.join();
    assert.equal(status, 'ok');
    return { connection, log, reply: response };
  }

  test('a join is answered with the inbox', async () => {
    const { reply } = await inbox(someone('alice'));

    assert.match(reply.epoch, /^[0-9a-f-]{36}$/);
    assert.deepEqual({ ...reply, epoch: '' },
      { unread: 0, unseen: 0, seq: 0, rev: 0, epoch: '', read_up_to: 0, notifications: [], snapshot: true });
  });

  test('a mention arrives with the notification and both counts in one message', async () => {
    const alice = someone('alice');
    const { log, reply } = await inbox(alice);
    await mention('look at this', [alice]);
    await mention('and at this', [alice]);

    const second = await log.next('new_notification', 2);
    const [first] = log.payloads('new_notification');
    assert.deepEqual([first.unread, first.unseen, first.seq, first.rev], [1, 1, 1, 1]);
    assert.deepEqual([second.unread, second.unseen, second.seq, second.rev], [2, 2, 2, 2]);
    assert.equal(first.epoch, reply.epoch);
    const { id, mention_id: mentionId, occurred_at: occurredAt, created_at: createdAt, ...rest } = first.notification;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(mentionId, /^[0-9a-f-]{36}$/);
    assert.ok(Date.parse(occurredAt) > 0 && Date.parse(createdAt) > 0);
    assert.deepEqual([rest.seq, rest.rev, rest.read, rest.archived], [1, 1, false, false]);
    assert.deepEqual(rest.actor, { id: 'ada', name: 'Ada Lovelace' });
    assert.deepEqual(rest.source, { type: 'comment', id: '7', url: 'https://example.org/notes/7', title: 'Note 7' });
    assert.deepEqual([rest.excerpt, second.notification.excerpt].sort(), ['and at this', 'look at this']);
  });

  test('every change is replied to with the counts and pushed to the second socket, at another gateway', async () => {
    const alice = someone('alice');
    const { log: phone } = await inbox(alice, { gateway: 1 });
    const { log: laptop } = await inbox(alice, { gateway: 2 });
    for (const n of [1, 2, 3]) {
      await mention(`mention ${n}`, [alice]);
    }
    await laptop.next('new_notification', 3);
    await phone.next('new_notification', 3);
    const [first, second] = phone.payloads('new_notification').map(({ notification }) => notification.id);

    const seen = await phone.push('mark_seen', {});
    const read = await phone.push('mark_read', { ids: [first] });
    const archived = await phone.push('archive', { ids: [second] });
    const all = await phone.push('mark_all_read', { up_to: 3 });

    assert.deepEqual([seen, read, archived, all].map(({ status }) => status), ['ok', 'ok', 'ok', 'ok']);
    assert.deepEqual([seen, read, archived, all].map(({ response }) => [response.unread, response.unseen, response.rev]),
      [[3, 0, 4], [2, 0, 5], [1, 0, 6], [0, 0, 7]]);
    for (const device of [phone, laptop]) {
      await device.next('inbox_changed', 4);
      assert.deepEqual(device.payloads('inbox_changed').map((change) => [change.unread, change.unseen, change.rev, change.read,
        change.read_up_to, change.archived]), [
        [3, 0, 4, [], 0, []],
        [2, 0, 5, [first], 0, []],
        [1, 0, 6, [], 0, [second]],
        [0, 0, 7, [], 3, []],
      ]);
    }
  });

  test('a change that changes nothing is replied to and pushed to no socket', async () => {
    const alice = someone('alice');
    const { log } = await inbox(alice);

    assert.equal((await log.push('mark_read', { ids: [NOBODY] })).status, 'ok');
    assert.equal((await log.push('mark_seen', {})).status, 'ok');
    assert.equal((await log.push('mark_all_read', {})).status, 'ok');
    await mention('the first thing', [alice]);
    await log.next('new_notification');
    assert.equal(log.received.length, 1);
  });

  test('older notifications come in pages, newest first', async () => {
    const alice = someone('alice');
    const { log } = await inbox(alice);
    for (let n = 1; n <= 7; n++) {
      await mention(`mention ${n}`, [alice]);
    }
    await log.next('new_notification', 7);

    const pages = [];
    for (let before = null; pages.length === 0 || before; before = pages.at(-1).next_before) {
      const { status, response } = await log.push('list', before ? { before, limit: 3 } : { limit: 3 });
      assert.equal(status, 'ok');
      pages.push(response);
    }
    assert.deepEqual(pages.map((page) => page.notifications.map((/** @type {{seq: number}} */ { seq }) => seq)), [[7, 6, 5], [4, 3, 2], [1]]);
    assert.deepEqual(pages.map((page) => page.next_before), [5, 2, null]);
  });

  test('after a disconnect it says what it has and gets exactly what it missed, in order', async () => {
    const alice = someone('alice');
    const connection = new Connection(alice);
    /** @type {{rev?: number, epoch?: string}} */
    let have = {};
    const log = connection.channel(undefined, () => have);
    await log.join();
    await mention('had', [alice]);
    const { rev, epoch } = await log.next('new_notification');
    have = { rev, epoch };

    connection.socket.disconnect();
    await until('it is disconnected', () => !connection.socket.isConnected());
    await mention('missed 1', [alice]);
    await mention('missed 2', [alice]);
    const { log: other } = await inbox(alice, { gateway: 2 });
    await until('both are stored', async () => (await other.push('mark_seen', {})).response.unread === 3);
    connection.socket.connect();

    const rejoined = await until('it has joined again', () => log.joins[1]);
    assert.equal(rejoined.snapshot, false);
    assert.deepEqual(rejoined.notifications.map((/** @type {{seq: number}} */ { seq }) => seq), [2, 3]);
    assert.equal(rejoined.unread, 3);
    assert.equal(log.payloads('new_notification').length, 1);
  });

  test('when the network goes away it comes back by itself and misses nothing', async () => {
    const alice = someone('alice');
    const connection = new Connection(alice);
    /** @type {{rev?: number, epoch?: string}} */
    let have = {};
    const log = connection.channel(undefined, () => have);
    await log.join();
    have = log.joins[0];
    connection.cut();
    await mention('meanwhile', [alice]);

    await until('it has joined again', () => log.joins.length === 2);
    const shown = () => [...log.joins[1].notifications, ...log.payloads('new_notification').map(({ notification }) => notification)];
    await until('it is there', () => shown().length > 0);
    assert.deepEqual(shown().map(({ excerpt }) => excerpt), ['meanwhile']);
  });

  const mistakes = [
    ['mark_read', {}, 'invalid_ids'],
    ['mark_read', { ids: [] }, 'invalid_ids'],
    ['mark_read', { ids: 'all' }, 'invalid_ids'],
    ['mark_read', { ids: ['no uuid'] }, 'invalid_ids'],
    ['mark_read', { ids: [7] }, 'invalid_ids'],
    ['mark_read', { ids: Array(501).fill(NOBODY) }, 'invalid_ids'],
    ['archive', {}, 'invalid_ids'],
    ['archive', { ids: [null] }, 'invalid_ids'],
    ['archive', { ids: Array(501).fill(NOBODY) }, 'invalid_ids'],
    ['mark_all_read', { up_to: -1 }, 'invalid_up_to'],
    ['mark_all_read', { up_to: 'three' }, 'invalid_up_to'],
    ['mark_all_read', { up_to: 1.5 }, 'invalid_up_to'],
    ['list', { limit: 0 }, 'invalid_limit'],
    ['list', { limit: 101 }, 'invalid_limit'],
    ['list', { limit: 'ten' }, 'invalid_limit'],
    ['list', { before: -1 }, 'invalid_before'],
    ['list', { before: {} }, 'invalid_before'],
    ['mark_everything', {}, 'unknown_event'],
  ];
  test('every mistake gets an error with its reason, and the channel goes on', async () => {
    const alice = someone('alice');
    const { log } = await inbox(alice);
    for (const [event, payload, reason] of mistakes) {
      assert.deepEqual(await log.push(/** @type {string} */ (event), /** @type {object} */ (payload)),
        { status: 'error', response: { reason } }, `${event} ${JSON.stringify(payload).slice(0, 80)}`);
    }
    await mention('still here', [alice]);
    assert.equal((await log.next('new_notification')).notification.excerpt, 'still here');
    assert.equal(log.joins.length, 1);
  });

  test('a join with a mistake is refused with its reason', async () => {
    const alice = someone('alice');
    for (const [params, reason] of /** @type {[object, string][]} */ ([
      [{ rev: -1 }, 'invalid_rev'], [{ rev: 'one' }, 'invalid_rev'], [{ rev: 1.5 }, 'invalid_rev'],
      [{ rev: 1, epoch: 'yesterday' }, 'invalid_epoch'], [{ rev: 1, epoch: 7 }, 'invalid_epoch']])) {
      const connection = new Connection(alice);
      assert.deepEqual(await connection.channel(undefined, params).join(), { status: 'error', response: { reason } });
      connection.socket.disconnect();
    }
  });

  test('the topic of another user, or of none, is refused', async () => {
    const connection = new Connection(someone('alice'));
    assert.deepEqual(await connection.channel(`notifications:${someone('bob')}`).join(),
      { status: 'error', response: { reason: 'unauthorized' } });
    assert.deepEqual(await connection.channel('weather:berlin').join(),
      { status: 'error', response: { reason: 'unmatched topic' } });
  });

  test('an announcement in the lobby reaches everybody at every gateway, the sender too', async () => {
    const sender = new Connection(someone('office'), { roles: ['broadcast'] }).channel('room:lobby');
    const near = new Connection(someone('alice')).channel('room:lobby');
    const far = new Connection(someone('bob'), { gateway: 2 }).channel('room:lobby');
    await Promise.all([sender, near, far].map((log) => log.join()));
    const announcement = { title: 'Maintenance', body: someone('text') };

    assert.deepEqual(await sender.push('new_msg', announcement), { status: 'ok', response: {} });
    for (const log of [sender, near, far]) {
      await until('it is announced', () => log.payloads('new_msg').some(({ body }) => body === announcement.body));
      assert.deepEqual(log.payloads('new_msg').filter(({ body }) => body === announcement.body).map(({ from, ...said }) => said), [announcement]);
    }
  });

  test('an announcement without the role is refused and reaches no client', async () => {
    const eve = new Connection(someone('eve')).channel('room:lobby');
    const office = new Connection(someone('office'), { roles: ['broadcast'] }).channel('room:lobby');
    await Promise.all([eve.join(), office.join()]);
    const body = someone('text');

    assert.deepEqual(await eve.push('new_msg', { title: 'Hear me', body }), { status: 'error', response: { reason: 'forbidden' } });
    assert.deepEqual(await eve.push('old_msg', {}), { status: 'error', response: { reason: 'unknown_event' } });
    await office.push('new_msg', { title: 'After it', body });
    await until('the later one is there', () => eve.payloads('new_msg').some((message) => message.body === body));
    assert.deepEqual(eve.payloads('new_msg').filter((message) => message.body === body).map(({ title }) => title), ['After it']);
  });

  for (const [what, bad] of /** @type {[string, () => string | null][]} */ ([
    ['no token', () => null],
    ['garbage', () => 'garbage'],
    ['an expired token', () => token(someone('alice'), { seconds: -3600 })],
    ['a token with a broken signature', () => `${token(someone('alice')).slice(0, -8)}AAAAAAAA`]])) {
    test(`with ${what} the upgrade is answered with 403`, async () => {
      const given = bad();
      const address = `${stack.gateways[0].replace('http', 'ws')}/socket/websocket?vsn=2.0.0${given ? `&token=${given}` : ''}`;
      const status = await new Promise((resolve, reject) => new WebSocket(address)
        .on('unexpected-response', (request, response) => {
          request.destroy();
          resolve(response.statusCode);
        })
        .on('open', () => reject(new Error('it was accepted')))
        .on('error', reject));
      assert.equal(status, 403);
    });
  }
});
