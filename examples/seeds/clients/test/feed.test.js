import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { closeAll, connect, cut, Listener } from '../support/client.js';
import { until } from '../../../../test-clients/js/until.js';

describe('catch-up in the join reply', () => {
  afterEach(closeAll);

  /** Keeps what it sees, each message once, as an application would. */
  class Reader extends Listener {
    /** @type {Map<number, string>} */
    seen = new Map();
    lastSeen = 0;
    joins = 0;

    /** @param {import('phoenix').Socket} socket */
    constructor(socket) {
      super(socket, 'feed:news', () => ({ last_seen: this.lastSeen }));
      this.channel.on('new_msg', (message) => this.keep(message));
      this.channel.joinPush.receive('ok', (reply) => {
        reply.messages.forEach((message) => this.keep(message));
        this.joins += 1;
      });
    }

    /** @param {{seq: number, body: string}} message */
    keep({ seq, body }) {
      this.seen.set(seq, body);
      this.lastSeen = Math.max(this.lastSeen, seq);
    }
  }

  test('who comes back after a break gets what was said meanwhile, and no more', async () => {
    const writer = new Listener(connect('ada'), 'feed:news');
    const { last_seen: before } = await writer.join();
    const socket = connect('bob');
    const reader = new Reader(socket);
    await reader.join();
    await writer.push('say', { body: 'one' });
    await until('the first message came', () => reader.lastSeen === before + 1);

    cut(socket);
    await writer.push('say', { body: 'two' });
    await writer.push('say', { body: 'three' });
    await until('the reader is back', () => reader.joins === 2);
    await writer.push('say', { body: 'four' });

    await until('the last message came', () => reader.lastSeen === before + 4);
    assert.deepEqual([...reader.seen].filter(([seq]) => seq > before).map(([, body]) => body), ['one', 'two', 'three', 'four']);
  });

  test('a client that was away for too long learns that something is missing', async () => {
    const writer = new Listener(connect('ada'), 'feed:news');
    const { last_seen: before } = await writer.join();
    for (let i = 0; i <= 100; i += 1) {
      writer.channel.push('say', { body: `${i}` });
    }
    await writer.next('new_msg', 101);

    const late = await new Listener(connect('bob'), 'feed:news', { last_seen: before }).join();
    const inTime = await new Listener(connect('bob'), 'feed:news', { last_seen: before + 1 }).join();

    assert.deepEqual([late.messages.length, late.complete], [100, false]);
    assert.deepEqual([inTime.messages.length, inTime.complete], [100, true]);
  });
});
