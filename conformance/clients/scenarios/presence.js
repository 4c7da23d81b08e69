import assert from 'node:assert/strict';
import { minor, Presence } from '../support/phoenix.js';
import { until } from '../../../test-clients/js/until.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'presence list, joins and leaves': minor < 4 ? 'Presence is a class since phoenix.js 1.4' : async (scene) => {
    const [alice, bob] = [scene.user('alice'), scene.user('bob')];
    const room = scene.room(scene.socket(alice));
    const presence = new Presence(room.channel);
    /** @type {string[]} */
    const changes = [];
    presence.onJoin((key = '', before) => changes.push(`${before ? 'again' : 'new'} ${key}`));
    presence.onLeave((key = '', left) => changes.push(`${left.metas.length === 0 ? 'gone' : 'less'} ${key}`));
    const devices = () => Object.fromEntries(presence.list((key = '', { metas }) => [key, metas.length]));

    await room.join();
    await until('alice sees herself', () => devices()[alice] === 1);
    const phone = await scene.member('bob');
    await until('bob is there', () => devices()[bob] === 1);
    const laptop = await scene.member('bob');
    await until('bob is there twice', () => devices()[bob] === 2);
    await phone.leave();
    await until('bob is there once', () => devices()[bob] === 1);
    await laptop.leave();
    await until('bob is gone', () => devices()[bob] === undefined);

    assert.deepEqual(changes.filter((change) => change.endsWith(bob)),
      [`new ${bob}`, `again ${bob}`, `less ${bob}`, `gone ${bob}`]);
  },
};
