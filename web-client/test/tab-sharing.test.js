import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyInbox, fold } from '../src/inbox-state.js';
import { Election, presence, whenGone } from '../src/shared/election.js';
import { identityOf, gatewayOf } from '../src/shared/identity.js';
import { MAX_PART, applied, difference, parts } from '../src/shared/mirror.js';
import { isCall, isMessage } from '../src/shared/tab-channel.js';
import { InboxServer } from './inbox-server.js';
import { WebLocks } from './web-locks.js';
import { until } from '../../test-clients/js/until.js';

/** @returns {any} */
const locks = () => new WebLocks();

describe('the election', () => {
  /** @param {any} among @param {number} count */
  function tabs(among, count) {
    return Array.from({ length: count }, () => {
      const tab = { leads: false, lost: 0, election: /** @type {Election} */ (/** @type {unknown} */ (null)) };
      tab.election = new Election(among, 'inbox', { won: () => (tab.leads = true), lost: () => { tab.leads = false; tab.lost++; } });
      tab.election.stand();
      return tab;
    });
  }

  test('one_leads_and_the_next_in_line_follows_it', async () => {
    const [first, second, third] = tabs(locks(), 3);
    await until('the first leads', () => first.leads);
    assert.equal(await third.election.isAwaited(), true);
    second.election.resign();
    first.election.resign();

    await until('the third leads', () => third.leads);
    assert.equal(second.leads, false);
    assert.equal(await third.election.isAwaited(), false);
    assert.equal(first.lost, 0);
  });

  test('one_that_steals_leads_and_the_other_knows_that_it_lost', async () => {
    const [first, second, third] = tabs(locks(), 3);
    await until('the first leads', () => first.leads);
    third.election.steal();

    await until('the third leads', () => third.leads);
    assert.deepEqual([first.leads, first.lost, second.leads], [false, 1, false]);
    third.election.resign();
    await until('the second leads', () => second.leads);
  });

  test('one_that_resigns_while_the_lock_is_on_its_way_does_not_keep_it', async () => {
    const [first, second, third] = tabs(locks(), 3);
    await until('the first leads', () => first.leads);
    second.election.steal();
    second.election.resign();

    await until('the third leads', () => third.leads);
    assert.deepEqual([first.leads, second.leads], [false, false]);
  });

  test('a_tab_is_seen_to_be_gone', async () => {
    const among = locks();
    const leave = await presence(among, 'tab 1');
    let gone = 0;
    const stop = whenGone(among, 'tab 1', () => gone++);
    whenGone(among, 'tab 1', () => gone++);
    stop();
    leave();

    await until('it is gone', () => gone === 1);
  });
});

describe('a message of another tab', () => {
  const counts = { rev: 1, epoch: 'e', unread: 1, unseen: 1, seq: 1, readUpTo: 0 };
  const all = { floor: 0, longest: 500, holes: 0 };
  const item = new InboxServer().mention().payload.notification;
  const state = { kind: 'state', from: 'a', term: 1, n: 0, part: 0, last: true, whole: true, to: null, hidden: false, status: 'live', reason: null, retryAt: null,
    difference: { counts, lists: { all, unread: null, archived: { ...all, floor: Infinity } }, groups: null, put: [item], gone: ['n'], groupsPut: [], groupsGone: [] }, added: [item] };
  const call = { kind: 'call', from: 'a', id: 1, method: 'markRead', args: [['n1']] };
  const circular = /** @type {any} */ ({ ...call });
  circular.args = [circular];

  test('is_taken_if_it_is_one', () => {
    const answer = { kind: 'answer', from: 'a', to: 'b', id: 1 };
    for (const message of [state, call, { kind: 'hello', from: 'a' }, { kind: 'bye', from: 'a' }, { kind: 'tab', from: 'a', viewing: { type: 'c', id: '1' }, holds: true },
      { ...answer, outcome: 'taken' }, { ...answer, outcome: 'done', value: 7 }, { ...answer, outcome: 'failed', command: 'list', reason: 'limit' }]) {
      assert.equal(isMessage(message), true, JSON.stringify(message));
    }
  });

  /** @type {[string, any][]} */
  const WRONG = [['nothing', null], ['a_text', 'hello'], ['of_no_kind', { kind: 'token', from: 'a' }], ['from_nowhere', { kind: 'hello' }],
    ['too_long_an_id', { kind: 'hello', from: 'x'.repeat(1001) }], ['an_unknown_status', { ...state, status: 'fine' }],
    ['a_negative_revision', { ...state, difference: { ...state.difference, counts: { ...counts, rev: -1 } } }],
    ['a_notification_without_a_source', { ...state, added: [{ ...item, source: undefined }] }],
    ['one_notification_too_many', { ...state, difference: { ...state.difference, put: Array(MAX_PART + 1).fill(item) } }],
    ['too_many_characters', { ...state, reason: null, difference: { ...state.difference, put: [{ ...item, excerpt: 'x'.repeat(4_000_000) }] } }],
    ['a_circle', circular], ['a_call_of_another_method', { ...call, method: 'close' }], ['a_call_of_the_prototype', { ...call, method: 'constructor' }],
    ['a_call_with_two_arguments', { ...call, args: [['n1'], 1] }], ['a_call_of_too_many_ids', { ...call, args: [Array(10_001).fill('n')] }],
    ['an_answer_without_a_reason', { kind: 'answer', from: 'a', to: 'b', id: 1, outcome: 'failed' }]];
  for (const [name, message] of WRONG) {
    test(`is_ignored_if_it_is_${name}`, () => assert.equal(isMessage(message), false));
  }

  test('may_have_as_many_as_its_bound', () => {
    assert.equal(isMessage({ ...state, difference: { ...state.difference, put: Array(MAX_PART).fill(item) } }), true);
    assert.equal(isCall('archive', [Array(10_000).fill('n')]), true);
  });
});

