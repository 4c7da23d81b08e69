/**
 * The server's side of one inbox as a plain model, written from the contract and not from the client: what the tests hold the
 * client against. Every change raises `rev` and gives the event that devices are sent.
 *
 * @import { Notification } from '../src/protocol.js'
 */
export const SNAPSHOT_SIZE = 20;

export class InboxServer {
  seq = 0;
  rev = 0;
  unseen = 0;
  readUpTo = 0;
  /** @type {Notification[]} by ascending seq */
  all = [];

  constructor(epoch = 'epoch-1') {
    this.epoch = epoch;
  }

  /** @param {Partial<Notification>} [given] */
  mention(given = {}) {
    const seq = ++this.seq;
    const notification = {
      id: `n${seq}-${this.epoch}`, mention_id: `m${seq}`, seq, rev: ++this.rev, kind: 'mention', actor: { id: 'ada', name: 'Ada Lovelace' },
      source: { type: 'comment', id: `c${seq}`, url: `https://example.com/c/${seq}`, title: `Note ${seq}` },
      excerpt: `@bob number ${seq}`, occurred_at: '2026-01-02T03:04:05Z', created_at: '2026-01-02T03:04:05Z',
      read: false, archived: false, ...given,
    };
    this.all.push(notification);
    this.unseen++;
    return { event: 'new_notification', payload: { notification: { ...notification }, ...this.counts() } };
  }

  markSeen() {
    this.unseen = 0;
    return this.#changed([], []);
  }

  /** @param {string[]} ids */
  markRead(ids) {
    return this.#changed(this.#touch(ids, (item) => !this.#isRead(item), { read: true }), []);
  }

  /** @param {string[]} ids */
  archive(ids) {
    return this.#changed([], this.#touch(ids, (item) => !item.archived, { archived: true }));
  }

  /** @param {number} upTo */
  markAllRead(upTo) {
    this.readUpTo = Math.max(this.readUpTo, Math.min(upTo, this.seq));
    return this.#changed([], []);
  }

  counts() {
    const unread = this.all.filter((item) => !item.archived && !this.#isRead(item)).length;
    this.unseen = Math.min(this.unseen, unread);
    return { unread, unseen: this.unseen, seq: this.seq, rev: this.rev, epoch: this.epoch, read_up_to: this.readUpTo };
  }

  /** The reply to a join with this position. @param {{rev?: number, epoch?: string}} position */
  join({ rev, epoch }, maxChanges = 40) {
    const changes = this.all.filter((item) => item.rev > (rev ?? 0)).sort((a, b) => a.rev - b.rev);
    const snapshot = rev === undefined || epoch !== this.epoch || changes.length > maxChanges;
    const notifications = snapshot ? this.#shown().slice(0, SNAPSHOT_SIZE) : changes.map((item) => this.#seenNow(item));
    return { ...this.counts(), snapshot, notifications };
  }

  /** @param {{before: number, limit: number}} request */
  page({ before, limit }) {
    const older = this.#shown().filter((item) => item.seq < before);
    const notifications = older.slice(0, limit);
    return { notifications, next_before: older.length > limit ? notifications[limit - 1].seq : null };
  }

  /** The view of a client that has everything from `floor` up. */
  view(floor = 0, max = Infinity) {
    return this.#shown().filter((item) => item.seq >= floor).slice(0, max);
  }

  #shown() {
    return this.all.filter((item) => !item.archived).map((item) => this.#seenNow(item)).reverse();
  }

  /** @param {Notification} item */
  #seenNow(item) {
    return { ...item, read: this.#isRead(item) };
  }

  /** @param {Notification} item */
  #isRead(item) {
    return item.read || item.seq <= this.readUpTo;
  }

  /** @param {string[]} ids @param {(item: Notification) => boolean} applies @param {Partial<Notification>} change */
  #touch(ids, applies, change) {
    const items = this.all.filter((item) => ids.includes(item.id) && applies(item));
    items.forEach((item) => Object.assign(item, change, { rev: this.rev + 1 }));
    return items.map((item) => item.id);
  }

  /** @param {string[]} read @param {string[]} archived */
  #changed(read, archived) {
    this.rev++;
    return { event: 'inbox_changed', payload: { read, archived, ...this.counts() } };
  }
}
