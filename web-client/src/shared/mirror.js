/**
 * The leader's inbox as its followers have it: what two states differ by, and a state with such a difference. Pure. Pages under way
 * are the leader's own business and not part of it.
 *
 * @import { Notification } from '../protocol.js'
 * @import { InboxState, ListName, ListState } from '../inbox-state.js'
 * @import { GroupState } from '../group-state.js'
 *
 * @typedef {{floor: number, longest: number, holes: number}} ListBounds
 *
 * @typedef {object} Difference
 * @property {Pick<InboxState, 'rev' | 'epoch' | 'unread' | 'unseen' | 'seq' | 'readUpTo'>} counts
 * @property {{all: ListBounds, unread: ListBounds | null, archived: ListBounds | null}} lists
 * @property {{rev: number | null, floor: number, longest: number} | null} groups the list by thread, if that is what is shown
 * @property {Notification[]} put notifications that are new or other
 * @property {string[]} gone ids
 * @property {Notification[]} groupsPut entries of the list by thread that are new or other
 * @property {string[]} groupsGone their keys
 */
import { keyOf } from '../group-state.js';
import { BELONGS, newestFirst } from '../inbox-state.js';

/** Notifications, and ids, in one message: the others follow in the next. */
export const MAX_PART = 200;

/** @param {InboxState} before @param {InboxState} now @returns {Difference} */
export function difference(before, now) {
  const { rev, epoch, unread, unseen, seq, readUpTo, lists, groups } = now;
  const [put, gone] = changes(before.known, now.known);
  const [groupsPut, groupsGone] = changes(byKey(before.groups), byKey(groups));
  return { counts: { rev, epoch, unread, unseen, seq, readUpTo },
    lists: { all: bounds(lists.all), unread: lists.unread && bounds(lists.unread), archived: lists.archived && bounds(lists.archived) },
    groups: groups && { rev: groups.rev, floor: groups.floor, longest: groups.longest }, put, gone, groupsPut, groupsGone };
}

/** The same in messages of bounded length, to be applied one after the other. @param {Difference} all @returns {Difference[]} */
export function parts(all) {
  const { put, gone, groupsPut, groupsGone } = all;
  const count = Math.max(1, ...[put, gone, groupsPut, groupsGone].map(({ length }) => Math.ceil(length / MAX_PART)));
  return Array.from({ length: count }, (_, index) => {
    const part = (/** @type {any[]} */ list) => list.slice(index * MAX_PART, (index + 1) * MAX_PART);
    return { ...all, put: part(put), gone: part(gone), groupsPut: part(groupsPut), groupsGone: part(groupsGone) };
  });
}

/** @param {InboxState} before @param {Difference} difference @returns {InboxState} */
export function applied(before, { counts, lists, groups, put, gone, groupsPut, groupsGone }) {
  const known = new Map(before.known);
  gone.forEach((id) => known.delete(id));
  put.forEach((item) => known.set(item.id, item));
  const items = [...known.values()].sort(newestFirst);
  const list = (/** @type {ListName} */ name, /** @type {ListBounds} */ of) =>
    ({ ...of, items: items.filter((item) => item.seq >= of.floor && BELONGS[name](item)) });
  return { ...before, ...counts, known, late: null,
    lists: { all: list('all', lists.all), unread: lists.unread && list('unread', lists.unread), archived: lists.archived && list('archived', lists.archived) },
    groups: before.groups && groups && withEntries(before.groups, groups, groupsPut, groupsGone) };
}

/** @param {GroupState} before @param {Pick<GroupState, 'rev' | 'floor' | 'longest'>} bounds @param {Notification[]} put @param {string[]} gone @returns {GroupState} */
function withEntries(before, bounds, put, gone) {
  const entries = byKey(before);
  gone.forEach((key) => entries.delete(key));
  put.forEach((item) => entries.set(keyOf(item), item));
  const known = new Map([...entries].map(([key, item]) => [key, { rev: bounds.rev ?? 0, item }]));
  return { ...before, ...bounds, pages: 0, known, items: [...entries.values()].sort(newestFirst) };
}

/** @param {Map<string, Notification>} before @param {Map<string, Notification>} now @returns {[Notification[], string[]]} */
function changes(before, now) {
  return [[...now].flatMap(([key, item]) => (before.get(key) === item ? [] : [item])), [...before.keys()].filter((key) => !now.has(key))];
}

/** @param {GroupState | null} groups @returns {Map<string, Notification>} */
function byKey(groups) {
  return new Map((groups?.items ?? []).map((item) => [keyOf(item), item]));
}

/** @param {ListState} list @returns {ListBounds} */
function bounds({ floor, longest, holes }) {
  return { floor, longest, holes };
}
