/**
 * The list by thread as a value: each entry is the newest notification of its thread, with a `group`, or one without a thread. Pure,
 * as `inbox-state.js`, and exact in the same way: every entry from `floor` up is here. Events come in the order of their revisions.
 * A page has a revision of its own and may be older or newer than events around it, so each entry keeps the revision that it is of,
 * and what is gone leaves its revision as long as pages are under way.
 *
 * @import { Notification, GroupsChanged, Page } from './protocol.js'
 * @import { InboxState, ListName } from './inbox-state.js'
 *
 * @typedef {object} GroupState
 * @property {number | null} rev of the last event; `null`: nothing yet
 * @property {Map<string, {rev: number, item: Notification | null}>} known by thread or id; `null`: gone
 * @property {Notification[]} items newest first
 * @property {number} floor lowest `seq` from which the list is complete; 0: down to the very first
 * @property {number} max longest list that grows by arrivals
 * @property {number} longest `max`, or more if pages beyond it were asked for
 * @property {number} pages under way
 */

/** Arrivals that the list keeps beyond its longest while a page loads, so that the page still fits below them. */
const ROOM_FOR_ARRIVALS = 100;

/** @param {number} max @returns {GroupState} */
export function emptyGroups(max) {
  return { rev: null, known: new Map(), items: [], floor: Infinity, max, longest: max, pages: 0 };
}

/** Whether a list is shown by thread: a server of an older release answers a join without groups. @param {InboxState} state @param {ListName} [name] */
export function isByThread({ groups }, name = 'all') {
  return name === 'all' && groups !== null && groups.rev !== null;
}

/** A list as it is shown. @param {InboxState} state @param {ListName} [name] @returns {{items: Notification[], floor: number}} */
export function shownList(state, name = 'all') {
  return (isByThread(state, name) ? state.groups : state.lists[name]) ?? { items: [], floor: Infinity };
}

/** What makes an entry the same one, whichever notification is the newest. @param {Notification} item */
export function keyOf({ id, group }) {
  return group ? `thread ${group.thread}` : id;
}

/** Whether all that an entry stands for is read. @param {Notification} item */
export function isRead({ read, group }) {
  return group ? group.unread === 0 : read;
}

/**
 * The first page, in a reply to a join or an event. Pages under way are of another list.
 *
 * @param {GroupState} state @param {number} rev @param {Notification[]} items @param {number} [next] `before` of the next page
 * @returns {GroupState}
 */
export function firstPage({ max }, rev, items, next = 0) {
  return bounded(put({ ...emptyGroups(max), rev, floor: next }, rev, items));
}

/** @param {GroupState} state @param {GroupsChanged} event @returns {GroupState} */
export function groupsChanged(state, { rev, groups, gone, gone_ids: goneIds, next_before: next, snapshot }) {
  if (state.rev === null || rev <= state.rev) {
    return state; // repeated, or of before the join
  }
  if (snapshot) {
    return firstPage(state, rev, groups, next);
  }
  const known = new Map(state.known);
  [...gone.map((thread) => `thread ${thread}`), ...goneIds].forEach((key) => {
    if ((known.get(key)?.rev ?? 0) <= rev) {
      known.set(key, { rev, item: null });
    }
  });
  return bounded(put({ ...state, rev, known }, rev, groups));
}

/** @param {GroupState} state @returns {GroupState} */
export function pageAsked(state) {
  return { ...state, pages: state.pages + 1 };
}

/** @param {GroupState} state @param {number} before @param {Page} [page] none: it could not be fetched @returns {GroupState} */
export function pageAnswered(state, before, page) {
  if (state.pages === 0) {
    return state; // another first page came meanwhile
  }
  const now = { ...state, pages: state.pages - 1 };
  if (!page || before < state.floor) {
    return bounded(now); // the list was cut meanwhile: this page would leave a hole
  }
  const next = put({ ...now, floor: Math.min(state.floor, page.next_before ?? 0) }, page.rev ?? 0, page.notifications);
  return bounded({ ...next, longest: Math.max(state.longest, shown(next).length) });
}

/** @param {GroupState} state @returns {GroupState} */
export function trimmedGroups(state) {
  return bounded({ ...state, longest: state.max });
}

/** The state with entries of a revision, where nothing newer is known. @param {GroupState} state @param {number} rev @param {Notification[]} items */
function put(state, rev, items) {
  const known = new Map(state.known);
  for (const item of items) {
    if ((known.get(keyOf(item))?.rev ?? 0) <= rev) {
      known.set(keyOf(item), { rev, item });
    }
  }
  return { ...state, known };
}

/** @param {GroupState} state */
function shown({ known, floor }) {
  return [...known.values()].flatMap(({ item }) => (item && item.seq >= floor ? [item] : [])).sort((a, b) => b.seq - a.seq);
}

/** Cuts the list to its longest and forgets what is below it, or gone, unless a page may still bring it. @param {GroupState} state @returns {GroupState} */
function bounded(state) {
  const complete = shown(state);
  const items = complete.slice(0, state.longest + (state.pages ? ROOM_FOR_ARRIVALS : 0));
  const floor = items.length < complete.length ? /** @type {Notification} */ (items.at(-1)).seq : state.floor;
  const known = new Map([...state.known].filter(([, { item }]) => state.pages > 0 || (item && item.seq >= floor)));
  return { ...state, items, floor, known };
}
