/** @import { ServerResponse } from 'node:http' */

const WINDOW_MILLIS = 2000;

/** One session of long polling on the server's side: what is sent waits for the next poll. */
export class PollSession {
  token = `poll-${Math.random()}`;
  /** @type {string[]} */
  #messages = [];
  /** @type {ServerResponse | null} */
  #waiting = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #ended;

  /** @param {() => void} ended */
  constructor(ended) {
    this.#ended = ended;
  }

  /** @param {string} text */
  send(text) {
    this.#messages.push(text);
    setImmediate(() => this.#answer()); // all of one turn in one answer
  }

  /** @param {ServerResponse} response */
  poll(response) {
    this.#waiting = response;
    response.on('close', () => response.writableFinished || this.terminate());
    this.#timer = setTimeout(() => this.#answer(204), WINDOW_MILLIS);
    if (this.#messages.length > 0) {
      this.#answer();
    }
  }

  /** The waiting poll is cut, and the session is gone. */
  terminate() {
    clearTimeout(this.#timer);
    this.#waiting?.socket?.destroy();
    this.#waiting = null;
    this.#ended();
  }

  #answer(status = 200) {
    if (this.#waiting && (status !== 200 || this.#messages.length > 0)) {
      clearTimeout(this.#timer);
      this.#waiting.writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status, token: this.token, messages: this.#messages.splice(0) }));
      this.#waiting = null;
    }
  }
}
