/** Longest wait for a token: enough for one that is fetched over a bad line, and not for ever. */
const TOKEN_MILLIS = 10_000;

/** Where WebSockets worked before, a few failures are a restart of the server and no reason to poll. */
const FAILURES_BEFORE_POLLING = 3;

const RECONNECT_MILLIS = [10, 50, 100, 150, 200, 250, 500, 1000, 2000];
const SLOWEST_MILLIS = 5000;
/** A server that refused, or a page without a token, is asked again more and more slowly. */
const SLOWEST_AFTER_REFUSAL_MILLIS = 30_000;
const FIRST_AFTER_REFUSAL_MILLIS = 500;

/**
 * A page's way to the server, over all attempts: its token provider, whether WebSockets get through, and the reason why it is
 * not connected. It writes that reason to the console when it changes.
 */
export class Route {
  #tokenProvider;
  #where;
  #worked = false;
  #silent = false;
  #polling = false;
  #failures = 0;
  /** @type {string | number | null} */
  #why = null;
  #token = '';
  /** @type {number | null} when the next attempt is, in ms since the epoch; `null`: connected, or the first attempt is under way */
  retryAt = null;

  /** @param {() => string | Promise<string>} tokenProvider @param {string} where for the console */
  constructor(tokenProvider, where) {
    this.#tokenProvider = tokenProvider;
    this.#where = where;
  }

  /** The token as it is now; fails if the provider does, gives none, or takes too long. @returns {Promise<string>} */
  async token() {
    const provide = async () => this.#tokenProvider();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it gave nothing within ${TOKEN_MILLIS / 1000} s`)), TOKEN_MILLIS);
    });
    const token = await Promise.race([provide(), late]).finally(() => clearTimeout(timer));
    if (typeof token !== 'string' || token === '') {
      throw new Error('it gave no token');
    }
    this.#token = token;
    return token;
  }

  /** Whether the token of the last attempt is a JWT whose time is over, by the clock of this device. */
  get tokenIsOver() {
    try {
      const { exp } = JSON.parse(atob(this.#token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
      return exp * 1000 < Date.now();
    } catch {
      return false;
    }
  }

  /** Whether a WebSocket is worth a try. */
  get takesWebSocket() {
    return !this.#silent;
  }

  /** A WebSocket did not open. @returns {boolean} whether polling may tell more */
  pollsNow() {
    return ++this.#failures >= FAILURES_BEFORE_POLLING || !this.#worked;
  }

  /** A WebSocket opened, and then nothing came through it. */
  silent() {
    this.#silent = true;
    console.warn(`beckon: a WebSocket to ${this.#where} opened and stayed silent. Polling instead.`);
  }

  /** @param {boolean} polling */
  opened(polling) {
    if (!polling) {
      this.#worked = true;
      this.#failures = 0;
    } else if (!this.#silent && !this.#polling) {
      console.info(`beckon: no WebSocket gets through to ${this.#where}, perhaps because of a proxy. Polling instead.`);
    }
    this.#polling = polling;
    this.#why = null;
    this.retryAt = null;
  }

  /** @param {'no_token' | 'token_expired' | 403 | 'unreachable'} why @param {unknown} [cause] */
  failed(why, cause) {
    this.#silent = false;
    if (this.#why !== why) {
      this.#why = why;
      console.warn(`beckon: ${this.#sentence(why)} Trying again.`, ...(cause === undefined ? [] : [cause]));
    }
  }

  /** phoenix.js asks this before it tries again. @param {number} tries from 1 */
  reconnectAfterMillis(tries) {
    const isRefused = this.#why !== null && this.#why !== 'unreachable';
    const millis = isRefused
      ? Math.min(FIRST_AFTER_REFUSAL_MILLIS * 2 ** (tries - 1), SLOWEST_AFTER_REFUSAL_MILLIS)
      : RECONNECT_MILLIS[tries - 1] ?? SLOWEST_MILLIS;
    this.retryAt = Date.now() + millis;
    return millis;
  }

  /** @param {'no_token' | 'token_expired' | 403 | 'unreachable'} why */
  #sentence(why) {
    switch (why) {
      case 'no_token':
        return 'tokenProvider failed, so there is no token to connect with.';
      case 'token_expired':
        return `${this.#where} refused the connection (403): the token has expired.`;
      case 403:
        return `${this.#where} refused the connection (403): the token is not valid, or this page's origin`
          + `${globalThis.location ? ` (${globalThis.location.origin})` : ''} is not allowed there.`;
      case 'unreachable':
        return `${this.#where} cannot be reached.`;
    }
  }
}
