/**
 * The channel `notifications:{user}` of one inbox on a phoenix.js socket: joins, joins again, says how that stands, and carries
 * commands.
 *
 * @import { Socket, Channel } from 'phoenix'
 * @import { BeckonSocket } from './socket.js'
 * @import { Answer, JoinReply } from './protocol.js'
 *
 * @typedef {'connecting' | 'live' | 'offline' | 'refused' | 'closed'} Status
 *   `offline`: the connection is gone, phoenix.js is trying again; `refused`: see `reason`
 */
import { InboxError } from './inbox-error.js';

/** Its close code for a token whose time is over. */
const TOKEN_EXPIRED = 4003;

/** Commands given while there is no connection; they are sent if it is back in time, more are refused. */
const MAX_WAITING = 100;

export class InboxChannel {
  /** @type {Status} */
  status = 'connecting';
  /** @type {string | null} why refused or offline, a stable word */
  reason = null;
  /** @type {number | null} when the next attempt to connect is, in ms since the epoch */
  retryAt = null;
  #socket;
  #topic;
  #on;
  /** @type {Channel | null} */
  #channel = null;
  #waiting = 0;
  /** @type {string | null} why the last attempt to connect was refused */
  #refusal = null;
  /** @type {'unreachable' | 'token_expired' | null} why the connection is away, if it was not refused */
  #absence = null;
  #socketRefs;

  /**
   * @param {Socket} socket
   * @param {string} topic
   * @param {object} on
   * @param {() => object} on.position revision and epoch that its owner has; phoenix.js asks at every join
   * @param {(reply: JoinReply) => void} on.joined
   * @param {(type: 'new_notification' | 'inbox_changed' | 'groups_changed', payload: any) => void} on.event
   * @param {() => void} on.status `status` or `reason` is another
   */
  constructor(socket, topic, on) {
    this.#socket = socket;
    this.#topic = topic;
    this.#on = on;
    this.#socketRefs = [
      socket.onOpen(() => this.#opened()),
      socket.onClose((event) => this.#closed(event)),
      socket.onError((error) => this.#failed(error)),
    ];
    this.#join();
  }

  /** Leaves the topic. The socket stays as it is. */
  close() {
    const channel = this.#channel;
    this.#channel = null;
    this.#socket.off(this.#socketRefs);
    channel?.leave();
    this.#become('closed');
  }

  /**
   * @param {string} event
   * @param {object} payload
   * @param {(reply: object) => void} [onOk] called before anything else the server says is handled
   * @returns {Promise<Answer>} what the server replied; fails with an `InboxError`
   */
  push(event, payload, onOk) {
    const channel = this.#channel;
    if (!channel) {
      return Promise.reject(new InboxError(event, this.reason ?? 'closed'));
    }
    if (this.status !== 'live' && ++this.#waiting > MAX_WAITING) {
      return Promise.reject(new InboxError(event, 'offline'));
    }
    return new Promise((resolve, reject) => {
      channel.push(event, payload)
        .receive('ok', (reply) => {
          onOk?.(reply);
          resolve(reply);
        })
        .receive('error', (response) => reject(new InboxError(event, response?.reason ?? 'unknown')))
        .receive('timeout', () => reject(new InboxError(event, 'timeout')));
    });
  }

  #join() {
    const channel = this.#socket.channel(this.#topic, () => this.#on.position());
    this.#channel = channel;
    for (const event of /** @type {const} */ (['new_notification', 'inbox_changed', 'groups_changed'])) {
      channel.on(event, (payload) => this.#on.event(event, payload));
    }
    channel.onError(() => this.#lost());
    channel.onClose(() => this.#ended(channel, 'closed'));
    channel.join()
      .receive('ok', (reply) => this.#joined(reply))
      .receive('error', (response) => this.#refused(channel, response?.reason ?? 'unknown'));
  }

  /** @param {JoinReply} reply */
  #joined(reply) {
    this.#waiting = 0;
    this.#on.joined(reply);
    this.#become('live');
  }

  /** @param {Channel} channel @param {string} reason */
  #refused(channel, reason) {
    if (reason === 'unauthorized') {
      this.#ended(channel, reason); // asking again on the same socket, with the same token, is of no use
      channel.leave();
    } else {
      this.#become('refused', reason); // phoenix.js rejoins after 1, 2, 5, then 10 s
    }
  }

  /** This channel has ended. The store joins again when the socket opens anew, perhaps with another token. */
  #ended(/** @type {Channel} */ channel, /** @type {string} */ reason) {
    if (this.#channel === channel) {
      this.#channel = null;
      this.#become('refused', reason);
    }
  }

  #opened() {
    this.#refusal = null;
    this.#absence = null;
    this.#become('connecting');
    if (!this.#channel) {
      this.#join();
    }
  }

  #lost() {
    if (this.#channel) {
      const status = this.#socket.isConnected() ? 'connecting' : this.#refusal ? 'refused' : 'offline';
      this.#become(status, status === 'offline' ? this.#absence : this.#refusal);
    }
  }

  /** @param {{code?: number} | undefined} event */
  #closed(event) {
    if (event?.code === TOKEN_EXPIRED) {
      this.#absence = 'token_expired';
    }
    this.#lost();
  }

  /** A server's 403, which phoenix.js reports only where it polls, and `beckonSocket` always. @param {unknown} error */
  #failed(error) {
    const connecting = !this.#socket.isConnected(); // 403 to an open poll says that its session has ended
    const refused = connecting && error === 403 ? (this.#absence === 'token_expired' ? this.#absence : 'forbidden') : null;
    this.#refusal = error === 'no_token' || error === 'token_expired' ? error : refused;
    if (connecting && this.#refusal === null) {
      this.#absence ??= 'unreachable'; // an expired token stays the reason until a connection opens
    }
  }

  /** @param {Status} status @param {string | null} [reason] */
  #become(status, reason = null) {
    const waits = (status === 'offline' || status === 'refused') && !this.#socket.isConnected();
    const retryAt = waits ? /** @type {Partial<BeckonSocket>} */ (this.#socket).retryAt ?? null : null;
    if (status !== this.status || reason !== this.reason || retryAt !== this.retryAt) {
      this.status = status;
      this.reason = reason;
      this.retryAt = retryAt;
      this.#on.status();
    }
  }
}
