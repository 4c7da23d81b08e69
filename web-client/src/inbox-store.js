/**
 * One user's inbox, kept exact over stock phoenix.js: sends the server at every join the revision that it has, and folds
 * every message of the server into one state. The wiring only; the rules are in `inbox-state.js`.
 *
 * @import { Socket } from 'phoenix'
 * @import { Notification, Answer, Filter, Page, SourceKey } from './protocol.js'
 * @import { InboxEvent, InboxState, ListName } from './inbox-state.js'
 *
 * @typedef {string[] | {source: SourceKey} | {thread: string}} Selection ids, or all notifications of one source, or those of a thread
 *   that are not archived
 *
 * @typedef {import('./inbox-view.js').ListView} ListView
 * @typedef {import('./inbox-view.js').InboxView} InboxView
 */
import { InboxChannel } from './inbox-channel.js';
import { isByThread, shownList } from './group-state.js';
import { emptyInbox, fold } from './inbox-state.js';
import { isListed, viewOf } from './inbox-view.js';
import { ListLoader } from './list-loader.js';

/** Ids in one call: the server refuses more. */
const MAX_IDS = 500;

/** Dispatches `change`, a `CustomEvent` with `detail: {state, added}`: the view, and notifications that are new in it. */
export class InboxStore extends EventTarget {
  #pageSize;
  #inbox;
  #channel;
  #lists;
  /** @type {InboxView | null} */
  #view = null;
  /** @type {Set<{rev: number, ids: string[]}>} archived by some device; kept while `archiveRead` asks which ones it archived */
  #archived = new Set();
  #archiving = 0;
  /** @type {SourceKey | null} */
  #viewed = null;

