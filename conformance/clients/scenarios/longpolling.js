import assert from 'node:assert/strict';
import { is180, LongPoll, minor, WebSocket } from '../support/phoenix.js';
import { until } from '../../../test-clients/js/until.js';

const REMEMBERED = 'phx:fallback:LongPoll';
const NO_FALLBACK = 'phoenix.js falls back since 1.7';

/** As a browser's sessionStorage. */
class InMemoryStorage {
  /** @type {Map<string, string>} */
  #items = new Map();

  /** @param {string} key */
  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#items.set(key, value);
  }
}

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'long polling': async (scene) => {
    const alice = await scene.member('alice', { transport: LongPoll });
    const bob = await scene.member('bob');
    assert.deepEqual(await alice.push('echo', { a: 'é' }), { status: 'ok', response: { a: 'é' } });
    const numbers = [...Array(is180 ? 99 : 150).keys()]; // 1.8.0 makes one batch of any number, and 100 are the most
    const many = await Promise.all(numbers.map((n) => alice.push('echo', { n }, 30_000)));
    assert.deepEqual(many.map(({ response }) => response.n), numbers);
    bob.channel.push('new_msg', { n: 1 });
    assert.deepEqual(await alice.receives('new_msg'), { n: 1 });
    alice.channel.push('new_msg_from', { n: 2 });
    assert.deepEqual(await bob.receives('new_msg_from'), { n: 2 });
    assert.equal((await alice.leave()).status, 'ok');
  },

  'long polling, disconnected by the server': async (scene) => {
    const alice = await scene.member('alice', { transport: LongPoll });
    await scene.post(`/lab/disconnect?user=${scene.user('alice')}`);
    await alice.joined(2);
    assert.equal((await alice.push('echo', {})).status, 'ok');
  },

  'fallback to long polling': minor < 7 ? NO_FALLBACK : async (scene) => {
    const link = await scene.link({ killsUpgrades: true });
    const sessionStorage = new InMemoryStorage();
    const room = await scene.member('alice', { link, transport: WebSocket, longPollFallbackMs: 2000, sessionStorage });
    assert.deepEqual(await room.push('echo', { n: 1 }), { status: 'ok', response: { n: 1 } });
    assert.equal(link.upgrades, 1);
    await until('it is remembered', () => sessionStorage.getItem(REMEMBERED) === 'true');
  },

  'the fallback is remembered': minor < 7 ? NO_FALLBACK : async (scene) => {
    const link = await scene.link({ killsUpgrades: true });
    const sessionStorage = new InMemoryStorage();
    sessionStorage.setItem(REMEMBERED, 'true');
    const room = await scene.member('alice', { link, transport: WebSocket, longPollFallbackMs: 2000, sessionStorage });
    assert.equal((await room.push('echo', {})).status, 'ok');
    assert.equal(link.upgrades, 0);
  },
};
