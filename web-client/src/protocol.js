/**
 * The server's messages on `notifications:{user}`, as types only.
 *
 * @typedef {object} Notification one recipient's copy of a mention
 * @property {string} id
 * @property {string} mention_id
 * @property {number} seq its fixed place in the inbox, from 1
 * @property {number} rev the inbox's revision at its last change
 * @property {string} kind why the recipient is named: `mention`, `reply`, `assignment`, or a product's own word
 * @property {string} [thread] the conversation it belongs to
 * @property {Record<string, unknown>} [data] the product's own object
 * @property {{id: string, name: string, avatar_url?: string}} actor the person who wrote
 * @property {{type: string, id: string, url: string, title: string}} source the text it was written in
 * @property {string} excerpt
 * @property {string} occurred_at ISO 8601
 * @property {string} created_at ISO 8601
 * @property {boolean} read
 * @property {boolean} archived
 *
 * @typedef {object} Counts the inbox without its notifications; in every message of the server
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq place of the newest notification
 * @property {number} rev raised by every change
 * @property {string} epoch another epoch means that revisions of before mean nothing
 * @property {number} read_up_to every notification with `seq <= read_up_to` is read
 *
 * @typedef {Counts & {notifications: Notification[], snapshot: boolean}} JoinReply
 * @typedef {Counts & {notification: Notification}} NewNotification
 * @typedef {Counts & {read: string[], archived: string[]}} InboxChanged
 * @typedef {{notifications: Notification[], next_before: number | null}} Page
 */
export {};
