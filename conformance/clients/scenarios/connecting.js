import assert from 'node:assert/strict';
import { is17 } from '../support/phoenix.js';
import { token } from '../support/tokens.js';
import { until } from '../support/until.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'connect with a token as parameter': async (scene) => {
    const alice = scene.user('alice');
    const { status } = await scene.room(scene.socket(alice), {}, `notifications:${alice}`).join();
    assert.equal(status, 'ok');
  },

  'connect with authToken': is17 ? 'phoenix.js has authToken since 1.8' : async (scene) => {
    const alice = scene.user('alice');
    const socket = scene.socket(alice, { params: {}, authToken: () => token(alice) });
    const { status } = await scene.room(socket, {}, `notifications:${alice}`).join();
    assert.equal(status, 'ok');
  },

  'a refused token, then a good one': async (scene) => {
    const alice = scene.user('alice');
    let refused = 0;
    const socket = scene.socket(alice, { params: () => ({ token: refused < 2 ? 'nonsense' : token(alice) }) });
    socket.onError(() => { refused++; });
    const { status } = await scene.room(socket).join();
    assert.ok(refused >= 2);
    assert.equal(status, 'ok');
  },

  heartbeats: async (scene) => {
    const socket = scene.socket(scene.user('alice'), { heartbeatIntervalMs: 3000 });
    let answered = 0;
    let closed = 0;
    socket.onClose(() => { closed++; });
    socket.onMessage((/** @type {any} */ message) => {
      answered += message.topic === 'phoenix' && message.event === 'phx_reply' && message.payload.status === 'ok' ? 1 : 0;
    });
    await until('two heartbeats are answered', () => answered >= 2);
    assert.equal(closed, 0);
  },

  'two tabs of one user': async (scene) => {
    const one = await scene.member('alice');
    const other = await scene.member('alice');
    one.channel.push('new_msg_from', { n: 1 });
    assert.deepEqual(await other.hears('new_msg_from'), { n: 1 });
    await one.push('echo', {});
    assert.equal(one.count('new_msg_from'), 0);
    await scene.post(`/lab/disconnect?user=${scene.user('alice')}`);
    await one.joined(2);
    await other.joined(2);
  },
};
