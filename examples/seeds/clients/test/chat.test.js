import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { closeAll, connect, Listener } from '../support/client.js';

describe('chat', () => {
  afterEach(closeAll);

  test('every member of the lobby receives a message, the sender too', async () => {
    const [ada, bob] = ['ada', 'bob'].map((user) => new Listener(connect(user), 'room:lobby'));
    await Promise.all([ada.join(), bob.join()]);

    assert.equal((await ada.push('new_msg', { body: 'hello' })).status, 'ok');

    assert.deepEqual(await bob.next('new_msg'), { from: 'ada', body: 'hello' });
    assert.deepEqual(await ada.next('new_msg'), { from: 'ada', body: 'hello' });
  });

  test('who types is seen by the others alone', async () => {
    const [ada, bob] = ['ada', 'bob'].map((user) => new Listener(connect(user), 'room:lobby'));
    await Promise.all([ada.join(), bob.join()]);

    await ada.push('typing');
    await ada.push('new_msg', { body: 'done' });

    assert.deepEqual(await bob.next('typing'), { from: 'ada' });
    await ada.next('new_msg');
    assert.deepEqual(ada.payloads('typing'), []);
  });

  test('other rooms are for those whose token names them', async () => {
    await new Listener(connect('ada', { rooms: ['staff'] }), 'room:staff').join();

    await assert.rejects(new Listener(connect('bob'), 'room:staff').join(), /unauthorized/);
    await assert.rejects(new Listener(connect('eve', { rooms: ['other'] }), 'room:staff').join(), /unauthorized/);
  });

  test('a message without a text is refused', async () => {
    const ada = new Listener(connect('ada'), 'room:lobby');
    await ada.join();

    for (const payload of [{}, { body: ' ' }, { body: 7 }, { body: 'x'.repeat(2001) }]) {
      assert.deepEqual(await ada.push('new_msg', payload), { status: 'error', response: { reason: 'invalid_body' } });
    }
  });
});
