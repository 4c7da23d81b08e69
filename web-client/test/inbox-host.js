/** @import { PhoenixPeer, Join, Push, Reply } from './phoenix-peer.js' */
import { InboxServer, MOST_CHANGED } from './inbox-server.js';

/** Puts one user's `InboxServer` behind a `PhoenixPeer`, with the topic's contract. */
export class InboxHost {
  server = new InboxServer();
  mostArchived = MOST_CHANGED;
  /** @type {import('../src/protocol.js').Notification[] | null} the list by thread as members have it; `null`: nobody asked for it */
  #groups = null;
  /** @type {import('../src/protocol.js').SourceKey | null} what a device shows: what arrives from there is read */
  viewed = null;

  /** @param {PhoenixPeer} peer @param {string} user */
  constructor(peer, user) {
    this.peer = peer;
    this.topic = `notifications:${user}`;
    peer.onJoin = (join) => this.join(join);
    peer.onPush = (push) => this.push(push);
  }

  /** @param {Join} join @returns {Reply} */
  join({ topic, payload }) {
    this.viewed = null;
    if (topic === this.topic && payload.group) {
      this.#groups = this.server.groups();
      return { status: 'ok', response: this.server.joinByThread() };
    }
    return topic === this.topic
      ? { status: 'ok', response: this.server.join(payload) }
      : { status: 'error', response: { reason: 'unauthorized' } };
  }

  /** @param {Push} push @returns {Reply} */
  push({ event, payload }) {
    const { ids, source, thread } = payload;
    switch (event) {
      case 'mark_seen':
        return this.#change(this.server.markSeen());
      case 'mark_read':
        return this.#change(this.server.markRead(ids ?? source ?? thread));
      case 'viewing':
        this.viewed = source ?? null;
        return source ? this.#change(this.server.markRead(source)) : { status: 'ok', response: {} };
      case 'mark_source_read':
        return this.#change(this.server.markRead(source));
      case 'mark_unread':
        return this.#change(this.server.markUnread(ids ?? source ?? thread));
      case 'mark_all_read':
        return this.#change(this.server.markAllRead(payload.up_to));
      case 'archive':
        return this.#change(this.server.archive(ids ?? source ?? thread));
      case 'unarchive':
        return this.#change(this.server.unarchive(ids));
      case 'archive_read': {
        const change = this.server.archiveRead(this.mostArchived);
        return this.#change(change, change.payload.archived.length === this.mostArchived);
      }
      case 'list':
        return { status: 'ok', response: payload.group ? this.server.groupPage(payload) : this.server.page(payload) };
      default:
        return { status: 'error', response: { reason: 'unknown_event' } };
    }
  }

  /** @param {Parameters<InboxServer['mention']>[0]} [given] */
  mention(given) {
    const isViewed = this.viewed && given?.source?.type === this.viewed.type && given.source.id === this.viewed.id;
    this.tell(this.server.mention(isViewed ? { ...given, read: true } : given));
  }

  /** @param {{event: string, payload: object}} message */
  tell({ event, payload }) {
    this.peer.broadcast(this.topic, event, payload);
    if (this.#groups) {
      this.peer.broadcast(this.topic, 'groups_changed', this.server.groupsSince(this.#groups));
      this.#groups = this.server.groups();
    }
  }

  /** @param {{event: string, payload: object}} message @param {boolean} [more] @returns {Reply} */
  #change(message, more = false) {
    this.tell(message);
    return { status: 'ok', response: { ...this.server.counts(), ...(more && { more }) } };
  }
}
