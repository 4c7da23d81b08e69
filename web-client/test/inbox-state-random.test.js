import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIST_NAMES, emptyInbox, fold, hasMore } from '../src/inbox-state.js';
import { InboxServer } from './inbox-server.js';

const RUNS = 400;
const STEPS = 300;
const MAX = 60;

/** @import { ListName } from '../src/inbox-state.js' */

const FILTERS = { all: {}, unread: { unread: true }, archived: { archived: true } };

/** Small fast seeded generator (mulberry32), so that a failing run can be repeated by its seed. @param {number} seed */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * One client on a network that loses connections, delivers late what an old connection had in flight, repeats what it
 * delivered, and lets pages be overtaken by events. Within one connection order is kept: that much TCP promises.
 */
class Run {
  server = new InboxServer();
  state = emptyInbox(MAX);
  /** @type {any[]} on the wire of the live connection */
  wire = [];
  /** @type {any[]} everything ever delivered or lost: what a broken sender might repeat */
  past = [];
  online = false;
  /** @type {Set<ListName>} lists of which a page is under way */
  asked = new Set();
  /** @type {Record<ListName, number>} `holes` of each list when it was last filled */
  filled = { all: 0, unread: 0, archived: 0 };

  /** @param {number} seed */
  constructor(seed) {
    this.random = generator(seed);
  }

  /** Whether the reply to the join is here: until then phoenix.js sends nothing else. */
  isLive() {
    return this.online && this.wire.every((message) => message.type !== 'joined');
  }

  /** @param {number} below */
  int(below) {
    return Math.floor(this.random() * below);
  }

  someIds() {
    return Array.from({ length: 1 + this.int(3) }, () => this.someId());
  }

  /** One that the server has, or had. */
  someId() {
    const all = [...this.server.all, ...this.server.retracted];
    return all[this.int(all.length)]?.id ?? 'none';
  }

  step() {
    const dice = this.random();
    if (dice < 0.24) this.send(this.server.mention());
    else if (dice < 0.42) this.change(this.someIds());
    else if (dice < 0.44) this.send(this.server.markAllRead(this.int(this.server.seq + 1)));
    else if (dice < 0.46) this.send(this.server.markSeen());
    else if (dice < 0.7) this.deliver();
    else if (dice < 0.76) this.repeat();
    else if (dice < 0.86) this.ask();
    else if (dice < 0.9) this.disconnect();
    else if (dice < 0.902) this.restore();
    else if (dice < 0.906) this.trim();
    else if (dice < 0.93 && this.isLive()) this.fill();
    else this.connect();
  }

  /** One of the owner's operations, or of an emitter's. @param {string[]} ids */
  change(ids) {
    const [id] = ids;
    const retracted = this.server.retracted.some((item) => item.id === id);
    const changes = [() => this.server.markRead(ids), () => this.server.markUnread(ids), () => this.server.archive(ids),
      () => this.server.unarchive(ids), () => this.server.edit(id, { excerpt: `text ${this.int(1000)}` }),
      () => (retracted ? this.server.giveAgain(id) : this.server.retract(id)), () => this.server.archiveRead(5)];
    this.send(changes[this.int(changes.length)]());
  }

  /** @param {{event: string, payload: any}} message */
  send({ event, payload }) {
    (this.online ? this.wire : this.past).push({ type: event, payload });
  }

  deliver() {
    const message = this.wire.shift();
    if (message) {
      this.past.push(message);
      this.take(message);
    }
  }

  /** @param {any} message */
  take(message) {
    if (message.type === 'page') {
      this.asked.delete(message.list);
    }
    this.state = fold(this.state, message);
  }

  repeat() {
    const message = this.past[this.int(this.past.length)];
    if (this.state.rev !== null && message && message.type !== 'page' && message.type !== 'joined'
      && (message.payload.epoch !== this.state.epoch || message.payload.rev <= this.state.rev)) {
      this.take(message); // the state machine gets messages twice, or messages of another epoch
    }
  }

  /** The page is read at some moment; what changes before and after that moment may well arrive before it does. */
  ask() {
    const list = LIST_NAMES[this.int(3)];
    if (this.online && !this.asked.has(list) && this.state.rev !== null && hasMore(this.state, list)) {
      const before = this.state.lists[list]?.floor ?? Infinity;
      this.asked.add(list);
      this.take({ type: 'page_asked', list });
      this.stir(before);
      const page = this.server.page({ before, limit: 10, filter: FILTERS[list] });
      this.stir(before);
      this.wire.push({ type: 'page', list, before, page });
    }
  }

