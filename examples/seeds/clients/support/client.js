/** Stock phoenix.js, with promises instead of callbacks. */
import { Socket } from 'phoenix';
import WebSocket from 'ws';
import { token } from '../token.js';
import { until } from '../../../../test-clients/js/until.js';

export const url = process.env.SEEDS_URL ?? 'http://localhost:8080';

/** @type {Socket[]} */
const open = [];

/** Closes what a test has opened. */
export function closeAll() {
  open.splice(0).forEach((socket) => socket.disconnect());
}

/** @param {string} user @param {{roles?: string[], rooms?: string[]}} [claims] */
export function connect(user, claims) {
  const socket = new Socket(`${url.replace('http', 'ws')}/socket`, {
    transport: WebSocket,
    params: () => ({ token: token(user, claims) }),
  });
  socket.connect();
  open.push(socket);
  return socket;
}

/** The network goes away without a farewell, and phoenix.js comes back by itself. @param {Socket} socket */
export function cut(socket) {
  /** @type {any} */ (socket).conn.terminate();
}

/** A channel that records every message that it receives. */
export class Listener {
  /** @type {{event: string, payload: any}[]} */
  received = [];

  /** @param {Socket} socket @param {string} topic @param {object | (() => object)} [params] */
  constructor(socket, topic, params = {}) {
    this.channel = socket.channel(topic, params);
    this.channel.onMessage = (event, payload) => {
      if (!event.startsWith('phx_') && !event.startsWith('chan_reply_')) {
        this.received.push({ event, payload });
      }
      return payload;
    };
  }

  /** @returns {Promise<any>} the answer; fails when refused */
  async join() {
    const { status, response } = await answer(this.channel.join());
    if (status !== 'ok') {
      throw new Error(`${status}: ${JSON.stringify(response)}`);
    }
    return response;
  }

  /** @param {string} event @param {object} [payload] */
  push(event, payload = {}) {
    return answer(this.channel.push(event, payload));
  }

  /** Waits for the n-th message of an event. @param {string} event @param {number} [n] from 1 */
  next(event, n = 1) {
    return until(`${event} number ${n} came`, () => this.payloads(event)[n - 1]);
  }

  /** @param {string} event */
  payloads(event) {
    return this.received.filter((message) => message.event === event).map(({ payload }) => payload);
  }
}

/** @param {import('phoenix').Push} push @returns {Promise<{status: string, response: any}>} */
function answer(push) {
  return new Promise((resolve) => {
    for (const status of ['ok', 'error', 'timeout']) {
      push.receive(status, (/** @type {any} */ response) => resolve({ status, response }));
    }
  });
}
