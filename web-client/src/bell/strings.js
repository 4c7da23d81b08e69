/**
 * Every word the bell says. Set `bell.strings` to a partial object of the same shape to replace some or all.
 * `{actor}`, `{title}` and `{count}` may stand anywhere in a template.
 *
 * @typedef {typeof ENGLISH} Strings
 */
export const ENGLISH = {
  /** BCP 47 tag for times; empty: the page's language */
  locale: '',
  title: 'Notifications',
  /** The button's accessible name. @param {{unseen: number, unread: number}} counts */
  bell: ({ unseen, unread }) =>
    `Notifications, ${unseen ? `${unseen} new` : 'none new'}, ${unread ? `${unread} unread` : 'all read'}`,
  /** The sentence of a notification, by its kind; `other` stands for kinds that are not here. */
  mentioned: '{actor} mentioned you in {title}',
  replied: '{actor} replied to you in {title}',
  assigned: '{actor} assigned {title} to you',
  other: '{actor} in {title}',
  unread: 'Unread',
  all: 'All',
  archived: 'Archived',
  /** Stands for `{actor}` where others wrote in the same thread. @param {number} others */
  andOthers: (others) => (others === 1 ? '{actor} and 1 other' : `{actor} and ${others} others`),
  /** How many notifications a row stands for. @param {number} count */
  inThread: (count) => `${count} notifications`,
  /** @param {number} count */
  arrived: (count) => `${count} new notifications`,
  markAllRead: 'Mark all as read',
  archive: 'Archive',
  archiveOne: 'Archive: {actor}, {title}',
  archiveRead: 'Archive read',
  /** What the bar with the undo button says. @param {number} count */
  archivedNow: (count) => (count === 1 ? 'Archived' : `${count} archived`),
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
  connecting: 'Connecting…',
  offline: 'You’re offline. This will catch up when the connection is back.',
  refused: 'Notifications are not available right now.',
  forbidden: 'The connection was refused. Signing in again may help.',
  unauthorized: 'You are not signed in to this inbox.',
  failed: 'That didn’t work. Please try again.',
};
