/**
 * The inbox as a value: `fold(state, event)` returns the state after one message of the server. It uses no socket and no
 * clock, and leaves the old state as it was.
 *
 * How it stays exact. Every message carries the inbox's revision, so a message that was applied before (`rev` not above
 * ours, in the same epoch) is dropped, however often and late it comes. A list has no holes: every notification from `floor` up
 * that belongs into it is in it, and nothing below `floor` is; changes to what lies below are left to the page that
 * fetches it. A page may be older than events that overtake it, or ahead of events still to come. Every notification carries
 * the revision of its last change: changes since a page was asked for are kept in `late` and applied to its notifications where
 * they are newer, and no event changes a notification that is ahead of it. An event may name a notification that belongs into a
 * list now and is not known here, such as one that another device takes out of the archive: then `holes` of that list rises,
 * and pages from the top down to `floor` bring it. The counts are the server's, never computed here.
 *
 * @import { Notification, Counts, JoinReply, NewNotification, InboxChanged, GroupsChanged, Page } from './protocol.js'
 * @import { GroupState } from './group-state.js'
 *
 * @typedef {'all' | 'unread' | 'archived'} ListName `all`: what is not archived
 *
 * @typedef {object} ListState
 * @property {Notification[]} items newest first
 * @property {number} floor lowest `seq` from which the list is complete; 0: down to the very first; Infinity: nothing is loaded yet
 * @property {number} longest longest list at the moment: `max`, or more if pages beyond it were asked for
 * @property {number} holes raised by every event after which the list may lack a notification at or above `floor`
 *
 * @typedef {object} InboxState
 * @property {number} max longest list that grows by arrivals; beyond it the oldest are let go, and can be loaded again
 * @property {number | null} rev `null` until the first join reply
 * @property {string | null} epoch
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq
 * @property {number} readUpTo
 * @property {Map<string, Notification>} known by id: all that is in a list, and what was archived lately, for its way back
 * @property {{all: ListState, unread: ListState | null, archived: ListState | null}} lists `null`: not asked for
 * @property {GroupState | null} groups the list `all` by thread, if that is what is shown; then `lists.all` has only what arrives
 * @property {{pages: number, changes: Change[]} | null} late pages under way, and what changed since the first was asked for
 *
 * @typedef {object} Change of notifications, by id
 * @property {number} rev
 * @property {number} readUpTo the watermark if this change raised it, otherwise 0
 * @property {Set<string>} read
 * @property {Set<string>} unread
 * @property {Set<string>} archived
 * @property {Set<string>} unarchived
 * @property {Set<string>} retracted
 * @property {Map<string, Notification>} whole as they are now, whatever they were
 *
 * @typedef {{type: 'joined', reply: JoinReply}
 *   | {type: 'new_notification', payload: NewNotification}
 *   | {type: 'inbox_changed', payload: InboxChanged}
 *   | {type: 'groups_changed', payload: GroupsChanged}
 *   | {type: 'page_asked', list?: ListName}
 *   | {type: 'page', list?: ListName, before: number, page: Page}
 *   | {type: 'page_failed', list?: ListName}
 *   | {type: 'trimmed'}} InboxEvent
 */

import { emptyGroups, firstPage, groupsChanged, isByThread, pageAnswered, pageAsked, shownList, trimmedGroups } from './group-state.js';

/** Arrivals that a list keeps beyond its longest while a page loads, so that the page still fits below them. */
const ROOM_FOR_ARRIVALS = 100;

/** Notifications in a snapshot; one with fewer has all. */
const SNAPSHOT_SIZE = 20;

/** @type {Record<ListName, (item: Notification) => boolean>} */
export const BELONGS = {
  all: (item) => !item.archived,
  unread: (item) => !item.archived && !item.read,
  archived: (item) => item.archived,
};

/** @type {readonly ListName[]} */
export const LIST_NAMES = ['all', 'unread', 'archived'];

/**
 * @param {number} [max]
 * @param {boolean} [byThread]
 * @returns {InboxState}
 */
export function emptyInbox(max = 500, byThread = false) {
  return { max, rev: null, epoch: null, unread: 0, unseen: 0, seq: 0, readUpTo: 0, known: new Map(),
    lists: { all: emptyList(max, 0), unread: null, archived: null }, groups: byThread ? emptyGroups(max) : null, late: null };
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
      return isNews(state, event.payload) ? changed(state, event.payload, { updated: [event.payload.notification] }) : state;
    case 'inbox_changed':
      return isNews(state, event.payload) ? changed(state, event.payload, event.payload) : state;
    case 'groups_changed':
      return withGroups(state, event.payload.epoch === state.epoch ? (groups) => groupsChanged(groups, event.payload) : (groups) => groups);
    case 'page_asked':
      return isByThread(state, event.list) ? withGroups(state, pageAsked) : asked(state, event.list ?? 'all');
    case 'page':
      return isByThread(state, event.list) ? withGroups(state, (groups) => pageAnswered(groups, event.before, event.page))
        : withPage(state, event.list ?? 'all', event.before, event.page);
    case 'page_failed':
      return isByThread(state, event.list) ? withGroups(state, (groups) => pageAnswered(groups, 0))
        : bounded({ ...state, late: oneLess(state.late) });
    case 'trimmed':
      return trimmed(state);
  }
}

