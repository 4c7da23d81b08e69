/** The store alone: no DOM, works in Node too. The bell is in `beckon-web-client/bell`. */
export { InboxStore } from './inbox-store.js';
export { SharedInbox } from './shared-inbox.js';
export { beckonSocket } from './socket.js';
export { InboxError } from './inbox-error.js';
