import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { closeAll, connect, Listener } from '../support/client.js';

describe('role-based handleOut', () => {
  afterEach(closeAll);

  test('moderators see who wrote and what was reported; others see neither', async () => {
    const ada = new Listener(connect('ada'), 'moderated:lobby');
    const moderator = new Listener(connect('mo', { roles: ['moderator'] }), 'moderated:lobby');
    await Promise.all([ada.join(), moderator.join()]);

    await ada.push('reported', { body: 'spam' });
    await ada.push('new_msg', { body: 'hello' });

    assert.deepEqual(await moderator.next('reported'), { from: 'ada', body: 'spam' });
    assert.deepEqual(await moderator.next('new_msg'), { from: 'ada', body: 'hello' });
    assert.deepEqual(await ada.next('new_msg'), { body: 'hello' });
    assert.deepEqual(ada.payloads('reported'), []);
  });
});
