/** @import { InboxStore } from '../inbox-store.js' */
/** @import { SharedInbox } from '../shared-inbox.js' */

/** Notifications that undo brings back; of more, the newest. */
const MOST_UNDONE = 1000;
const PAGE = 100;

/** Marks all that is here as read. @param {InboxStore | SharedInbox} store @returns {Promise<string[]>} what was unread, for `markUnread` */
export async function markAllRead(store) {
  const { notifications, seq } = store.state;
  const upTo = notifications[0]?.seq ?? seq; // as of the click: what arrives meanwhile stays unread
  /** @type {string[]} */
  const ids = [];
  /** @type {number | null} */
  let before = upTo + 1;
  while (before !== null && ids.length < MOST_UNDONE) {
    /** @type {import('../protocol.js').Page} */
    const page = await store.list({ before, limit: PAGE, filter: { unread: true } });
    ids.push(...page.notifications.map(({ id }) => id));
    before = page.next_before;
  }
  await store.markAllRead(upTo);
  return ids;
}
