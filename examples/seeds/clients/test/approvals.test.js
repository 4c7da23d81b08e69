import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { closeAll, connect, Listener, url } from '../support/client.js';
import { token } from '../token.js';

describe('approval statistics', () => {
  afterEach(closeAll);

  const decide = (/** @type {string} */ user, /** @type {object} */ decision, roles = ['admin']) =>
    fetch(`${url}/approvals/${user}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token('office', { roles })}`, 'content-type': 'application/json' },
      body: JSON.stringify(decision),
    });

  test('a decision reaches its user at once, and no other user', async () => {
    const carol = new Listener(connect('carol'), 'user_approval_stats:carol');
    const dave = new Listener(connect('dave'), 'user_approval_stats:dave');
    assert.deepEqual(await carol.join(), { approved: 0, rejected: 0 });
    await dave.join();

    assert.equal((await decide('carol', { approved: true })).status, 204);
    assert.equal((await decide('carol', { approved: false })).status, 204);
    assert.equal((await decide('dave', { approved: false })).status, 204);

    assert.deepEqual(await carol.next('stats', 1), { approved: 1, rejected: 0 });
    assert.deepEqual(await carol.next('stats', 2), { approved: 1, rejected: 1 });
    assert.deepEqual(await dave.next('stats'), { approved: 0, rejected: 1 });
    assert.deepEqual(await new Listener(connect('carol'), 'user_approval_stats:carol').join(), { approved: 1, rejected: 1 });
  });

  test('the statistics of another user stay hidden', async () => {
    await assert.rejects(new Listener(connect('eve'), 'user_approval_stats:carol').join(), /unauthorized/);
  });

  test('only the role admin decides', async () => {
    assert.equal((await decide('erin', { approved: true }, [])).status, 403);
    assert.equal((await fetch(`${url}/approvals/erin`, { method: 'POST' })).status, 401);
    assert.equal((await decide('erin', {})).status, 400);
    assert.deepEqual(await new Listener(connect('erin'), 'user_approval_stats:erin').join(), { approved: 0, rejected: 0 });
  });
});
