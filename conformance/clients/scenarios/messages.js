import assert from 'node:assert/strict';
import { minor, overLongPoll } from '../support/phoenix.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'a reply': async (scene) => {
    const room = await scene.member('alice');
    assert.deepEqual(await room.push('echo', { a: [1, 'é', null] }), { status: 'ok', response: { a: [1, 'é', null] } });
  },

  'a reply with an error': async (scene) => {
    const room = await scene.member('alice');
    assert.deepEqual(await room.push('fail', { reason: 'because' }), { status: 'error', response: { reason: 'because' } });
  },

  'no reply': async (scene) => {
    const room = await scene.member('alice');
    assert.equal((await room.push('silent', {}, 100)).status, 'timeout');
    assert.equal((await room.push('echo', {})).status, 'ok');
  },

  'a broadcast reaches all members': async (scene) => {
    const [alice, bob] = [await scene.member('alice'), await scene.member('bob')];
    alice.channel.push('new_msg', { body: 'hi' });
    assert.deepEqual(await bob.receives('new_msg'), { body: 'hi' });
    assert.deepEqual(await alice.receives('new_msg'), { body: 'hi' });
  },

  'a broadcast from a member reaches the others': async (scene) => {
    const [alice, bob] = [await scene.member('alice'), await scene.member('bob')];
    alice.channel.push('new_msg_from', { body: 'hi' });
    assert.deepEqual(await bob.receives('new_msg_from'), { body: 'hi' });
    await alice.push('echo', {});
    assert.equal(alice.count('new_msg_from'), 0);
  },

  'a push from the server': async (scene) => {
    const [alice, bob] = [await scene.member('alice'), await scene.member('bob')];
    alice.channel.push('push_me', { n: 1 });
    assert.deepEqual(await alice.receives('pushed'), { n: 1 });
    await bob.push('echo', {});
    assert.equal(bob.count('pushed'), 0);
  },

  'a broadcast from outside': async (scene) => {
    const room = await scene.member('alice');
    await scene.post(`/lab/publish?topic=${scene.topic}&event=news`, { n: 1 });
    assert.deepEqual(await room.receives('news'), { n: 1 });
  },

  'bytes are echoed': withoutBytes() ?? (async (scene) => {
    const room = await scene.member('alice');
    const { status, response } = await room.push('bin_echo', bytes(0, 1, 254, 255));
    assert.equal(status, 'ok');
    assert.deepEqual(response, bytes(0, 1, 254, 255));
  }),

  'bytes are pushed': withoutBytes() ?? (async (scene) => {
    const room = await scene.member('alice');
    room.channel.push('bin_push', bytes(1, 2, 3));
    assert.deepEqual(await room.receives('bin_push'), bytes(1, 2, 3));
  }),

  'bytes are broadcast': withoutBytes() ?? (async (scene) => {
    const [alice, bob] = [await scene.member('alice'), await scene.member('bob')];
    alice.channel.push('bin_broadcast', bytes(0, 255));
    assert.deepEqual(await bob.receives('bin_broadcast'), bytes(0, 255));
    assert.deepEqual(await alice.receives('bin_broadcast'), bytes(0, 255));
  }),
};

/** @param {number[]} values */
function bytes(...values) {
  return new Uint8Array(values).buffer;
}

function withoutBytes() {
  if (minor < 5) {
    return 'phoenix.js sends bytes since 1.5';
  }
  return overLongPoll ? 'long polling tells its clients no bytes' : undefined;
}
