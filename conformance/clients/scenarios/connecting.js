import assert from 'node:assert/strict';
import { is180, minor, overLongPoll } from '../support/phoenix.js';
import { token } from '../support/tokens.js';
import { until } from '../../../test-clients/js/until.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'connect with a token as parameter': async (scene) => {
    const alice = scene.user('alice');
    const { status } = await scene.room(scene.socket(alice), {}, `notifications:${alice}`).join();
    assert.equal(status, 'ok');
  },

  'connect with authToken': minor < 8 ? 'phoenix.js has authToken since 1.8' : async (scene) => {
    const alice = scene.user('alice');
    const socket = scene.socket(alice, { params: {}, authToken: is180 ? token(alice) : () => token(alice) });
    const { status } = await scene.room(socket, {}, `notifications:${alice}`).join();
    assert.equal(status, 'ok');
  },

  'a refused token, then a good one': refused() ?? (async (scene) => {
    const alice = scene.user('alice');
    let refused = 0;
    const socket = scene.socket(alice, { ...unhurried(), params: () => ({ token: refused < 2 ? 'nonsense' : token(alice) }) });
    socket.onError(() => { refused++; });
    const room = scene.room(socket);
    room.join(); // by the time that the token is good, the first try may be over
    await room.joined(1);
    assert.ok(refused >= 2);
  }),

  heartbeats: overLongPoll ? 'over long polling phoenix.js sends none' : async (scene) => {
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
    assert.deepEqual(await other.receives('new_msg_from'), { n: 1 });
    await one.push('echo', {});
    assert.equal(one.count('new_msg_from'), 0);
    await scene.post(`/lab/disconnect?user=${scene.user('alice')}`);
    await one.joined(2);
    await other.joined(2);
  },
};

function refused() {
  if (minor < 4) {
    return 'parameters are a function since phoenix.js 1.4';
  }
  return overLongPoll && minor < 5 ? 'before 1.5 phoenix.js never polls again when it was refused' : undefined;
}

/**
 * Before 1.7 a late answer to an earlier poll marks a channel as errored, which then never joins again. By default the next poll
 * follows after 10 ms, whether or not a busy machine has answered the one before.
 */
function unhurried() {
  return overLongPoll && minor < 7 ? { reconnectAfterMs: () => 1000 } : {};
}
