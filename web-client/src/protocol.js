/**
 * The server's messages on `notifications:{user}`, as types only.
 *
 * @typedef {object} Notification one recipient's copy of a mention
 * @property {string} id
 * @property {string} mention_id
 * @property {number} seq its place in the inbox, from 1; one that was taken back and is given again gets the newest
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
 * @property {Group} [group] in lists by thread: the thread of which it is the newest
 *
 * @typedef {object} Group the notifications of one thread in a list
 * @property {string} thread
 * @property {number} count at most 10,000, which means as many or more
 * @property {number} unread
 * @property {Notification['actor'][]} actors the last five
 * @property {number} actor_count of the newest 1,000
 *
 * @typedef {object} Counts the inbox without its notifications; in every message of the server
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq place of the newest notification
 * @property {number} rev raised by every change
 * @property {string} epoch another epoch means that revisions of before mean nothing
 * @property {number} read_up_to once raised, every notification with `seq <= read_up_to` is read until it is marked unread
 *
 * @typedef {Counts & {more?: boolean}} Answer to a command; `more`: it changed as many as one call may, repeat it for the others
 *
 * @typedef {Counts & {notifications: Notification[], retracted?: string[], snapshot: boolean, groups?: Notification[], next_before?: number}} JoinReply
 * @typedef {Counts & {notification: Notification}} NewNotification
 *
 * @typedef {object} Changes ids, and notifications whose text is another now
 * @property {string[]} read
 * @property {string[]} archived
 * @property {string[]} [retracted] taken back: forget them
 * @property {string[]} [unarchived]
 * @property {string[]} [unread_ids] unread again, also at or below the watermark
 * @property {Notification[]} [updated]
 * @typedef {Counts & Changes} InboxChanged
 *
 * @typedef {object} GroupsChanged what the list by thread is at `rev`, as a difference, or its first page
 * @property {number} rev
 * @property {string} epoch
 * @property {Notification[]} groups
 * @property {string[]} gone threads that are not in the list any more
 * @property {string[]} gone_ids notifications without a thread that are not in the list any more
 * @property {number} [next_before] `before` of the page after a snapshot
 * @property {boolean} snapshot true: forget the groups of before
 *
 * @typedef {{type: string, id: string}} SourceKey
 *
 * @typedef {object} Filter every field that is there narrows the list
 * @property {boolean} [unread]
 * @property {boolean} [archived] true: only archived ones; otherwise only the others
 * @property {string} [kind]
 * @property {string} [thread]
 * @property {SourceKey} [source]
 *
 * @typedef {object} Page newest first
 * @property {Notification[]} notifications
 * @property {number | null} next_before `before` of the next page
 * @property {number} [rev] of a list by thread: the inbox's when the page was read
 * @property {number} [count] on all pages, if it was asked for; at most 10,000, which means as many or more
 */
export {};
