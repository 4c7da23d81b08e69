/** @import { Route } from './route.js' */
import { LongPoll } from 'phoenix';

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];

/** A WebSocket that is not open by then has met a proxy that swallows upgrades; phoenix.js advises the same time. */
const UPGRADE_MILLIS = 2500;

/** A WebSocket over which a question went out and nothing came back by then is held by a proxy. */
const SILENCE_MILLIS = 10_000;

/**
 * One connection as phoenix.js sees it, a `WebSocket`-like object: it waits for a token, tries a WebSocket, and polls where
 * that does not get through. The error it reports is `'no_token'`, 403 (the server refused),
 * `'token_expired'` (it refused a token whose time is over), or anything else (unreachable).
 */
export class Transport {
  readyState = CONNECTING;
  /** @type {BinaryType} */
  binaryType = 'arraybuffer';
  /** Longest poll in milliseconds, set by phoenix.js. */
  timeout = 20_000;
  skipHeartbeat = false;
  onopen = (/** @type {unknown} */ _event) => {};
  onerror = (/** @type {unknown} */ _error) => {};
  onmessage = (/** @type {{data: unknown}} */ _event) => {};
  onclose = (/** @type {{code?: number, reason?: string, wasClean?: boolean}} */ _event) => {};
  #route;
  /** @type {WebSocket | LongPoll | null} */
  #inner = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #received = false;

  /** @param {string} endPoint with its query, without the token @param {Route} route */
  constructor(endPoint, route) {
    this.#route = route;
    route.token().then(
      (token) => this.#connect(`${endPoint}${endPoint.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`),
      (error) => this.#failed('no_token', error));
  }

  get bufferedAmount() {
    return /** @type {{bufferedAmount?: number} | null} */ (this.#inner)?.bufferedAmount ?? 0;
  }

  /** @param {any} data */
  send(data) {
    this.#inner?.send(data);
    if (!this.#received && !this.skipHeartbeat) {
      this.#timer ??= setTimeout(() => {
        this.#route.silent();
        this.#end({ code: 1006, wasClean: false });
      }, SILENCE_MILLIS);
    }
  }

  /** @param {number} [code] @param {string} [reason] */
  close(code, reason) {
    if (this.readyState === OPEN && this.#inner && !this.skipHeartbeat) {
      this.readyState = CLOSING;
      this.#inner.close(code, reason); // its close event ends this
    } else {
      this.#end({ code: code ?? 1005, reason, wasClean: true });
    }
  }

  /** @param {string} url */
  #connect(url) {
    if (this.readyState !== CONNECTING) {
      return;
    }
    if (!globalThis.WebSocket || !this.#route.takesWebSocket) {
      this.#poll(url);
      return;
    }
    try {
      this.#upgrade(url, new WebSocket(url));
    } catch (error) {
      this.#failed('unreachable', error);
    }
  }

  /** @param {string} url @param {WebSocket} webSocket */
  #upgrade(url, webSocket) {
    this.#inner = webSocket;
    webSocket.binaryType = this.binaryType;
    const refused = () => {
      this.#release();
      if (this.#route.pollsNow()) {
        this.#poll(url);
      } else {
        this.#failed('unreachable');
      }
    };
    this.#timer = setTimeout(refused, UPGRADE_MILLIS);
    webSocket.onerror = refused;
    webSocket.onclose = refused;
    webSocket.onmessage = (event) => {
      this.#received = true;
      this.#stopTimer();
      this.onmessage(event);
    };
    webSocket.onopen = (event) => {
      webSocket.onerror = null; // its close event follows
      webSocket.onclose = (close) => this.#end(close);
      this.#opened(event);
    };
  }

  /** @param {string} url */
  #poll(url) {
    const poll = /** @type {any} */ (new LongPoll(url));
    this.#inner = poll;
    this.skipHeartbeat = true;
    poll.timeout = this.timeout;
    poll.onopen = (/** @type {unknown} */ event) => this.#opened(event);
    poll.onmessage = (/** @type {{data: unknown}} */ event) => this.onmessage(event);
    poll.onclose = (/** @type {object} */ close) => this.#end(close);
    // 403 to an open session says that it has ended, not that the next one will be refused; its close event follows
    poll.onerror = (/** @type {unknown} */ error) => this.#failed(error === 403 ? 403 : 'unreachable');
  }

  /** @param {unknown} event */
  #opened(event) {
    this.#stopTimer();
    this.readyState = OPEN;
    this.#route.opened(this.skipHeartbeat);
    this.onopen(event);
  }

  /** The connection did not open. @param {'no_token' | 403 | 'unreachable'} reported @param {unknown} [cause] */
  #failed(reported, cause) {
    if (this.readyState === CONNECTING) {
      const why = reported === 403 && this.#route.tokenIsOver ? 'token_expired' : reported;
      this.#route.failed(why, cause);
      this.readyState = CLOSED;
      this.onerror(why);
      this.#end({ code: 1006, wasClean: false }, true);
    }
  }

  /** @param {{code?: number, reason?: string, wasClean?: boolean}} close @param {boolean} [failed] */
  #end(close, failed = false) {
    if (this.readyState !== CLOSED || failed) {
      this.#release();
      this.readyState = CLOSED;
      this.onclose(close);
    }
  }

  /** Drops the inner connection: its events no longer reach phoenix.js. */
  #release() {
    this.#stopTimer();
    const inner = /** @type {any} */ (this.#inner);
    this.#inner = null;
    if (inner) {
      inner.onopen = inner.onerror = inner.onclose = inner.onmessage = () => {};
      inner.close();
    }
  }

  #stopTimer() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
