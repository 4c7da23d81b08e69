import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { closeAll, connect, Listener, url } from '../support/client.js';
import { token } from '../token.js';

describe('administrative messages', () => {
  afterEach(closeAll);

  /** As a browser sends the form. */
  const send = (/** @type {Record<string, string>} */ fields) =>
    fetch(`${url}/back-office/messages`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  test('the form is there', async () => {
    const page = await (await fetch(`${url}/back-office.html`)).text();

    assert.match(page, /<form method="post" action="\/back-office\/messages">/);
  });

  test('what an administrator sends reaches everybody', async () => {
    const listeners = ['ada', 'bob'].map((user) => new Listener(connect(user), 'admin_messages'));
    await Promise.all(listeners.map((listener) => listener.join()));

    const answer = await send({ token: token('root', { roles: ['admin'] }), body: 'Closed at <noon>' });

    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', /\/back-office\.html\?sent$/);
    for (const listener of listeners) {
      assert.deepEqual(await listener.next('message'), { body: 'Closed at <noon>' });
    }
  });

  test('others cannot send, and an empty message is none', async () => {
    assert.equal((await send({ token: token('ada'), body: 'x' })).status, 403);
    assert.equal((await send({ token: 'no token', body: 'x' })).status, 403);
    assert.equal((await send({ body: 'x' })).status, 403);
    assert.equal((await send({ token: token('root', { roles: ['admin'] }), body: ' ' })).status, 400);
  });
});
