/** @import { PhoenixPeer, Join, Push, Reply } from './phoenix-peer.js' */
import { InboxServer } from './inbox-server.js';

/** Puts one user's `InboxServer` behind a `PhoenixPeer`, with the topic's contract. */
export class InboxHost {
  server = new InboxServer();

  /** @param {PhoenixPeer} peer @param {string} user */
  constructor(peer, user) {
    this.peer = peer;
    this.topic = `notifications:${user}`;
    peer.onJoin = (join) => this.join(join);
    peer.onPush = (push) => this.push(push);
  }

  /** @param {Join} join @returns {Reply} */
  join({ topic, payload }) {
    return topic === this.topic
      ? { status: 'ok', response: this.server.join(payload) }
      : { status: 'error', response: { reason: 'unauthorized' } };
  }

  /** @param {Push} push @returns {Reply} */
  push({ event, payload }) {
    switch (event) {
      case 'mark_seen':
        return this.#change(this.server.markSeen());
      case 'mark_read':
        return this.#change(this.server.markRead(payload.ids));
      case 'mark_all_read':
        return this.#change(this.server.markAllRead(payload.up_to));
      case 'archive':
        return this.#change(this.server.archive(payload.ids));
      case 'list':
        return { status: 'ok', response: this.server.page(payload) };
      default:
        return { status: 'error', response: { reason: 'unknown_event' } };
    }
  }

  /** @param {Parameters<InboxServer['mention']>[0]} [given] */
  mention(given) {
    this.tell(this.server.mention(given));
  }

  /** @param {{event: string, payload: object}} message */
  tell({ event, payload }) {
    this.peer.broadcast(this.topic, event, payload);
  }

  /** @param {{event: string, payload: object}} message @returns {Reply} */
  #change(message) {
    this.tell(message);
    return { status: 'ok', response: this.server.counts() };
  }
}
