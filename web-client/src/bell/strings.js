import { plural } from './languages/plural.js';

const unseenOnes = plural('en', { other: '{count} new' });
const unreadOnes = plural('en', { other: '{count} unread' });

/**
 * Every word the bell says, in English; `languages.js` has the others. Set `bell.strings` to a partial object of the same shape to replace some or all.
 * `{actor}` and `{title}` may stand anywhere in a template.
 *
 * @typedef {typeof ENGLISH} Strings
 */
export const ENGLISH = {
  /** BCP 47 tag for times; empty: the page's language */
  locale: '',
  title: 'Notifications',
  /** The button's accessible name. @param {{unseen: number, unread: number}} counts */
  bell: ({ unseen, unread }) =>
    `Notifications, ${unseen ? unseenOnes(unseen) : 'none new'}, ${unread ? unreadOnes(unread) : 'all read'}`,
  /** The sentence of a notification, by its kind; `other` stands for kinds that are not here. */
  mentioned: '{actor} mentioned you in {title}',
  replied: '{actor} replied to you in {title}',
  assigned: '{actor} assigned {title} to you',
  other: '{actor} in {title}',
  unread: 'Unread',
  all: 'All',
  archived: 'Archived',
  /** Stands for `{actor}` where others wrote in the same thread: how many. */
  andOthers: plural('en', { one: '{actor} and {count} other', other: '{actor} and {count} others' }),
  /** How many notifications a row stands for. */
  inThread: plural('en', { one: '{count} notification', other: '{count} notifications' }),
  arrived: plural('en', { one: '{count} new notification', other: '{count} new notifications' }),
  markAllRead: 'Mark all as read',
  /** What the bar with the undo button says, here and below. */
  markedRead: plural('en', { one: 'Marked as read', other: '{count} marked as read' }),
  archive: 'Archive',
  archiveOne: 'Archive: {actor}, {title}',
  archiveRead: 'Archive read',
  archivedNow: plural('en', { one: 'Archived', other: '{count} archived' }),
  undo: 'Undo',
  unarchive: 'Move back',
  unarchiveOne: 'Move back: {actor}, {title}',
  markUnread: 'Mark as unread',
  markUnreadOne: 'Mark as unread: {actor}, {title}',
  loadMore: 'Show older',
  loading: 'Loading…',
  empty: 'You’re all caught up',
  emptyHint: 'When someone mentions you, it shows up here.',
  emptyUnread: 'Nothing is unread',
  emptyUnreadHint: 'What you have not opened yet shows up here.',
  emptyArchived: 'Nothing is archived',
  emptyArchivedHint: 'What you archive moves here.',
  /** The button that leads to the browser's question. */
  desktop: 'Notify me on this device',
  connecting: 'Connecting…',
  lost: 'The connection was lost.',
  /** The device itself has no network. */
  offline: 'You’re offline. This will catch up when the connection is back.',
  unreachable: 'The notification server cannot be reached.',
  refused: 'Notifications are not available right now.',
  forbidden: 'The connection was refused: your sign-in or this site is not accepted. Signing in again may help.',
  tokenExpired: 'Your sign-in has expired. Signing in again may help.',
  noToken: 'This page could not sign you in to notifications.',
  unauthorized: 'You are not signed in to this inbox.',
  /** `{when}` is such as "in 5 seconds". */
  nextAttempt: 'Next attempt {when}.',
  tryingNow: 'Trying again…',
  failed: 'That didn’t work. Please try again.',
};
