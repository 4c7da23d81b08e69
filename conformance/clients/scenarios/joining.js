import assert from 'node:assert/strict';
import { minor } from '../support/phoenix.js';
import { until } from '../../../test-clients/js/until.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  join: async (scene) => {
    const room = scene.room(scene.socket(scene.user('alice')));
    assert.deepEqual(await room.join(), { status: 'ok', response: {} });
    assert.equal(room.channel.state, 'joined');
  },

  'a refused join': async (scene) => {
    const room = scene.room(scene.socket(scene.user('alice')), {}, `room:private-${scene.user('alice')}`);
    assert.deepEqual(await room.join(), { status: 'error', response: { reason: 'unauthorized' } });
  },

  'a join that crashes': minor < 4 ? 'parameters are a function since phoenix.js 1.4' : async (scene) => {
    let crash = true;
    const room = scene.room(scene.socket(scene.user('alice')), () => ({ crash }));
    assert.deepEqual(await room.join(), { status: 'error', response: { reason: 'join crashed' } });
    crash = false;
    await room.joined(1);
  },

  leave: async (scene) => {
    const [alice, bob] = [await scene.member('alice'), await scene.member('bob')];
    assert.equal((await alice.leave()).status, 'ok');
    await until('it is closed', () => alice.channel.state === 'closed' && alice.closes > 0);
    bob.channel.push('new_msg', {});
    await bob.receives('new_msg');
    assert.equal(alice.count('new_msg'), 0);
  },

  'a topic joined twice': async (scene) => {
    const socket = scene.socket(scene.user('alice'));
    const first = scene.room(socket);
    await first.join();
    const second = scene.room(socket);
    assert.equal((await second.join()).status, 'ok');
    await until('the first is closed', () => first.channel.state === 'closed');
    assert.equal((await second.push('echo', {})).status, 'ok');
    assert.equal(second.errors + second.closes, 0);
  },

  'a crashed channel is joined again': async (scene) => {
    const room = await scene.member('alice');
    room.channel.push('crash', {});
    await until('the crash arrives', () => room.errors === 1);
    await room.joined(2);
    assert.equal((await room.push('echo', {})).status, 'ok');
  },

  'a stopped channel is not joined again': async (scene) => {
    const room = await scene.member('alice');
    assert.equal((await room.push('stop', {})).status, 'ok');
    await until('it is closed', () => room.closes === 1);
    assert.equal(room.channel.state, 'closed');
    assert.equal(room.errors, 0);
    const another = scene.room(/** @type {any} */ (room.channel).socket);
    await another.join();
    assert.equal(room.joins.length, 1);
  },

  'an event pushed before the join is answered': async (scene) => {
    const room = scene.room(scene.socket(scene.user('alice')));
    const joined = room.join();
    const pushed = room.push('echo', { n: 1 });
    assert.equal((await joined).status, 'ok');
    assert.deepEqual(await pushed, { status: 'ok', response: { n: 1 } });
  },
};
