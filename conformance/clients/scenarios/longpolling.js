import assert from 'node:assert/strict';
import { is17, LongPoll } from '../support/phoenix.js';
import { until } from '../support/until.js';

const REMEMBERED = 'phx:fallback:LongPoll';

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
    const many = await Promise.all([...Array(150).keys()].map((n) => alice.push('echo', { n })));
    assert.deepEqual(many.map(({ response }) => response.n), [...Array(150).keys()]);
    bob.channel.push('new_msg', { n: 1 });
    assert.deepEqual(await alice.hears('new_msg'), { n: 1 });
    alice.channel.push('new_msg_from', { n: 2 });
    assert.deepEqual(await bob.hears('new_msg_from'), { n: 2 });
    assert.equal((await alice.leave()).status, 'ok');
  },

  'long polling, disconnected by the server': is17 ? 'before 1.8 phoenix.js takes the new session without joining again' : async (scene) => {
    const alice = await scene.member('alice', { transport: LongPoll });
    await scene.post(`/lab/disconnect?user=${scene.user('alice')}`);
    await alice.joined(2);
    assert.equal((await alice.push('echo', {})).status, 'ok');
  },

  'fallback to long polling': async (scene) => {
    const link = await scene.link({ killsUpgrades: true });
    const sessionStorage = new InMemoryStorage();
    const room = await scene.member('alice', { link, longPollFallbackMs: 2000, sessionStorage });
    assert.deepEqual(await room.push('echo', { n: 1 }), { status: 'ok', response: { n: 1 } });
    assert.equal(link.upgrades, 1);
    await until('it is remembered', () => sessionStorage.getItem(REMEMBERED) === 'true');
  },

  'the fallback is remembered': async (scene) => {
    const link = await scene.link({ killsUpgrades: true });
    const sessionStorage = new InMemoryStorage();
    sessionStorage.setItem(REMEMBERED, 'true');
    const room = await scene.member('alice', { link, longPollFallbackMs: 2000, sessionStorage });
    assert.equal((await room.push('echo', {})).status, 'ok');
    assert.equal(link.upgrades, 0);
  },
};
