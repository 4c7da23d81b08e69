/**
 * The server's side of one inbox as a plain model, written from the contract and not from the client: what the tests hold the
 * client against. Every change raises `rev` and gives the event that devices are sent.
 *
 * @import { Notification, Filter, SourceKey } from '../src/protocol.js'
 */
export const SNAPSHOT_SIZE = 20;

/** Notifications that a call changes if it does not name them by id. */
export const MOST_CHANGED = 500;

export class InboxServer {
  seq = 0;
  rev = 0;
  seenUpTo = 0;
  readUpTo = 0;
  /** @type {Notification[]} by ascending seq; `read` as the row has it, without the watermark */
  all = [];
  /** @type {{id: string, seq: number, rev: number}[]} */
  retracted = [];
  /** @type {Set<string>} ids that were marked unread since the watermark covered them, or before */
  #reopened = new Set();

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
    return this.#news(notification);
  }

  /** An edit that still names the user. @param {string} id @param {Partial<Notification>} text */
  edit(id, text) {
    const ids = this.#touch([id], () => true, text);
    return this.#changed({ updated: this.all.filter((item) => ids.includes(item.id)).map((item) => this.#seenNow(item)) });
  }

  /** @param {string} id */
  retract(id) {
    const gone = this.all.filter((item) => item.id === id);
    this.all = this.all.filter((item) => item.id !== id);
    this.retracted.push(...gone.map(({ seq }) => ({ id, seq, rev: this.rev + 1 })));
    return this.#changed({ retracted: gone.map((item) => item.id) });
  }

  /** An edit names the user again: the same notification, as the newest. @param {string} id */
  giveAgain(id) {
    this.retracted = this.retracted.filter((item) => item.id !== id);
    this.#reopened.delete(id);
    return this.mention({ id });
  }

  markSeen() {
    this.seenUpTo = this.seq;
    return this.#changed({});
  }

  /** @param {string[] | SourceKey | string} what */
  markRead(what) {
    const read = this.#touch(what, (item) => !this.#isRead(item), { read: true });
    read.forEach((id) => this.#reopened.delete(id));
    return this.#changed({ read });
  }

  /** @param {string[] | SourceKey | string} what */
  markUnread(what) {
    const ids = this.#touch(what, (item) => this.#isRead(item), { read: false });
    ids.forEach((id) => this.#reopened.add(id));
    return this.#changed({ unread_ids: ids });
  }

  /** @param {string[] | SourceKey | string} what */
  archive(what) {
    return this.#changed({ archived: this.#touch(what, (item) => !item.archived, { archived: true }) });
  }

  archiveRead(most = MOST_CHANGED) {
    const ids = this.#shown({}).filter((item) => item.read).slice(0, most).map((item) => item.id);
    return this.archive(ids);
  }

  /** @param {string[]} ids */
  unarchive(ids) {
    return this.#changed({ unarchived: this.#touch(ids, (item) => item.archived, { archived: false }) });
  }

  /** @param {number} upTo */
  markAllRead(upTo) {
    this.readUpTo = Math.max(this.readUpTo, Math.min(upTo, this.seq));
    this.all.filter((item) => item.seq <= this.readUpTo).forEach((item) => this.#reopened.delete(item.id));
    return this.#changed({});
  }

  counts() {
    const unread = this.all.filter((item) => !item.archived && !this.#isRead(item));
    return { unread: unread.length, unseen: unread.filter((item) => item.seq > this.seenUpTo).length, seq: this.seq, rev: this.rev,
      epoch: this.epoch, read_up_to: this.readUpTo };
  }

  /** The reply to a join with this position. @param {{rev?: number, epoch?: string}} position */
  join({ rev, epoch }, maxChanges = 40) {
    const changes = this.all.filter((item) => item.rev > (rev ?? 0)).sort((a, b) => a.rev - b.rev);
    const retracted = this.retracted.filter((item) => item.rev > (rev ?? 0));
    const snapshot = rev === undefined || epoch !== this.epoch || changes.length + retracted.length > maxChanges;
    return snapshot ? { ...this.counts(), snapshot, notifications: this.#shown({}).slice(0, SNAPSHOT_SIZE), retracted: [] }
      : { ...this.counts(), snapshot, notifications: changes.map((item) => this.#seenNow(item)), retracted: retracted.map((item) => item.id) };
  }

  /** @param {{before?: number, limit?: number, filter?: Filter, count?: boolean}} request */
  page({ before = Infinity, limit = 20, filter = {}, count = false }) {
    const all = this.#shown(filter);
    const older = all.filter((item) => item.seq < before);
    const notifications = older.slice(0, limit);
    return { notifications, next_before: older.length > limit ? notifications[limit - 1].seq : null, ...(count && { count: all.length }) };
  }

  /** The list by thread. @param {Filter} [filter] @returns {Notification[]} */
  groups(filter = {}) {
    /** @type {Map<string, Notification[]>} */
    const threads = new Map();
    for (const item of this.#shown(filter)) {
      const key = item.thread ? `thread ${item.thread}` : item.id;
      threads.set(key, [...threads.get(key) ?? [], item]);
    }
    return [...threads.values()].map((items) => {
      const actors = [...new Map(items.map(({ actor }) => [actor.id, actor])).values()];
      const { thread } = items[0];
      return thread ? { ...items[0], group: { thread, count: items.length, unread: items.filter(({ read }) => !read).length,
        actors: actors.slice(0, 5), actor_count: actors.length } } : items[0];
    });
  }

  /** @param {{before?: number, limit?: number, filter?: Filter}} request */
  groupPage({ before = Infinity, limit = 20, filter = {} }) {
    const older = this.groups(filter).filter((item) => item.seq < before);
    const notifications = older.slice(0, limit);
    return { notifications, next_before: older.length > limit ? notifications[limit - 1].seq : null, rev: this.rev };
  }

  /** The reply to a join that asks for threads. */
  joinByThread() {
    const { notifications: groups, next_before: next } = this.groupPage({});
    return { ...this.counts(), snapshot: true, notifications: [], groups, ...(next && { next_before: next }) };
  }

  /** What became of the list by thread. @param {Notification[]} before @returns {import('../src/protocol.js').GroupsChanged} */
  groupsSince(before) {
    const now = this.groups();
    const known = new Set(before.map((item) => JSON.stringify(item)));
    const gone = before.filter((old) => !now.some((item) => item.thread === old.thread && (old.thread || item.id === old.id)));
    return { rev: this.rev, epoch: this.epoch, groups: now.filter((item) => !known.has(JSON.stringify(item))), snapshot: false,
      gone: gone.flatMap(({ thread }) => thread ?? []), gone_ids: gone.filter(({ thread }) => !thread).map(({ id }) => id) };
  }

  /** The same as a first page. @returns {import('../src/protocol.js').GroupsChanged} */
  groupsSnapshot() {
    const { groups, next_before } = this.joinByThread();
    return { rev: this.rev, epoch: this.epoch, groups, gone: [], gone_ids: [], snapshot: true, ...(next_before && { next_before }) };
  }

  /** The view of a client that has everything from `floor` up. @param {number} [floor] @param {Filter} [filter] */
  view(floor = 0, filter = {}) {
    return this.#shown(filter).filter((item) => item.seq >= floor);
  }

  /** @param {Filter} filter */
  #shown({ unread = false, archived = false, kind, thread, source }) {
    return this.all.map((item) => this.#seenNow(item)).filter((item) => item.archived === archived && !(unread && item.read)
      && (kind === undefined || item.kind === kind) && (thread === undefined || item.thread === thread)
      && (!source || matches(item, source))).reverse();
  }

  /** @param {Notification} item */
  #seenNow(item) {
    return { ...item, read: this.#isRead(item) };
  }

  /** @param {Notification} item */
  #isRead(item) {
    return item.read || (item.seq <= this.readUpTo && !this.#reopened.has(item.id));
  }

  /** @param {string[] | SourceKey | string} what ids, a source, or a thread @param {(item: Notification) => boolean} applies @param {Partial<Notification>} change */
  #touch(what, applies, change) {
    const named = (/** @type {Notification} */ item) => (Array.isArray(what) ? what.includes(item.id)
      : typeof what === 'string' ? item.thread === what && !item.archived : matches(item, what));
    const items = this.all.filter((item) => named(item) && applies(item));
    items.forEach((item) => Object.assign(item, change, { rev: this.rev + 1 }));
    return items.map((item) => item.id);
  }

  /** @param {Notification} notification */
  #news(notification) {
    return { event: 'new_notification', payload: { notification: { ...notification }, ...this.counts() } };
  }

  /** Lists without entries are left out, except for the first two. @param {Record<string, any[]>} lists */
  #changed(lists) {
    this.rev++;
    const filled = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
    return { event: 'inbox_changed', payload: { read: [], archived: [], ...filled, ...this.counts() } };
  }
}

/** @param {Notification} item @param {SourceKey} source */
function matches(item, { type, id }) {
  return item.source.type === type && item.source.id === id;
}
