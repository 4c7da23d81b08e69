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

  test('by thread, shows each as its newest, page by page, and changes and takes back all of it', async () => {
    for (let count = 0; count < 30; count++) {
      host.server.mention({ thread: `t${count % 25}` });
    }
    open({ group: 'thread' });
    await live();
    assert.deepEqual(ids(), Array.from({ length: 20 }, (_, index) => 30 - index));
    assert.equal(store.state.notifications[0].group?.count, 2);

    await store.loadMore();
    assert.equal(ids().length, 25);
    assert.equal(store.state.hasMore, false);
    host.mention({ thread: 't20' });
    await until('it is at the top', () => ids()[0] === 31);
    assert.equal(ids().length, 25);
    assert.deepEqual(await store.archive({ thread: 't4' }).then((answer) => answer.ids), ['n5-epoch-1', 'n30-epoch-1']);
    await until('it is gone', () => ids().length === 24);
    await store.unarchive(['n5-epoch-1']);
    await until('a part of it is back', () => ids().at(-1) === 5);
    await store.markRead({ thread: 't20' });
    await until('all of it is read', () => store.state.notifications[0].group?.unread === 0);
    peer.cut();
    await until('the store is live again', () => peer.joins.length === 2 && store.state.status === 'live' && ids().length === 20);
    assert.deepEqual(peer.joins.map(({ payload }) => payload), [{ group: 'thread' }, { group: 'thread' }]);
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

  const reads = () => store.state.notifications.map(({ seq, read }) => [seq, read]);

  test('mark unread takes mark read back, unarchive takes archive back', async () => {
    for (let count = 0; count < 3; count++) host.mention();
    open();
    await live();
    await store.markAllRead();
    await store.markUnread(['n2-epoch-1']);
    await store.archive(['n2-epoch-1', 'n3-epoch-1']);
    await store.unarchive(['n2-epoch-1']);

    await until('the store has every change', () => store.state.rev === host.server.rev);
    assert.deepEqual(reads(), [[2, false], [1, true]]);
    assert.equal(store.state.unread, 1);
  });

  test('a selection by source reaches all of it, in as many calls as the server asks for', async () => {
    const source = { type: 'comment', id: '4711', url: 'https://example.com/', title: 'Plan' };
    host.mention({ source });
    host.mention();
    host.mention({ source });
    open();
    await live();
    const answers = [{ more: true }, {}];
    peer.onPush = (push) => {
      const { status, response } = host.push(push);
      return { status, response: { ...response, ...answers.shift() } };
    };
    await store.markSourceRead(source);

    const call = { topic: 'notifications:bob', event: 'mark_source_read', payload: { source: { type: 'comment', id: '4711' } } };
    assert.deepEqual(peer.pushes, [call, call]);
    await store.markUnread({ source });
    await store.archive({ source });
    await until('the store has every change', () => store.state.rev === host.server.rev);
    assert.deepEqual(reads(), [[2, false]]);
    assert.deepEqual(peer.pushes.slice(2).map(({ event, payload }) => [event, payload]),
      [['mark_unread', call.payload], ['archive', call.payload]]);
  });

  test('archive read goes on until nothing is left and gives what unarchive takes', async () => {
    for (let count = 0; count < 7; count++) host.mention();
    host.mostArchived = 3;
    open();
    await live();
    await store.markAllRead(5);
    const { ids: archived } = await store.archiveRead();
    await until('the store has every change', () => store.state.rev === host.server.rev);

    assert.deepEqual([archived.length, ids()], [5, [7, 6]]);
    await store.unarchive(archived);
    await until('they are back', () => ids().length === 7);
    assert.equal(store.state.unread, 2);
  });

  test('more ids than one call takes are several calls', async () => {
    for (let count = 0; count < 501; count++) host.server.mention();
    open();
    await live();
    await store.archive(host.server.all.map((item) => item.id));

    assert.deepEqual(peer.pushes.map(({ payload }) => payload.ids.length), [500, 1]);
    assert.equal(host.server.view().length, 0);
  });

  test('of a source that is viewed nothing stays unread and nothing is reported as added', async () => {
    const source = { type: 'comment', id: '4711', url: 'https://example.com/', title: 'Plan' };
    host.mention({ source });
    open();
    await live();
    /** @type {number[]} */
    const added = [];
    store.addEventListener('change', (event) =>
      added.push(.../** @type {CustomEvent} */ (event).detail.added.map((/** @type {any} */ item) => item.seq)));
    await store.viewing(source);
    host.mention({ source });
    host.mention();
    await until('what arrived is here, and read', () => store.state.seq === 3 && host.server.counts().unread === 1);
    await store.viewing(null);
    host.mention({ source });
    await until('the last is there', () => store.state.seq === 4);

    assert.deepEqual(added, [3, 4]);
    assert.equal(host.server.counts().unread, 2);
  });

  test('lists of unread and archived ones load by pages and follow changes', async () => {
    for (let count = 0; count < 60; count++) host.server.mention();
    host.server.archive(host.server.all.slice(0, 25).map((item) => item.id));
    host.server.markRead(['n60-epoch-1']);
    open();
    await live();
    assert.deepEqual(store.state.lists.archived, { notifications: [], hasMore: true });
    await store.loadMore('unread');
    await store.loadMore('archived');
    await store.loadMore('archived');
    const seqs = (/** @type {'unread' | 'archived'} */ name) => store.state.lists[name].notifications.map((item) => item.seq);

    assert.deepEqual([seqs('unread').length, seqs('unread')[0], store.state.lists.unread.hasMore], [20, 59, true]);
    assert.deepEqual([seqs('archived').length, store.state.lists.archived.hasMore], [25, false]);
    await store.markRead(['n59-epoch-1']);
    await store.unarchive(['n25-epoch-1']);
    await until('the lists have followed', () => seqs('unread')[0] === 58 && seqs('archived')[0] === 24);
    store.trim();
    assert.deepEqual(store.state.lists.archived, { notifications: [], hasMore: true });
  });

  test('one page by any filter, with a count where asked for', async () => {
    host.mention({ kind: 'reply' });
    for (let count = 0; count < 3; count++) host.mention();
    open();
    await live();
    const page = await store.list({ limit: 2, filter: { kind: 'mention', unread: true }, count: true });

    assert.deepEqual([page.notifications.map((item) => item.seq), page.next_before, page.count], [[4, 3], 3, 3]);
    assert.deepEqual(ids(), [4, 3, 2, 1], 'the list is as it was');
  });

  test('what another device takes out of the archive is fetched if it is not known here', async () => {
    for (let count = 0; count < 130; count++) host.server.mention();
    host.server.archive(['n4-epoch-1', 'n125-epoch-1']);
    open({ max: 200, pageSize: 100 });
    await live();
    await store.loadMore();
    await store.loadMore();
    peer.pushes = [];
    host.tell(host.server.unarchive(['n4-epoch-1', 'n125-epoch-1']));
    await until('both are back', () => ids().length === 130);

    assert.deepEqual(peer.pushes.map(({ payload }) => payload), [{ limit: 100 }, { before: 31, limit: 100 }]);
    assert.deepEqual(ids(), Array.from({ length: 130 }, (_, index) => 130 - index));
  });

  test('an operation that is refused changes nothing here', async () => {
    host.mention();
    open();
    await live();
    peer.onPush = () => ({ status: 'error', response: { reason: 'unavailable' } });
    for (const operation of [() => store.markUnread(['x']), () => store.unarchive(['x']), () => store.archiveRead(), () => store.list(),
      () => store.markSourceRead({ type: 'c', id: '1' }), () => store.loadMore('archived')]) {
      await assert.rejects(operation(), { reason: 'unavailable' });
    }

    assert.deepEqual(ids(), [1]);
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
