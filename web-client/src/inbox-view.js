/**
 * What a page shows of an inbox.
 *
 * @import { Status } from './inbox-channel.js'
 * @import { Notification } from './protocol.js'
 * @import { InboxState, ListName } from './inbox-state.js'
 *
 * @typedef {{notifications: readonly Notification[], hasMore: boolean}} ListView newest first
 *
 * @typedef {object} InboxView what to show
 * @property {Status} status
 * @property {string | null} reason why refused or offline, a stable word
 * @property {number | null} retryAt when the next attempt to connect is, in ms since the epoch; `null`: connected, or unknown
 * @property {boolean} known false until the first join reply
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq `seq` of the newest notification
 * @property {number | null} rev
 * @property {string | null} epoch
 * @property {readonly Notification[]} notifications newest first; by thread, each has its `group`
 * @property {boolean} hasMore `loadMore` would bring older ones
 * @property {Readonly<Record<ListName, ListView>>} lists `all` is as above; `unread` and `archived` are followed from their first
 *   `loadMore` to `trim`
 */
import { shownList } from './group-state.js';
import { hasMore } from './inbox-state.js';

/** @param {InboxState} inbox @param {Status} status @param {string | null} reason @param {number | null} retryAt @returns {InboxView} */
export function viewOf(inbox, status, reason, retryAt) {
  const { rev, epoch, unread, unseen, seq } = inbox;
  const lists = { all: listView(inbox, 'all'), unread: listView(inbox, 'unread'), archived: listView(inbox, 'archived') };
  return Object.freeze({ status, reason, retryAt, known: rev !== null, unread, unseen, seq, rev, epoch, ...lists.all, lists });
}

/** Whether a notification is in a list, or stands behind an entry of one. @param {InboxState} inbox @param {string} id */
export function isListed(inbox, id) {
  return inbox.known.get(id)?.archived === false || shownList(inbox).items.some((item) => item.id === id);
}

/** @param {InboxState} inbox @param {ListName} name @returns {ListView} */
function listView(inbox, name) {
  return { notifications: shownList(inbox, name).items, hasMore: hasMore(inbox, name) };
}