describe('the copy of a follower', () => {
  test('is_the_leaders_inbox_after_every_change_and_for_one_that_comes_late', () => {
    const server = new InboxServer();
    for (let count = 0; count < 400; count++) server.mention({ thread: count % 3 ? `t${count % 40}` : undefined });
    let inbox = fold(emptyInbox(500), { type: 'joined', reply: server.join({}) });
    let copy = emptyInbox(500);
    let sent = copy;
    const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);
    const some = () => [server.all[random(server.all.length)].id];
    const take = (/** @type {any} */ event) => {
      inbox = fold(inbox, event);
      for (const part of parts(difference(sent, inbox))) copy = applied(copy, part);
      sent = inbox;
      const late = parts(difference(emptyInbox(500), inbox)).reduce(applied, emptyInbox(500));
      for (const one of [copy, late]) assert.deepEqual({ ...one, known: new Map([...one.known].sort()) }, { ...inbox, late: null, known: new Map([...inbox.known].sort()) });
    };
    for (let step = 0; step < 300; step++) {
      const list = /** @type {const} */ (['all', 'unread', 'archived'])[random(3)];
      const changes = [() => server.mention(), () => server.markRead(some()), () => server.archive(some()), () => server.unarchive(some()), () => server.markUnread(some())];
      const { event, payload } = changes[random(changes.length)]();
      take({ type: event, payload });
      if (step % 10 === 0) {
        take({ type: 'page_asked', list });
        const before = inbox.lists[list]?.floor ?? Infinity;
        take({ type: 'page', list, before, page: server.page({ before, limit: 100, filter: list === 'all' ? {} : { [list]: true } }) });
      } else if (step % 97 === 0) {
        take({ type: 'trimmed' });
      }
    }
  });

  test('is_the_list_by_thread_too_in_parts_of_bounded_length', () => {
    const server = new InboxServer();
    for (let count = 0; count < 600; count++) server.mention({ thread: `t${count % 300}` });
    let inbox = fold(emptyInbox(500, true), { type: 'joined', reply: server.joinByThread() });
    for (let page = 0; page < 3; page++) {
      const before = inbox.groups?.floor ?? 0;
      inbox = fold(inbox, { type: 'page_asked' });
      inbox = fold(inbox, { type: 'page', before, page: server.groupPage({ before, limit: 100 }) });
    }

    const all = parts(difference(emptyInbox(500, true), inbox));
    const copy = all.reduce(applied, emptyInbox(500, true));
    assert.deepEqual(all.map(({ groupsPut }) => groupsPut.length), [200, 100]);
    assert.deepEqual(copy.groups?.items, inbox.groups?.items);
    assert.equal(copy.groups?.floor, inbox.groups?.floor);
  });
});

test('an identity is issuer and subject, whatever else a token says, and nothing where it cannot be read', () => {
  const token = (/** @type {object} */ claims) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
  assert.equal(identityOf(token({ iss: 'i', sub: 'zoë', exp: 1 })), identityOf(token({ iss: 'i', sub: 'zoë', exp: 2 })));
  assert.notEqual(identityOf(token({ iss: 'i', sub: 'bob' })), identityOf(token({ iss: 'i', sub: 'eve' })));
  assert.equal(identityOf('opaque'), '');
  assert.equal(gatewayOf('https://example.com/socket'), 'wss://example.com/socket');
});