/** Whether older notifications can be fetched. @param {InboxState} state @param {ListName} [name] */
export function hasMore(state, name = 'all') {
  return shownList(state, name).floor > 1;
}

/** @param {InboxState} state @param {(groups: GroupState) => GroupState} change @returns {InboxState} */
function withGroups(state, change) {
  const groups = state.groups && change(state.groups);
  return groups === state.groups ? state : { ...state, groups };
}

/** @param {number} max @param {number} floor @returns {ListState} */
function emptyList(max, floor) {
  return { items: [], floor, longest: max, holes: 0 };
}

/** @param {InboxState} state @param {Counts} counts */
function isNews(state, counts) {
  return counts.epoch === state.epoch && counts.rev > (state.rev ?? -1);
}

/** @param {InboxState} state @param {JoinReply} reply @returns {InboxState} */
function joined(state, reply) {
  if (!reply.snapshot && reply.epoch === state.epoch) {
    const retracted = reply.retracted ?? [];
    return isNews(state, reply) ? bounded(withoutUnreadBelow(changed(state, reply, { updated: reply.notifications, retracted }))) : state;
  }
  const items = reply.notifications.filter(BELONGS.all).sort(newestFirst);
  const again = (/** @type {ListState | null} */ list) => list && { ...emptyList(state.max, Infinity), holes: list.holes + 1 };
  const floor = reply.groups ? reply.seq + 1 : items[SNAPSHOT_SIZE - 1] ? /** @type {Notification} */ (items.at(-1)).seq : 0;
  const lists = { all: { ...state.lists.all, longest: state.max, floor },
    unread: again(state.lists.unread), archived: again(state.lists.archived) };
  const groups = state.groups && (reply.groups ? firstPage(state.groups, reply.rev, reply.groups, reply.next_before) : emptyGroups(state.max));
  return bounded(counted({ ...state, known: byId(items), lists, groups, late: null }, reply)); // pages under way are of another state
}

/** @param {InboxState} state @param {Counts} counts @param {Partial<InboxChanged>} lists @returns {InboxState} */
function changed(state, counts, { read, unread_ids: unread, archived, unarchived, retracted, updated = [] }) {
  /** @type {Change} */
  const change = { rev: counts.rev, readUpTo: counts.read_up_to > state.readUpTo ? counts.read_up_to : 0, read: new Set(read),
    unread: new Set(unread), archived: new Set(archived), unarchived: new Set(unarchived), retracted: new Set(retracted),
    whole: byId(updated) };
  const known = new Map(change.whole);
  for (const item of state.known.values()) {
    const now = after(item, change);
    now ? known.set(item.id, now) : known.delete(item.id);
  }
  const next = counted({ ...state, known, lists: withHoles(state, change), late: state.late && { ...state.late,
    changes: [...state.late.changes, change] } }, counts);
  return bounded(isOnlyCounts(change) ? withoutUnreadBelow(next) : next); // others may be one of several that mend a gap
}

/** @param {Notification} item @param {Change} change @returns {Notification | null} `null`: it was taken back */
function after(item, change) {
  const { id } = item;
  const whole = change.whole.get(id);
  if (whole) {
    return whole.rev >= item.rev ? whole : item;
  }
  if (change.rev <= item.rev) {
    return item; // from a page that is ahead of this change
  }
  if (change.retracted.has(id)) {
    return null;
  }
  const read = !change.unread.has(id) && (item.read || change.read.has(id) || item.seq <= change.readUpTo);
  const archived = !change.unarchived.has(id) && (item.archived || change.archived.has(id));
  return read === item.read && archived === item.archived ? item : { ...item, read, archived, rev: change.rev };
}

/** @param {InboxState} state @param {Change} change @returns {InboxState['lists']} */
function withHoles({ lists, known }, { unread, archived, unarchived, whole }) {
  const unknown = (/** @type {Set<string>[]} */ ...sets) => sets.some((ids) => [...ids].some((id) => !known.has(id) && !whole.has(id)));
  return { all: raised(lists.all, unknown(unarchived)), unread: lists.unread && raised(lists.unread, unknown(unarchived, unread)),
    archived: lists.archived && raised(lists.archived, unknown(archived)) };
}

/** @param {Change} change */
function isOnlyCounts({ read, unread, archived, unarchived, retracted, whole }) {
  return [read, unread, archived, unarchived, retracted, whole].every(({ size }) => size === 0);
}

/**
 * "Mark all" of what the watermark covers already raises no watermark, and yet ends that some of it was marked unread. The
 * count shows it: if as many are unread above the watermark as in the whole inbox, then none is below. Archived ones are not
 * counted, so those are fetched again.
 *
 * @param {InboxState} state @returns {InboxState}
 */
