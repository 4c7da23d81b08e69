import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownList } from '../src/group-state.js';
import { emptyInbox, fold, hasMore } from '../src/inbox-state.js';
import { InboxServer } from './inbox-server.js';

const RUNS = 100;
const STEPS = 300;
const MAX = 25;

/** @param {number} seed */
function generator(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 4294967296;
  };
}

/**
 * One client that shows threads. Frames come at once, groups some time later for several changes together, and pages are read from the
 * inbox at another time than they arrive. Connections break.
 */
class Run {
  server = new InboxServer();
  state = emptyInbox(MAX, true);
  /** @type {any[]} */
  wire = [];
  online = false;
  /** @type {import('../src/protocol.js').Notification[]} the list as the gateway has sent it */
  sent = [];
  /** @type {{before: number, limit: number, page?: any, answered?: boolean} | null} under way */
  asked = null;
  /** That came into the list. */
  pages = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.random = generator(seed);
  }

  /** @param {number} below */
  int(below) {
    return Math.floor(this.random() * below);
  }

  step() {
    const dice = this.random();
    if (dice < 0.25) this.mention();
    else if (dice < 0.4) this.change();
    else if (dice < 0.47) this.feed();
    else if (dice < 0.72) this.deliver();
    else if (dice < 0.8) this.ask();
    else if (dice < 0.88) this.read();
    else if (dice < 0.96) this.answer();
    else if (dice < 0.964) this.disconnect();
    else if (dice < 0.968) this.fold({ type: 'trimmed' });
    else this.connect();
  }

  mention() {
    const actor = `actor ${this.int(8)}`;
    this.send(this.server.mention({ actor: { id: actor, name: actor }, ...(this.int(4) && { thread: `t${this.int(40)}` }) }));
  }

  change() {
    const { server } = this;
    const from = this.int(2) ? server.all : server.groups();
    const { id, thread = `t${this.int(40)}` } = from[this.int(from.length)] ?? { id: 'none' };
    const taken = server.retracted[0]?.id;
    const changes = [() => server.markRead([id]), () => server.markUnread([id]), () => server.archive([id]), () => server.unarchive([id]),
      () => server.edit(id, { thread: `t${this.int(40)}` }), () => server.retract(id), () => (taken ? server.giveAgain(taken) : server.markSeen()),
      () => server.markRead(thread), () => server.archive(thread), () => server.markAllRead(this.int(server.seq + 1))];
    this.send(changes[this.int(changes.length)]());
  }

  /** @param {{event: string, payload: any}} message */
  send({ event, payload }) {
    if (this.online) this.wire.push({ type: event, payload });
  }

  /** The gateway's next fetch of what changed. */
  feed() {
    const payload = this.int(12) === 0 ? this.server.groupsSnapshot() : this.server.groupsSince(this.sent);
    this.send({ event: 'groups_changed', payload });
    this.sent = this.server.groups();
  }

  connect() {
    if (!this.online) {
      this.online = true;
      this.wire.push({ type: 'joined', reply: this.server.joinByThread() });
      this.sent = this.server.groups();
    }
  }

  disconnect() {
    this.online = false;
    this.wire = [];
    if (this.asked) {
      this.asked = null;
      this.fold({ type: 'page_failed', list: 'all' });
    }
  }

  ask() {
    if (this.online && !this.asked && this.wire.every(({ type }) => type !== 'joined') && hasMore(this.state)) {
      this.asked = { before: shownList(this.state).floor, limit: 1 + this.int(8) };
      this.fold({ type: 'page_asked', list: 'all' });
    }
  }

  /** notification-service reads the page, and on its way it is overtaken. */
  read() {
    if (this.asked && !this.asked.page) this.asked.page = this.server.groupPage(this.asked);
  }

  answer() {
    if (this.asked?.page && !this.asked.answered) {
      this.wire.push({ type: 'page', list: 'all', before: this.asked.before, page: this.asked.page });
      this.asked.answered = true;
    }
  }

  deliver() {
    const message = this.wire.shift();
    if (message) {
      if (message.type === 'page') this.asked = null;
      this.fold(message);
    }
  }

  /** @param {any} event */
  fold(event) {
    const { floor } = shownList(this.state);
    this.state = fold(this.state, event);
    this.pages += event.type === 'page' && shownList(this.state).floor < floor ? 1 : 0;
  }

  check() {
    this.connect();
    this.read();
    this.answer();
    this.feed();
    while (this.wire.length) this.deliver();
    const { items, floor } = shownList(this.state);
    assert.deepEqual(items, this.server.groups().filter((item) => item.seq >= floor));
  }
}

test('whatever overtakes whatever, the list by thread ends as the server has it', () => {
  let pages = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const run = new Run(seed);
    for (let step = 0; step < STEPS; step++) {
      run.step();
      if (step % 60 === 59) {
        try {
          run.check();
        } catch (error) {
          throw new Error(`seed ${seed}, step ${step}`, { cause: error });
        }
      }
    }
    pages += run.pages;
  }
  assert.ok(pages > RUNS, `${pages} pages`);
});
