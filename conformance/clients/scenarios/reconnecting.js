import assert from 'node:assert/strict';
import { minor } from '../support/phoenix.js';
import { until } from '../../../test-clients/js/until.js';

/** @type {Record<string, ((scene: import('../support/scene.js').Scene) => Promise<void>) | string>} */
export default {
  'disconnected by the server, then joined again': async (scene) => {
    const room = await scene.member('alice');
    await scene.post(`/lab/disconnect?user=${scene.user('alice')}`);
    await room.joined(2);
    assert.equal((await room.push('echo', {})).status, 'ok');
    for (const n of [1, 2, 3]) {
      await scene.post(`/lab/publish?topic=${scene.topic}&event=news`, { n });
    }
    await until('all that follows arrives', () => room.count('news') >= 3);
    // Each may be published at another node, and what several nodes publish has no order.
    assert.deepEqual(room.received.map(({ payload }) => payload.n).sort(), [1, 2, 3]);
  },

  'the connection is cut, then joined again': async (scene) => {
    const link = await scene.link();
    const room = await scene.member('alice', { link });
    link.cut();
    await until('the loss is noticed', () => room.errors > 0);
    link.mend();
    await room.joined(2);
    await scene.post(`/lab/publish?topic=${scene.topic}&event=news`, { n: 1 });
    assert.deepEqual(await room.receives('news'), { n: 1 });
  },

  'joined again with parameters of the moment': minor < 4 ? 'parameters are a function since phoenix.js 1.4' : async (scene) => {
    const link = await scene.link();
    let evaluated = 0;
    const room = scene.room(scene.socket(scene.user('alice'), { link }), () => ({ crash: ++evaluated === 2 }));
    await room.join();
    link.cut();
    await until('the loss is noticed', () => room.errors > 0);
    link.mend();
    await room.joined(2);
    assert.deepEqual(room.joins.map(({ status }) => status), ['ok', 'error', 'ok']);
    assert.deepEqual(room.joins[1].response, { reason: 'join crashed' });
  },

  'events pushed while disconnected': async (scene) => {
    const link = await scene.link();
    const room = await scene.member('alice', { link });
    link.cut();
    await until('the loss is noticed', () => room.errors > 0);
    // 1.3 may take two of its slower tries
    const answers = [1, 2, 3].map((n) => room.push('echo', { n }, 30_000));
    link.mend();
    assert.deepEqual((await Promise.all(answers)).map(({ response }) => response.n), [1, 2, 3]);
  },
};