  /**
   * Joins at once; connecting the socket is up to its owner. One store per socket and user: a second join of a topic
   * ends the first.
   *
   * @param {object} options
   * @param {Socket} options.socket
   * @param {string} options.userId
   * @param {number} [options.max] longest list that grows by arrivals, 500 by default; `loadMore` goes beyond
   * @param {number} [options.pageSize] notifications that `loadMore` asks for, 20 by default
   * @param {'thread'} [options.group] the list `all` shows one entry for each thread
   * @param {InboxState} [options.inbox] where another store of this user with the same `max` and `group` stopped
   */
  constructor({ socket, userId, max = 500, pageSize = 20, group, inbox = emptyInbox(max, group === 'thread') }) {
    super();
    if (!userId) {
      throw new TypeError('userId is missing');
    }
    if (!(max >= 1 && pageSize >= 1)) {
      throw new RangeError('max and pageSize are at least 1');
    }
    this.#pageSize = pageSize;
    this.#inbox = inbox;
    this.#channel = new InboxChannel(socket, `notifications:${userId}`, {
      position: () => this.#position(),
      joined: (reply) => this.#fold({ type: 'joined', reply }),
      event: (type, payload) => this.#fold({ type, payload }),
      status: () => this.#changed([]),
    });
    this.#lists = new ListLoader(() => this.#inbox, (event) => this.#fold(event),
      (request, onOk) => this.#channel.push('list', request, onOk));
  }

  /** @returns {InboxView} the same object until something changes */
  get state() {
    return this.#view ??= viewOf(this.#inbox, this.#channel.status, this.#channel.reason, this.#channel.retryAt);
  }

  /** The state as a value, from which another store can go on. @returns {InboxState} */
  get inbox() {
    return this.#inbox;
  }

  /** Whether a sound or a desktop notification is up to this page: to every page that has a connection of its own. */
  get isLeader() {
    return true;
  }

  /** The inbox was opened: nothing is unseen any more. The change itself arrives as an event, as on other devices. */
  markSeen() {
    return this.#channel.push('mark_seen', {});
  }

  /** @param {Selection} what */
  markRead(what) {
    return this.#select('mark_read', what);
  }

  /** Takes `markRead` and `markAllRead` back. @param {Selection} what */
  markUnread(what) {
    return this.#select('mark_unread', what);
  }

  /** @param {number} [upTo] newest `seq` to mark, so that what arrives meanwhile stays unread; all that is here by default */
  markAllRead(upTo = this.state.notifications[0]?.seq ?? this.#inbox.seq) {
    return this.#channel.push('mark_all_read', { up_to: upTo });
  }

  /** All notifications of one source are read, as the user sees it. @param {SourceKey} source */
  markSourceRead({ type, id }) {
    return this.#repeat('mark_source_read', { source: { type, id } });
  }

  /**
   * The user is looking at a source: its notifications are read, also those that arrive while it lasts, and `change` does not
   * report them as added.
   *
   * @param {SourceKey | null} source `null`: not any more
   * @returns {Promise<void>} at once without a connection: the next join sends it
   */
  async viewing(source) {
    this.#viewed = source;
    if (this.#channel.status === 'live') {
      await this.#sendViewed();
    }
  }

  async #sendViewed() {
    const source = this.#viewed;
    await this.#repeat('viewing', source ? { source: { type: source.type, id: source.id } } : {});
  }

  /** @param {Selection} what @returns {Promise<Answer & {ids: string[]}>} with what was archived, for `unarchive` */
  async archive(what) {
    return Array.isArray(what) ? { ...await this.#select('archive', what), ids: what } : this.#archiveAll('archive', allOf(what));
  }

  /** Takes `archive` back: they are in the inbox again, read or unread as they were. @param {string[]} ids */
  unarchive(ids) {
    return this.#select('unarchive', ids);
  }

  /** Archives all that is read. @returns {Promise<Answer & {ids: string[]}>} with what was archived, for `unarchive` */
  archiveRead() {
    return this.#archiveAll('archive_read', {});
  }

  /** @param {string} event @param {object} payload @returns {Promise<Answer & {ids: string[]}>} */
  async #archiveAll(event, payload) {
    /** @type {string[]} */
    const ids = [];
    this.#archiving++;
    try {
      const answer = await this.#repeat(event, payload, async ({ rev }) => {
        await this.#reached(rev);
        this.#archived.forEach((change) => change.rev === rev && ids.push(...change.ids));
      });
      return { ...answer, ids };
    } finally {
      if (--this.#archiving === 0) {
        this.#archived.clear();
      }
    }
  }

  /**
   * One page of notifications, beside the lists that this store keeps.
   *
   * @param {{before?: number | null, limit?: number, filter?: Filter, count?: boolean}} [request] `before`: `next_before` of the page
   *   before
   * @returns {Promise<Page>}
   */
  list(request = {}) {
    return /** @type {Promise<any>} */ (this.#channel.push('list', request));
  }

  /**
   * Appends the next older notifications to a list, if there are any.
   * @param {ListName} [name]
   * @returns {Promise<void>} while a page of this list is under way, that one
   */
  loadMore(name = 'all') {
    return this.#lists.more(name, this.#pageSize);
  }

  /** Drops notifications beyond `max`, and the lists of unread and archived ones; `loadMore` loads them again. */
  trim() {
    this.#lists.trim();
  }

  /** Leaves the topic. The socket stays as it is. */
  close() {
    this.#channel.close();
  }

  /** Whether a notification is in a list, or stands behind an entry of one. @param {string} id */
  has(id) {
    return isListed(this.#inbox, id);
  }

  /** Revision and epoch that this store has; phoenix.js calls this at every rejoin. */
  #position() {
    const { rev, epoch, groups } = this.#inbox;
    if (groups) {
      return { group: 'thread' }; // always from the first page on
    }
    return rev === null ? {} : { rev, epoch };
  }

  /** @param {string} event @param {Selection} what @returns {Promise<Answer>} the last */
  async #select(event, what) {
    if (!Array.isArray(what)) {
      return this.#repeat(event, allOf(what));
    }
    let answer = await this.#channel.push(event, { ids: what.slice(0, MAX_IDS) });
    for (let at = MAX_IDS; at < what.length; at += MAX_IDS) {
      answer = await this.#channel.push(event, { ids: what.slice(at, at + MAX_IDS) });
    }
    return answer;
  }

  /**
   * Until the server has changed all.
   * @param {string} event @param {object} payload @param {(answer: Answer) => Promise<void>} [each] awaited after every answer
   */
  async #repeat(event, payload, each) {
    for (;;) {
      const answer = await this.#channel.push(event, payload);
      await each?.(answer);
      if (!answer.more) {
        return answer;
      }
    }
  }

  /** Until the events up to a revision have come, or none will. @param {number} rev @returns {Promise<void>} */
  #reached(rev) {
    const { epoch } = this.#inbox;
    const isReached = () => Number(this.#inbox.rev) >= rev || this.#inbox.epoch !== epoch || this.#channel.status === 'closed';
    return new Promise((resolve) => {
      const look = () => {
        if (isReached()) {
          this.removeEventListener('change', look);
          resolve();
        }
      };
      this.addEventListener('change', look);
      look();
    });
  }

  /** @param {InboxEvent} event */
  #fold(event) {
    const before = this.#inbox;
    this.#inbox = fold(before, event);
    if (this.#inbox !== before) {
      this.#collectArchived(event);
      const added = addedBy(event, before, this.#inbox);
      const viewed = added.filter(({ source }) => source.type === this.#viewed?.type && source.id === this.#viewed.id);
      this.#changed(added.filter((item) => !viewed.includes(item)));
      if (this.#viewed && viewed.some((item) => !item.read)) {
        this.markSourceRead(this.#viewed).catch(() => {}); // it stays unread, as if it had not been looked at
      }
    }
    if (this.#viewed && event.type === 'joined') {
      this.#sendViewed().catch(() => {}); // as above
    }
  }

  /** @param {InboxEvent} event */
  #collectArchived(event) {
    if (this.#archiving > 0 && event.type === 'inbox_changed') {
      this.#archived.add({ rev: event.payload.rev, ids: event.payload.archived });
    } else if (this.#archiving > 0 && event.type === 'joined') {
      event.reply.notifications.forEach(({ archived, rev, id }) => archived && this.#archived.add({ rev, ids: [id] }));
    }
  }

  /** @param {readonly Notification[]} added */
  #changed(added) {
    this.#view = null;
    this.dispatchEvent(new CustomEvent('change', { detail: { state: this.state, added } }));
    if (this.#channel.status === 'live') {
      this.#lists.fillHoles();
    }
  }
}

/** @param {Exclude<Selection, string[]>} what @returns {object} a payload that names them */
function allOf(what) {
  return 'thread' in what ? { thread: what.thread } : { source: { type: what.source.type, id: what.source.id } };
}

/**
 * Notifications that an event brought and that are new to the user; a first snapshot is not.
 *
 * @param {InboxEvent} event @param {InboxState} before @param {InboxState} now @returns {readonly Notification[]}
 */
function addedBy(event, before, now) {
  if (event.type === 'new_notification') {
    return [event.payload.notification];
  }
  if (event.type !== 'joined' || before.rev === null) {
    return [];
  }
  if (isByThread(now)) {
    return shownList(now).items.filter((item) => item.seq > before.seq && !item.read);
  }
  const { items, floor } = before.lists.all;
  const newest = items[0]?.seq ?? floor - 1; // not `seq`: it may count what is still to come
  return now.lists.all.items.filter((item) => item.seq > newest && before.known.get(item.id)?.seq !== item.seq);
}
