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
const pageOf = (server, state) => server.page({ before: state.lists.all.floor, limit: 20 });

/** @param {number} mentions */
function serverWith(mentions) {
  const server = new InboxServer();
  Array.from({ length: mentions }, () => server.mention());
  return server;
}

/** @param {InboxState} state */
const seqs = (state) => state.lists.all.items.map((item) => item.seq);

/** @param {InboxState} state @param {'all' | 'unread' | 'archived'} list */
const listed = (state, list) => state.lists[list]?.items.map((item) => item.seq);

const FILTERS = { all: {}, unread: { unread: true }, archived: { archived: true } };

/** A list with its first page, or the next. @param {InboxServer} server @param {InboxState} state @param {'all' | 'unread' | 'archived'} list */
function loaded(server, state, list) {
  const before = state.lists[list]?.floor ?? Infinity;
  const asked = fold(state, { type: 'page_asked', list });
  return fold(asked, { type: 'page', list, before, page: server.page({ before, limit: 20, filter: FILTERS[list] }) });
}

describe('fold', () => {
  test('a snapshot replaces everything and is shown newest first', () => {
    const state = joined(serverWith(25));

    assert.equal(state.lists.all.items.length, 20);
    assert.deepEqual(seqs(state).slice(0, 3), [25, 24, 23]);
    assert.equal(state.lists.all.floor, 6);
    assert.equal(hasMore(state), true);
    assert.deepEqual([state.unread, state.unseen, state.rev], [25, 25, 25]);
  });

  test('an empty inbox has nothing more to load', () => {
    assert.equal(hasMore(joined(new InboxServer())), false);
  });

  test('a snapshot that is not full is the whole list, also where older ones are archived', () => {
    const server = serverWith(21);
    server.archive(['n1-epoch-1']);
    assert.equal(hasMore(joined(server)), true);
    server.archive(['n2-epoch-1']);
    let state = joined(server);
    assert.equal(hasMore(state), false);
    state = fold(applied(state, server.unarchive(['n1-epoch-1'])), { type: 'page_asked' });
    state = fold(state, { type: 'page', before: Infinity, page: server.page({}) });

    assert.deepEqual([seqs(state).length, seqs(state).at(-1)], [20, 1]);
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
    assert.deepEqual(after.lists.all.items.map((item) => item.read), [false, true, false]);
    assert.equal(after.unread, 2);
  });

  test('mark all read is a watermark: below it read, above it not', () => {
    const server = serverWith(3);
    let state = joined(server);
    state = applied(state, server.markAllRead(2));
    state = applied(state, server.mention());

    assert.deepEqual(state.lists.all.items.map((item) => item.read), [false, false, true, true]);
  });

  test('a change below the list leaves no hole in it', () => {
    const server = serverWith(60);
    const state = joined(server);
    server.markRead(['n3-epoch-1']);
    const after = joined(server, state);

    assert.equal(seqs(after).at(-1), 41);
    assert.equal(after.lists.all.floor, 41);
  });

  test('a page that was read before an archive and arrives after it brings nothing back', () => {
    const server = serverWith(30);
    let state = fold(joined(server), { type: 'page_asked' });
    const page = pageOf(server, state);
    state = applied(state, server.archive(['n5-epoch-1']));
    state = applied(state, server.markRead(['n6-epoch-1']));
    state = fold(state, { type: 'page', before: state.lists.all.floor, page });

    assert.equal(state.lists.all.items.some((item) => item.seq === 5), false);
    assert.equal(state.lists.all.items.find((item) => item.seq === 6)?.read, true);
    assert.equal(hasMore(state), false);
  });

  test('the list is cut at its maximum, and a page for what was cut off meanwhile leaves no hole', () => {
    const server = serverWith(30);
    let state = fold(joined(server, emptyInbox(20)), { type: 'page_asked' });
    const [before, page] = [state.lists.all.floor, pageOf(server, state)];
    for (let count = 0; count < 101; count++) state = applied(state, server.mention());
    state = fold(state, { type: 'page', before, page });

    assert.deepEqual([state.lists.all.items.length, seqs(state)[0], state.lists.all.floor], [20, 131, 112]);
    assert.equal(hasMore(state), true);
  });

  test('pages_go_beyond_the_maximum_even_while_others_arrive', () => {
    const server = serverWith(60);
    let state = joined(server, emptyInbox(20));
    while (hasMore(state)) {
      state = fold(state, { type: 'page_asked' });
      const [before, page] = [state.lists.all.floor, pageOf(server, state)];
      state = applied(state, server.mention());
      state = fold(state, { type: 'page', before, page });
    }

    assert.deepEqual(seqs(state), Array.from({ length: server.seq }, (_, index) => server.seq - index));
  });

  test('after_pages_the_list_grows_no_further_by_arrivals_and_is_trimmed_to_its_maximum', () => {
    const server = serverWith(30);
    let state = fold(joined(server, emptyInbox(20)), { type: 'page_asked' });
    state = fold(state, { type: 'page', before: state.lists.all.floor, page: pageOf(server, state) });
    const { length } = state.lists.all.items;
    state = applied(state, server.mention());
    assert.equal(state.lists.all.items.length, length);
    state = fold(state, { type: 'trimmed' });

    assert.deepEqual([state.lists.all.items.length, seqs(state)[0], state.lists.all.floor, hasMore(state)], [20, 31, 12, true]);
  });

  test('a retracted notification is gone with its text, by an event and by a join', () => {
    const server = serverWith(3);
    const state = joined(server);
    const event = server.retract('n2-epoch-1');
    const [live, rejoined] = [applied(state, event), joined(server, state)];

    for (const after of [live, rejoined]) {
      assert.deepEqual([seqs(after), after.unread, after.rev], [[3, 1], 2, 4]);
      assert.equal(after.known.has('n2-epoch-1'), false);
    }
  });

  test('a retracted notification does not come back by a page that is older', () => {
    const server = serverWith(30);
    let state = fold(joined(server), { type: 'page_asked' });
    const page = pageOf(server, state);
    state = applied(state, server.retract('n5-epoch-1'));
    state = fold(state, { type: 'page', before: state.lists.all.floor, page });

    assert.equal(seqs(state).includes(5), false);
    assert.equal(state.known.has('n5-epoch-1'), false);
  });

  test('a notification that is given again moves to the top, once', () => {
    const server = serverWith(3);
    const state = applied(joined(server), server.markAllRead(3));
    const [retracted, again] = [server.retract('n1-epoch-1'), server.giveAgain('n1-epoch-1')];
    const live = [retracted, again, again].reduce(applied, state);
    const withoutRetraction = applied(state, again);
    const rejoined = joined(server, state);

    for (const after of [live, withoutRetraction, rejoined]) {
      assert.deepEqual(after.lists.all.items.map(({ id, seq, read }) => [id, seq, read]),
        [['n1-epoch-1', 4, false], ['n3-epoch-1', 3, true], ['n2-epoch-1', 2, true]]);
      assert.equal(after.unread, 1);
    }
  });

  test('an older page with the former place of what was given again brings no second one', () => {
    const server = serverWith(30);
    let state = fold(joined(server), { type: 'page_asked' });
    const page = pageOf(server, state);
    state = [server.retract('n5-epoch-1'), server.giveAgain('n5-epoch-1')].reduce(applied, state);
    state = fold(state, { type: 'page', before: state.lists.all.floor, page });

    assert.equal(seqs(state)[0], 31);
    assert.equal(seqs(state).includes(5), false);
  });

  test('another text replaces the first in its place, read or unread as it was', () => {
    const server = serverWith(3);
    let state = applied(joined(server), server.markRead(['n2-epoch-1']));
    const event = server.edit('n2-epoch-1', { excerpt: 'second' });

    for (const after of [applied(state, event), joined(server, state)]) {
      assert.deepEqual(after.lists.all.items.map(({ seq, read, excerpt }) => [seq, read, excerpt]),
        [[3, false, '@bob number 3'], [2, true, 'second'], [1, false, '@bob number 1']]);
    }
  });

  test('marked unread below the watermark it is unread until the watermark rises, or all is marked again', () => {
    const server = serverWith(3);
    let state = joined(server);
    state = [server.markAllRead(3), server.markUnread(['n2-epoch-1'])].reduce(applied, state);
    const reads = (/** @type {InboxState} */ { lists }) => lists.all.items.map((item) => item.read);
    assert.deepEqual([reads(state), state.unread], [[true, false, true], 1]);
    state = [server.mention(), server.markSeen()].reduce(applied, state);
    assert.deepEqual([reads(state), state.unread], [[false, true, false, true], 2]);

    const rejoined = joined(server);
    assert.deepEqual(reads(rejoined), [false, true, false, true], 'also in a snapshot');
    assert.deepEqual(reads(applied(state, server.markAllRead(3))), [false, true, true, true], 'all of before again');
    assert.deepEqual(reads(applied(rejoined, server.markAllRead(4))), [true, true, true, true]);
  });

  test('archived and taken out again it is in its place, as it was', () => {
    const server = serverWith(3);
    let state = joined(server);
    state = [server.markRead(['n1-epoch-1']), server.archive(['n1-epoch-1', 'n2-epoch-1'])].reduce(applied, state);
    assert.deepEqual([seqs(state), state.unread], [[3], 1]);
    state = applied(state, server.unarchive(['n1-epoch-1', 'n2-epoch-1']));

    assert.deepEqual(state.lists.all.items.map(({ seq, read }) => [seq, read]), [[3, false], [2, false], [1, true]]);
    assert.deepEqual([state.unread, state.lists.all.holes], [2, 0]);
  });

  test('what another device takes out of the archive and is not known here is a hole that pages fill', () => {
    const server = serverWith(3);
    server.archive(['n2-epoch-1']);
    let state = joined(server);
    state = applied(state, server.unarchive(['n2-epoch-1']));
    assert.deepEqual([seqs(state), state.lists.all.holes], [[3, 1], 1]);
    state = fold(state, { type: 'page_asked' });
    state = fold(state, { type: 'page', before: Infinity, page: server.page({}) });

    assert.deepEqual(seqs(state), [3, 2, 1]);
  });

  test('the lists of unread and archived ones follow every change', () => {
    const server = serverWith(5);
    server.archive(['n2-epoch-1']);
    server.markRead(['n1-epoch-1']);
    let state = loaded(server, loaded(server, joined(server), 'unread'), 'archived');
    assert.deepEqual([listed(state, 'unread'), listed(state, 'archived')], [[5, 4, 3], [2]]);
    state = [server.markUnread(['n1-epoch-1']), server.markRead(['n3-epoch-1']), server.archive(['n4-epoch-1']),
      server.unarchive(['n2-epoch-1']), server.mention()].reduce(applied, state);

    assert.deepEqual([listed(state, 'all'), listed(state, 'unread'), listed(state, 'archived')], [[6, 5, 3, 2, 1], [6, 5, 2, 1], [4]]);
    assert.deepEqual([hasMore(state, 'unread'), hasMore(state, 'archived')], [false, false]);
    assert.deepEqual(fold(state, { type: 'trimmed' }).lists.unread, null);
  });

  test('a page that is ahead of the events gives way to none of them', () => {
    const server = serverWith(30);
    const state = joined(server);
    const events = [server.markRead(['n5-epoch-1']), server.markUnread(['n5-epoch-1']), server.mention()];
    const first = loaded(server, state, 'all');
    assert.equal(seqs(first)[0], 30, 'what is new comes as an event');
    const states = events.map((_, count) => events.slice(0, count + 1).reduce(applied, first));

    assert.deepEqual(states.map(({ lists }) => lists.all.items.find((item) => item.seq === 5)?.read), [false, false, false]);
    assert.equal(seqs(/** @type {InboxState} */ (states.at(-1)))[0], 31);
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
