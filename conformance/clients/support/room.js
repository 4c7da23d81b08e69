/** A channel with promises instead of callbacks, which notes all that happens to it. */
import { until } from '../../../test-clients/js/until.js';

const EVENTS = ['new_msg', 'new_msg_from', 'pushed', 'news', 'bin_push', 'bin_broadcast'];

export class Room {
  /** @type {{event: string, payload: any}[]} */
  received = [];
  /** @type {{status: string, response: any}[]} answers to its joins, rejoins too */
  joins = [];
  errors = 0;
  closes = 0;

  /** @param {import('phoenix').Channel} channel */
  constructor(channel) {
    this.channel = channel;
    EVENTS.forEach((event) => channel.on(event, (payload) => { this.received.push({ event, payload }); }));
    channel.onError(() => { this.errors++; });
    channel.onClose(() => { this.closes++; });
  }

  /** Joins, and waits for the answer. */
  async join(timeout = 10_000) {
    const push = this.channel.join(timeout);
    for (const status of /** @type {const} */ (['ok', 'error', 'timeout'])) {
      push.receive(status, (response) => this.joins.push({ status, response }));
    }
    return until('the join is answered', () => this.joins[0]);
  }

  /** Waits for its n-th successful join. @param {number} n from 1 */
  joined(n) {
    return until(`joined ${n} times`, () => this.joins.filter(({ status }) => status === 'ok').length >= n);
  }

  /**
   * @param {string} event
   * @param {object} payload
   * @param {number} [timeout]
   * @returns {Promise<{status: string, response: any}>}
   */
  push(event, payload, timeout = 10_000) {
    return answer(this.channel.push(event, payload, timeout));
  }

  /** @returns {Promise<{status: string, response: any}>} */
  leave() {
    return answer(this.channel.leave());
  }

  /** Waits for the first payload of an event. @param {string} event @returns {Promise<any>} */
  async receives(event) {
    return (await until(`${event} came`, () => this.received.find((message) => message.event === event))).payload;
  }

  /** @param {string} event */
  count(event) {
    return this.received.filter((message) => message.event === event).length;
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