  /** Changes what the page that ends before `before` is about. @param {number} before */
  stir(before) {
    for (let count = this.int(4); count > 0; count--) {
      const older = this.server.all.filter((item) => item.seq < before);
      this.change([older.at(-1 - this.int(12))?.id ?? 'none']);
      this.send(this.server.mention());
    }
  }

  /** As the store does: after events that left something out, pages from the top down to the floor bring it. */
  fill() {
    for (const list of LIST_NAMES) {
      const holes = this.state.lists[list]?.holes ?? 0;
      if (this.filled[list] !== holes) {
        this.filled[list] = holes;
        for (let before = Infinity; before > 0;) {
          this.take({ type: 'page_asked', list });
          const page = this.server.page({ before, limit: 7, filter: FILTERS[list] });
          this.take({ type: 'page', list, before, page });
          before = (page.next_before ?? 0) > (this.state.lists[list]?.floor ?? 0) ? page.next_before ?? 0 : 0;
        }
      }
    }
  }

  trim() {
    this.take({ type: 'trimmed' });
    this.filled = { ...this.filled, unread: 0, archived: 0 };
  }

  disconnect() {
    this.online = false;
    this.past.push(...this.wire.filter((message) => message.type !== 'page' && message.type !== 'joined'));
    this.wire = [];
    this.asked.forEach(() => this.take({ type: 'page_failed' }));
    this.asked.clear();
  }

  connect() {
    if (!this.online) {
      const { rev, epoch } = this.state;
      this.online = true;
      this.wire = [{ type: 'joined', reply: this.server.join(rev === null ? {} : { rev, epoch: epoch ?? '' }, 1 + this.int(40)) }];
    }
  }

  /** The database goes back to an empty one: another epoch, while no client is connected. */
  restore() {
    this.disconnect();
    this.server = new InboxServer(`epoch-${this.random()}`);
  }

  finish() {
    this.disconnect();
    this.connect();
    this.deliver();
    this.fill();
  }
}

test(`${RUNS} random histories of ${STEPS} steps end in the server's view`, () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const run = new Run(seed);
    for (let step = 0; step < STEPS; step++) {
      run.step();
      assertNoHole(run, seed);
    }
    run.finish();
    assertServersView(run, seed);
  }
});

/** @param {Run} run @param {number} seed */
function assertNoHole({ state }, seed) {
  for (const name of LIST_NAMES) {
    const { items, floor, longest } = state.lists[name] ?? { items: [], floor: 0, longest: 0 };
    const seqs = items.map((item) => item.seq);
    assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => b - a), `seed ${seed}: ${name} newest first, each once`);
    assert.ok(seqs.length <= longest + (state.late ? 100 : 0), `seed ${seed}: ${name} bounded`);
    assert.ok((seqs.at(-1) ?? Infinity) >= floor, `seed ${seed}: nothing below the floor of ${name}`);
  }
  const { all, unread, archived } = state.lists;
  const most = [all, unread, archived].reduce((sum, list) => sum + (list?.longest ?? 0) + 100, state.max);
  assert.ok(state.known.size <= most, `seed ${seed}: ${state.known.size} known`);
}

/** @param {Run} run @param {number} seed */
function assertServersView({ server, state }, seed) {
  const { unread, unseen, seq, rev, epoch, read_up_to: readUpTo } = server.counts();
  assert.deepEqual(
    { unread: state.unread, unseen: state.unseen, seq: state.seq, rev: state.rev, epoch: state.epoch, readUpTo: state.readUpTo },
    { unread, unseen, seq, rev, epoch, readUpTo }, `seed ${seed}: counts`);
  const shown = (/** @type {import('../src/protocol.js').Notification} */ item) => [item.seq, item.id, item.read, item.excerpt];
  for (const name of LIST_NAMES) {
    const { items, floor } = state.lists[name] ?? { items: [], floor: Infinity };
    assert.deepEqual(items.map(shown), server.view(floor, FILTERS[name]).map(shown), `seed ${seed}: ${name} from ${floor}`);
  }
}
