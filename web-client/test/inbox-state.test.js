import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyInbox, fold, hasMore } from '../src/inbox-state.js';
import { InboxServer } from './inbox-server.js';

/** @import { InboxState } from '../src/inbox-state.js' */

/** @param {InboxState} state @param {{event: string, payload: any}} message */
const applied = (state, { event, payload }) => fold(state, /** @type {any} */ ({ type: event, payload }));

/** @param {InboxServer} server @param {InboxState} [state] */
const joined = (server, state = emptyInbox()) =>
  fold(state, { type: 'joined', reply: server.join(state.rev === null ? {} : { rev: state.rev, epoch: state.epoch ?? '' }) });

/** @param {InboxServer} server @param {InboxState} state */
const pageOf = (server, state) => server.page({ before: state.floor, limit: 20 });

/** @param {number} mentions */
function serverWith(mentions) {
  const server = new InboxServer();
  Array.from({ length: mentions }, () => server.mention());
  return server;
}

/** @param {InboxState} state */
const seqs = (state) => state.items.map((item) => item.seq);

describe('fold', () => {
  test('a snapshot replaces everything and is shown newest first', () => {
    const state = joined(serverWith(25));

    assert.equal(state.items.length, 20);
    assert.deepEqual(seqs(state).slice(0, 3), [25, 24, 23]);
    assert.equal(state.floor, 6);
    assert.equal(hasMore(state), true);
    assert.deepEqual([state.unread, state.unseen, state.rev], [25, 25, 25]);
  });

  test('an empty inbox has nothing more to load', () => {
    assert.equal(hasMore(joined(new InboxServer())), false);
  });

  test('a new notification comes with its counts in one step', () => {
    const server = serverWith(1);
    const state = applied(joined(server), server.mention());

    assert.deepEqual(seqs(state), [2, 1]);
    assert.deepEqual([state.unread, state.unseen], [2, 2]);
  });

  test('what was had already leaves the very same state', () => {
    const server = serverWith(1);
    const message = server.mention();
    const state = applied(joined(server), message);

    assert.equal(applied(state, message), state);
  });

  test('an event of another epoch is dropped, a snapshot of another epoch replaces', () => {
    const state = joined(serverWith(3));
    const restored = new InboxServer('epoch-2');
    const message = restored.mention();

    assert.equal(applied(state, { ...message, payload: { ...message.payload, rev: 99 } }), state);
    const after = joined(restored, state);
    assert.deepEqual(seqs(after), [1]);
    assert.equal(after.rev, 1);
  });

  test('a rejoin brings what was missed, archived ones leave', () => {
    const server = serverWith(3);
    const state = joined(server);
    server.archive(['n2-epoch-1']);
    server.markRead(['n3-epoch-1']);
    server.mention();
    const after = joined(server, state);

    assert.deepEqual(seqs(after), [4, 3, 1]);
    assert.deepEqual(after.items.map((item) => item.read), [false, true, false]);
    assert.equal(after.unread, 2);
  });

  test('mark all read is a watermark: below it read, above it not', () => {
    const server = serverWith(3);
    let state = joined(server);
    state = applied(state, server.markAllRead(2));
    state = applied(state, server.mention());

    assert.deepEqual(state.items.map((item) => item.read), [false, false, true, true]);
  });

  test('a change below the list leaves no hole in it', () => {
    const server = serverWith(60);
    const state = joined(server);
    server.markRead(['n3-epoch-1']);
    const after = joined(server, state);

    assert.equal(seqs(after).at(-1), 41);
    assert.equal(after.floor, 41);
  });

  test('a page that was read before an archive and arrives after it brings nothing back', () => {
    const server = serverWith(30);
    let state = fold(joined(server), { type: 'page_asked' });
    const page = pageOf(server, state);
    state = applied(state, server.archive(['n5-epoch-1']));
    state = applied(state, server.markRead(['n6-epoch-1']));
    state = fold(state, { type: 'page', before: state.floor, page });

    assert.equal(state.items.some((item) => item.seq === 5), false);
    assert.equal(state.items.find((item) => item.seq === 6)?.read, true);
    assert.equal(hasMore(state), false);
  });

  test('the list is cut at its maximum, and a page for what was cut off meanwhile leaves no hole', () => {
    const server = serverWith(30);
    let state = fold(joined(server, emptyInbox(20)), { type: 'page_asked' });
    const [before, page] = [state.floor, pageOf(server, state)];
    for (let count = 0; count < 101; count++) state = applied(state, server.mention());
    state = fold(state, { type: 'page', before, page });

    assert.deepEqual([state.items.length, seqs(state)[0], state.floor], [20, 131, 112]);
    assert.equal(hasMore(state), true);
  });

  test('pages_go_beyond_the_maximum_even_while_others_arrive', () => {
    const server = serverWith(60);
    let state = joined(server, emptyInbox(20));
    while (hasMore(state)) {
      state = fold(state, { type: 'page_asked' });
      const [before, page] = [state.floor, pageOf(server, state)];
      state = applied(state, server.mention());
      state = fold(state, { type: 'page', before, page });
    }

    assert.deepEqual(seqs(state), Array.from({ length: server.seq }, (_, index) => server.seq - index));
  });

  test('after_pages_the_list_grows_no_further_by_arrivals_and_is_trimmed_to_its_maximum', () => {
    const server = serverWith(30);
    let state = fold(joined(server, emptyInbox(20)), { type: 'page_asked' });
    state = fold(state, { type: 'page', before: state.floor, page: pageOf(server, state) });
    const { length } = state.items;
    state = applied(state, server.mention());
    assert.equal(state.items.length, length);
    state = fold(state, { type: 'trimmed' });

    assert.deepEqual([state.items.length, seqs(state)[0], state.floor, hasMore(state)], [20, 31, 12, true]);
  });

  test('folding changes no earlier state', () => {
    const server = serverWith(30);
    const asked = fold(joined(server), { type: 'page_asked' });
    const copy = structuredClone(asked);
    applied(asked, server.archive(['n5-epoch-1', 'n30-epoch-1']));
    applied(asked, server.markAllRead(30));

    assert.deepEqual(asked, copy);
  });
});
