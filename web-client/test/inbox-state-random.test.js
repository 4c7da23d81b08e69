import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyInbox, fold, hasMore } from '../src/inbox-state.js';
import { InboxServer } from './inbox-server.js';

const RUNS = 400;
const STEPS = 300;
const MAX = 60;

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
  asked = false;

  /** @param {number} seed */
  constructor(seed) {
    this.random = generator(seed);
  }

  /** @param {number} below */
  int(below) {
    return Math.floor(this.random() * below);
  }

  someIds() {
    return Array.from({ length: 1 + this.int(3) }, () => this.server.all[this.int(this.server.all.length)]?.id ?? 'none');
  }

  step() {
    const dice = this.random();
    if (dice < 0.3) this.send(this.server.mention());
    else if (dice < 0.36) this.send(this.server.markRead(this.someIds()));
    else if (dice < 0.42) this.send(this.server.archive(this.someIds()));
    else if (dice < 0.44) this.send(this.server.markAllRead(this.int(this.server.seq + 1)));
    else if (dice < 0.46) this.send(this.server.markSeen());
    else if (dice < 0.7) this.deliver();
    else if (dice < 0.78) this.repeat();
    else if (dice < 0.86) this.ask();
    else if (dice < 0.9) this.disconnect();
    else if (dice < 0.902) this.restore();
    else if (dice < 0.91) this.take({ type: 'trimmed' });
    else this.connect();
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
    this.asked &&= message.type !== 'page';
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
    if (this.online && !this.asked && this.state.rev !== null && hasMore(this.state)) {
      const before = this.state.floor;
      this.asked = true;
      this.take({ type: 'page_asked' });
      this.stir(before);
      const page = this.server.page({ before, limit: 10 });
      this.stir(before);
      this.wire.push({ type: 'page', before, page });
    }
  }

  /** Changes what the page that ends before `before` is about. @param {number} before */
  stir(before) {
    for (let count = this.int(4); count > 0; count--) {
      const ids = [this.server.all[before - 2 - this.int(12)]?.id ?? 'none'];
      this.send(this.random() < 0.5 ? this.server.archive(ids) : this.server.markRead(ids));
      this.send(this.server.mention());
    }
  }

  disconnect() {
    this.online = false;
    this.past.push(...this.wire.filter((message) => message.type !== 'page' && message.type !== 'joined'));
    this.wire = [];
    if (this.asked) {
      this.take({ type: 'page_failed' });
      this.asked = false;
    }
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
  const seqs = state.items.map((item) => item.seq);
  assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => b - a), `seed ${seed}: newest first, each once`);
  assert.ok(seqs.length <= state.longest + (state.late ? 100 : 0), `seed ${seed}: bounded`);
  assert.ok((seqs.at(-1) ?? Infinity) >= state.floor, `seed ${seed}: nothing below the floor`);
}

/** @param {Run} run @param {number} seed */
function assertServersView({ server, state }, seed) {
  const { unread, unseen, seq, rev, epoch, read_up_to: readUpTo } = server.counts();
  assert.deepEqual(
    { unread: state.unread, unseen: state.unseen, seq: state.seq, rev: state.rev, epoch: state.epoch, readUpTo: state.readUpTo },
    { unread, unseen, seq, rev, epoch, readUpTo }, `seed ${seed}: counts`);
  const shown = (/** @type {import('../src/protocol.js').Notification} */ item) => [item.seq, item.id, item.read];
  assert.deepEqual(state.items.map(shown), server.view(state.floor).map(shown), `seed ${seed}: list from ${state.floor}`);
}
