/**
 * The inbox as a value: `fold(state, event)` returns the state after one message of the server. It uses no socket and no
 * clock, and leaves the old state as it was.
 *
 * How it stays exact. Every message carries the inbox's revision, so a message that was applied before (`rev` not above
 * ours, in the same epoch) is dropped, however often and late it comes. The list has no holes: every notification from `floor` up
 * that is not archived is in it, and nothing below `floor` is; changes to what lies below are left to the page that
 * fetches it. A page may be older than events that overtake it; being read or archived is never taken back, so the
 * changes of those events are kept in `late` and laid over the page. The counts are the server's, never computed here.
 *
 * @import { Notification, Counts, JoinReply, NewNotification, InboxChanged, Page } from './protocol.js'
 *
 * @typedef {object} InboxState
 * @property {number} max longest list that grows by arrivals; beyond it the oldest are let go, and can be loaded again
 * @property {number} longest longest list at the moment: `max`, or more if pages beyond it were asked for
 * @property {number | null} rev `null` until the first join reply
 * @property {string | null} epoch
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq
 * @property {number} readUpTo
 * @property {Notification[]} items newest first, none archived, `read` already counts `readUpTo` in
 * @property {number} floor lowest `seq` from which the list is complete; 0: down to the very first
 * @property {{read: Set<string>, archived: Set<string>} | null} late what changed since a page was asked for
 *
 * @typedef {{type: 'joined', reply: JoinReply}
 *   | {type: 'new_notification', payload: NewNotification}
 *   | {type: 'inbox_changed', payload: InboxChanged}
 *   | {type: 'page_asked'}
 *   | {type: 'page', before: number, page: Page}
 *   | {type: 'page_failed'}
 *   | {type: 'trimmed'}} InboxEvent
 */

/** Arrivals that the list keeps beyond `max` while a page loads, so that the page still fits below them. */
const ROOM_FOR_ARRIVALS = 100;

/**
 * @param {number} [max]
 * @returns {InboxState}
 */
export function emptyInbox(max = 500) {
  return { max, longest: max, rev: null, epoch: null, unread: 0, unseen: 0, seq: 0, readUpTo: 0, items: [], floor: 0, late: null };
}

/**
 * @param {InboxState} state
 * @param {InboxEvent} event
 * @returns {InboxState} the same object if nothing changed
 */
export function fold(state, event) {
  switch (event.type) {
    case 'joined':
      return joined(state, event.reply);
    case 'new_notification':
      return isNews(state, event.payload) ? merged(state, event.payload, [event.payload.notification]) : state;
    case 'inbox_changed':
      return isNews(state, event.payload) ? changed(state, event.payload) : state;
    case 'page_asked':
      return { ...state, late: { read: new Set(), archived: new Set() } };
    case 'page':
      return withPage(state, event.before, event.page);
    case 'page_failed':
      return bounded({ ...state, late: null });
    case 'trimmed':
      return state.longest === state.max ? state : bounded({ ...state, longest: state.max });
  }
}

/** Whether older notifications can be fetched. @param {InboxState} state */
export function hasMore(state) {
  return state.floor > 1;
}

/** @param {InboxState} state @param {Counts} counts */
function isNews(state, counts) {
  return counts.epoch === state.epoch && counts.rev > (state.rev ?? -1);
}

/** @param {InboxState} state @param {JoinReply} reply @returns {InboxState} */
function joined(state, reply) {
  if (!reply.snapshot && reply.epoch === state.epoch) {
    return isNews(state, reply) ? merged(state, reply, reply.notifications) : state;
  }
  const items = reply.notifications.filter((item) => !item.archived).sort(newestFirst);
  const late = state.late && { read: new Set(), archived: new Set() };
  return settled({ ...state, items, longest: state.max, floor: items.at(-1)?.seq ?? 0, late }, reply);
}

/** @param {InboxState} state @param {Counts} counts @param {Notification[]} notifications */
function merged(state, counts, notifications) {
  const byId = new Map(state.items.map((item) => [item.id, item]));
  for (const notification of notifications) {
    const known = byId.get(notification.id);
    if (notification.archived) {
      byId.delete(notification.id);
    } else if (notification.seq >= state.floor && notification.rev >= (known?.rev ?? 0)) {
      byId.set(notification.id, { ...notification, read: notification.read || (known?.read ?? false) });
    }
  }
  const late = extended(state.late, notifications.filter((item) => item.read).map((item) => item.id),
    notifications.filter((item) => item.archived).map((item) => item.id));
  return settled({ ...state, items: [...byId.values()].sort(newestFirst), late }, counts);
}

/** @param {InboxState} state @param {InboxChanged} change */
function changed(state, change) {
  const read = new Set(change.read);
  const archived = new Set(change.archived);
  const items = state.items
    .filter((item) => !archived.has(item.id))
    .map((item) => (read.has(item.id) ? { ...item, read: true, rev: change.rev } : item));
  return settled({ ...state, items, late: extended(state.late, change.read, change.archived) }, change);
}

/** @param {InboxState} state @param {number} before @param {Page} page @returns {InboxState} */
function withPage(state, before, page) {
  if (before < state.floor) {
    return bounded({ ...state, late: null }); // the list was cut meanwhile: this page would leave a hole
  }
  const older = page.notifications
    .filter((item) => item.seq < state.floor && !item.archived && !state.late?.archived.has(item.id))
    .map((item) => (state.late?.read.has(item.id) ? { ...item, read: true } : item));
  const items = [...state.items, ...older].sort(newestFirst);
  return bounded({ ...state, items, longest: Math.max(state.longest, items.length), floor: Math.min(state.floor, page.next_before ?? 0),
    late: null });
}

/** @param {InboxState['late']} late @param {string[]} read @param {string[]} archived @returns {InboxState['late']} */
function extended(late, read, archived) {
  return late && { read: new Set([...late.read, ...read]), archived: new Set([...late.archived, ...archived]) };
}

/** The state with the server's counts. @param {InboxState} state @param {Counts} counts @returns {InboxState} */
function settled(state, { unread, unseen, seq, rev, epoch, read_up_to: readUpTo }) {
  return bounded({ ...state, unread, unseen, seq, rev, epoch, readUpTo });
}

/** Cuts the list to its longest and marks what the watermark covers. @param {InboxState} state @returns {InboxState} */
function bounded(state) {
  const items = state.items
    .slice(0, state.longest + (state.late ? ROOM_FOR_ARRIVALS : 0))
    .map((item) => (!item.read && item.seq <= state.readUpTo ? { ...item, read: true } : item));
  const floor = items.length < state.items.length ? /** @type {Notification} */ (items.at(-1)).seq : state.floor;
  return { ...state, items, floor };
}

/** @param {Notification} a @param {Notification} b */
function newestFirst(a, b) {
  return b.seq - a.seq;
}
