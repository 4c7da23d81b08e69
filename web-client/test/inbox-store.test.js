import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Socket } from 'phoenix';
import { WebSocket } from 'ws';
import { InboxStore, InboxError } from '../src/index.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('InboxStore over stock phoenix.js', () => {
  /** @type {PhoenixPeer} */
  let peer;
  /** @type {InboxHost} */
  let host;
  /** @type {Socket} */
  let socket;
  /** @type {InboxStore} */
  let store;

  before(async () => (peer = await PhoenixPeer.start()));
  after(() => peer.close());
  beforeEach(() => {
    peer.joins = [];
    peer.pushes = [];
    peer.refusing = false;
    host = new InboxHost(peer, 'bob');
  });
  afterEach(async () => {
    store.close();
    socket.disconnect();
    await until('no connection is left', () => peer.connections === 0);
  });

  /** @param {Partial<ConstructorParameters<typeof InboxStore>[0]>} [options] */
  function open(options) {
    socket = new Socket(peer.socketUrl, { transport: /** @type {any} */ (WebSocket), timeout: 2000, params: () => ({ token: 't' }) });
    store = new InboxStore({ socket, userId: 'bob', ...options });
    socket.connect();
  }

  const live = () => until('the store is live', () => store.state.status === 'live');
  const ids = () => store.state.notifications.map((item) => item.seq);

  test('joins with nothing, shows the snapshot, then what is new', async () => {
    host.mention();
    open();
    assert.equal(store.state.status, 'connecting');
    assert.equal(store.state.known, false);
    await live();

    assert.deepEqual(peer.joins.map((join) => join.payload), [{}]);
    assert.deepEqual(ids(), [1]);
    host.mention();
    await until('the new one is there', () => store.state.unseen === 2);
    assert.deepEqual(ids(), [2, 1]);
  });

  test('says in the change event what is new; a first snapshot is not', async () => {
    /** @type {number[]} */
    const added = [];
    host.mention();
    open();
    store.addEventListener('change', (event) =>
      added.push(.../** @type {CustomEvent} */ (event).detail.added.map((/** @type {any} */ item) => item.seq)));
    await live();
    host.mention();
    await until('the new one is there', () => ids().length === 2);

    assert.deepEqual(added, [2]);
    const state = store.state;
    host.tell({ event: 'inbox_changed', payload: { ...host.server.counts(), seq: 3, rev: ++host.server.rev, read: [], archived: [] } });
    await until('the count that is ahead has come', () => store.state !== state);
    host.mention();
    await until('the new one is there', () => ids().length === 3);
    assert.deepEqual(added, [2, 3]);
  });

  test('after a cut it rejoins with what it has and gets the difference, once and in order', async () => {
    host.mention();
    open();
    await live();
    peer.cut();
    await until('the store has noticed', () => store.state.status === 'offline');
    host.server.mention();
    host.server.mention();
    host.server.archive(['n1-epoch-1']);
    await live();

    assert.deepEqual(peer.joins.at(-1)?.payload, { rev: 1, epoch: 'epoch-1' });
    assert.deepEqual(ids(), [3, 2]);
    assert.equal(store.state.rev, 4);
  });

  test('after a crash of the channel it rejoins on the same connection', async () => {
    open();
    await live();
    peer.crash('notifications:bob');
    await until('the store has noticed', () => store.state.status === 'connecting');
    host.server.mention();
    await live();

    assert.deepEqual(ids(), [1]);
    assert.equal(peer.connections, 1);
  });

  test('commands reach the server; the change arrives as an event', async () => {
    for (let count = 0; count < 4; count++) host.mention();
    open();
    await live();

    const reply = await store.markSeen();
    await store.markRead(['n4-epoch-1']);
    await store.archive(['n3-epoch-1']);
    await store.markAllRead(1);

    assert.equal(reply.unseen, 0);
    await until('the store has every change', () => store.state.rev === host.server.rev);
    assert.deepEqual(store.state.notifications.map(({ seq, read }) => [seq, read]), [[4, true], [2, false], [1, true]]);
    assert.deepEqual([store.state.unread, store.state.unseen], [1, 0]);
  });

  test('mark all read stops at the newest that is here', async () => {
    host.mention();
    open();
    await live();
    await store.markAllRead();

    assert.deepEqual(peer.pushes.at(-1), { topic: 'notifications:bob', event: 'mark_all_read', payload: { up_to: 1 } });
  });

  test('older pages are appended until there are none; two calls are one request', async () => {
    for (let count = 0; count < 45; count++) host.mention();
    open();
    await live();
    const first = store.loadMore();
    assert.equal(store.loadMore(), first);
    await first;
    assert.equal(ids().length, 40);
    assert.equal(store.state.hasMore, true);
    await store.loadMore();
    await store.loadMore();

    assert.deepEqual(ids(), Array.from({ length: 45 }, (_, index) => 45 - index));
    assert.equal(store.state.hasMore, false);
    assert.equal(peer.pushes.length, 2);
  });

  test('keeps no more than its maximum', async () => {
    open({ max: 5 });
    await live();
    for (let count = 0; count < 9; count++) host.mention();
    await until('all have come', () => store.state.seq === 9);

    assert.deepEqual(ids(), [9, 8, 7, 6, 5]);
  });

  test('a refused command fails with the reason of the server, an unanswered one with timeout', async () => {
    open();
    await live();
    peer.onPush = () => ({ status: 'error', response: { reason: 'too_many_ids' } });
    await assert.rejects(store.markRead(['x']), (error) => error instanceof InboxError && error.reason === 'too_many_ids');
    peer.onPush = () => null;
    await assert.rejects(store.markSeen(), { reason: 'timeout', command: 'mark_seen' });
  });

  test('a page that fails can be asked for again', async () => {
    for (let count = 0; count < 25; count++) host.mention();
    open();
    await live();
    peer.onPush = () => ({ status: 'error', response: { reason: 'unavailable' } });
    await assert.rejects(store.loadMore(), { reason: 'unavailable' });
    peer.onPush = (push) => host.push(push);
    await store.loadMore();

    assert.equal(ids().length, 25);
  });

  test('a command given while offline is sent when the connection is back in time', async () => {
    host.mention();
    open();
    await live();
    peer.cut();
    await until('the store has noticed', () => store.state.status === 'offline');
    await store.markRead(['n1-epoch-1']);

    assert.equal(host.server.counts().unread, 0);
  });

  test('while offline a hundred commands wait, one more is refused', async () => {
    open();
    await live();
    peer.refusing = true;
    peer.cut();
    await until('the store has noticed', () => store.state.status === 'offline');
    const waiting = Array.from({ length: 100 }, () => store.markSeen());
    await assert.rejects(store.markSeen(), { reason: 'offline' });
    peer.refusing = false;

    await Promise.all(waiting);
  });

  test('a foreign inbox is refused, not asked for again on this connection, but on the next', async () => {
    open({ userId: 'eve' });
    await until('it is refused', () => store.state.status === 'refused');
    assert.equal(store.state.reason, 'unauthorized');
    await assert.rejects(store.markSeen(), { reason: 'unauthorized' });
    peer.onJoin = () => ({ status: 'ok', response: host.server.join({}) });
    peer.cut();
    await live();

    assert.equal(peer.joins.length, 2);
  });

  test('a refusal that may pass is tried again', async () => {
    peer.onJoin = () => ({ status: 'error', response: { reason: 'unavailable' } });
    open();
    await until('it is refused', () => store.state.status === 'refused');
    peer.onJoin = (join) => host.join(join);
    await live();

    assert.equal(store.state.reason, null);
  });

  test('a closed store leaves, and its methods fail afterwards', async () => {
    open();
    await live();
    store.close();

    assert.equal(store.state.status, 'closed');
    await assert.rejects(store.markSeen(), { reason: 'closed' });
    host.mention();
    assert.equal(store.state.seq, 0);
  });
});