function withoutUnreadBelow(state) {
  const { rev, readUpTo, unread, lists } = state;
  const items = [...state.known.values()];
  const open = items.filter(BELONGS.unread);
  const below = open.filter((item) => item.seq <= readUpTo);
  const unsure = items.filter((item) => item.archived && !item.read && item.seq <= readUpTo);
  const isComplete = Math.min(lists.all.floor, lists.unread?.floor ?? Infinity) <= readUpTo + 1;
  const isOver = isComplete && open.length - below.length === unread && items.every((item) => item.rev <= Number(rev));
  const read = isOver ? below.map((item) => ({ ...item, read: true })) : [];
  if (read.length + unsure.length === 0) {
    return state;
  }
  const known = new Map([...state.known, ...byId(read)]);
  unsure.forEach((item) => known.delete(item.id));
  return { ...state, known, lists: { ...lists, archived: lists.archived && raised(lists.archived, unsure.length > 0) } };
}

/** @param {ListState} list @param {boolean} hole @returns {ListState} */
function raised(list, hole) {
  return hole ? { ...list, holes: list.holes + 1 } : list;
}

/** @param {InboxState} state @param {ListName} name @returns {InboxState} */
function asked(state, name) {
  const late = { pages: (state.late?.pages ?? 0) + 1, changes: state.late?.changes ?? [] };
  return { ...state, late, lists: { ...state.lists, [name]: state.lists[name] ?? emptyList(state.max, Infinity) } };
}

/** @param {InboxState} state @param {ListName} name @param {number} before @param {Page} page @returns {InboxState} */
function withPage(state, name, before, page) {
  const list = state.lists[name];
  const { late } = state;
  if (!late) {
    return state; // a snapshot came meanwhile
  }
  if (!list || before < list.floor) {
    return bounded({ ...state, late: oneLess(late) }); // the list was cut meanwhile: this page would leave a hole
  }
  const known = new Map(state.known);
  for (const notification of page.notifications) {
    const now = late.changes.reduce((/** @type {Notification | null} */ item, change) => item && after(item, change), notification);
    if (now && now.seq <= state.seq && now.rev >= (known.get(now.id)?.rev ?? 0)) { // later ones arrive as events
      known.set(now.id, now);
    }
  }
  const floor = Math.min(list.floor, page.next_before ?? 0);
  const length = [...known.values()].filter((item) => item.seq >= floor && BELONGS[name](item)).length;
  return bounded({ ...state, known, late: oneLess(late),
    lists: { ...state.lists, [name]: { ...list, floor, longest: Math.max(list.longest, length) } } });
}

/** @param {InboxState['late']} late @returns {InboxState['late']} */
function oneLess(late) {
  return late && late.pages > 1 ? { ...late, pages: late.pages - 1 } : null;
}

/** @param {InboxState} state @returns {InboxState} */
function trimmed(state) {
  const { all, unread, archived } = state.lists;
  return all.longest === state.max && !unread && !archived && (state.groups?.longest ?? state.max) === state.max ? state
    : bounded({ ...state, groups: state.groups && trimmedGroups(state.groups), lists: { all: { ...all, longest: state.max }, unread: null, archived: null } });
}

/** The state with the server's counts. @param {InboxState} state @param {Counts} counts @returns {InboxState} */
function counted(state, { unread, unseen, seq, rev, epoch, read_up_to: readUpTo }) {
  return { ...state, unread, unseen, seq, rev, epoch, readUpTo };
}

/** Makes the lists from what is known, cuts them to their longest, and forgets what is in none. @param {InboxState} state @returns {InboxState} */
function bounded(state) {
  const items = [...state.known.values()].sort(newestFirst);
  const made = (/** @type {ListName} */ name) => cut(state.lists[name], items.filter(BELONGS[name]), state.late ? ROOM_FOR_ARRIVALS : 0);
  const lists = { all: /** @type {ListState} */ (made('all')), unread: made('unread'), archived: made('archived') };
  const back = items.filter((item) => item.archived && item.seq >= lists.all.floor).sort((a, b) => b.rev - a.rev).slice(0, state.max);
  const known = byId([...back, ...LIST_NAMES.flatMap((name) => lists[name]?.items ?? [])]);
  return { ...state, lists, known };
}

/** @param {ListState | null} list @param {Notification[]} items @param {number} room @returns {ListState | null} */
function cut(list, items, room) {
  if (!list) {
    return null;
  }
  const complete = items.filter((item) => item.seq >= list.floor);
  const kept = complete.slice(0, list.longest + room);
  const floor = kept.length < complete.length ? /** @type {Notification} */ (kept.at(-1)).seq : list.floor;
  return { ...list, items: kept, floor };
}

/** @param {readonly Notification[]} items */
function byId(items) {
  return new Map(items.map((item) => [item.id, item]));
}

/** @param {Notification} a @param {Notification} b */
export function newestFirst(a, b) {
  return b.seq - a.seq;
}
