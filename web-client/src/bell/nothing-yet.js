/** @import { InboxView } from '../inbox-store.js' */

const NO_LIST = Object.freeze({ notifications: [], hasMore: false });

/** What the bell shows before it has a store. @type {InboxView} */
export const NOTHING_YET = Object.freeze({ status: 'connecting', reason: null, retryAt: null, known: false, unread: 0, unseen: 0, seq: 0, rev: null,
  epoch: null, ...NO_LIST, lists: { all: NO_LIST, unread: NO_LIST, archived: NO_LIST } });
