/** Stock phoenix.js, with promises instead of callbacks. */
import { Socket } from 'phoenix';
import WebSocket from 'ws';
import { stack, token } from './stack.js';
import { until } from '../../../test-clients/js/until.js';

/** @type {Connection[]} */
const open = [];

/** Closes what a test has opened. */
export function closeAll() {
  open.splice(0).forEach((connection) => connection.socket.disconnect());
}

/** Reconnects as phoenix.js does by default. */
export class Connection {
  /**
   * @param {string} user
   * @param {{gateway?: number, roles?: string[]}} [options] `gateway` from 1
   */
  constructor(user, { gateway = 1, roles = [] } = {}) {
    this.user = user;
    this.socket = new Socket(`${stack.gateways[gateway - 1].replace('http', 'ws')}/socket`, {
      transport: WebSocket,
      params: () => ({ token: token(user, { roles }) }),
    });
    this.socket.connect();
    open.push(this);
  }

  /**
   * A channel that notes what is said on it.
   * @param {string} [topic] the own inbox by default
   * @param {object | (() => object)} [params]
   */
  channel(topic = `notifications:${this.user}`, params = {}) {
    return new ChannelLog(this.socket.channel(topic, params));
  }

  /** The network goes away: no farewell, and phoenix.js comes back by itself. */
  cut() {
    /** @type {any} */ (this.socket).conn.terminate();
  }
}

export class ChannelLog {
  /** @type {{event: string, payload: any}[]} */
  received = [];
  /** @type {any[]} join replies, rejoins too */
  joins = [];

  /** @param {import('phoenix').Channel} channel */
  constructor(channel) {
    this.channel = channel;
    for (const event of ['new_notification', 'inbox_changed', 'new_msg']) {
      channel.on(event, (payload) => {
        this.received.push({ event, payload });
      });
    }
  }

  /** @returns {Promise<{status: string, response: any}>} of the first join */
  join() {
    return answer(this.channel.join().receive('ok', (reply) => this.joins.push(reply)));
  }

  /** @param {string} event @param {object} payload */
  push(event, payload) {
    return answer(this.channel.push(event, payload));
  }

  /** Payloads of this event so far. @param {string} event */
  payloads(event) {
    return this.received.filter((message) => message.event === event).map(({ payload }) => payload);
  }

  /** Waits for the n-th payload of an event. @param {string} event @param {number} [n] from 1 */
  next(event, n = 1) {
    return until(`${event} number ${n} came`, () => this.payloads(event)[n - 1]);
  }
}

/** @param {import('phoenix').Push} push @returns {Promise<{status: string, response: any}>} */
function answer(push) {
  return new Promise((resolve) => {
    for (const status of /** @type {const} */ (['ok', 'error', 'timeout'])) {
      push.receive(status, (response) => resolve({ status, response }));
    }
  });
}
