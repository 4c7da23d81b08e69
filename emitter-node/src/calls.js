import { setTimeout as sleep } from 'node:timers/promises';
import { EmitterError } from './emitter-error.js';
import { mayPass, retryAfter, wait } from './retries.js';

/** @type {Record<number, import('./emitter-error.js').Reason>} */
const REASONS = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found' };

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path behind the address, percent-encoded
 * @property {string} [body] JSON
 * @property {string} [key] the Idempotency-Key
 */

/** Makes a call, with a second token after a 401, and again and again until an answer is final or the patience ends. */
export class Calls {
  #options;

  /** @param {{ url: string, token: import('./index.js').TokenSupplier, patience: number, answerWithin: number }} options */
  constructor(options) {
    this.#options = options;
  }

  /** The answer's body. @param {Call} call */
  async make(call) {
    const end = performance.now() + this.#options.patience;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(call);
      } catch (failure) {
        if (!(failure instanceof EmitterError) || failure.reason !== 'unavailable') throw failure;
        const pause = wait(attempt, failure.retryAfter);
        if (performance.now() + pause > end) throw failure;
        await sleep(pause);
      }
    }
  }

  /** @param {Call} call */
  async #attempt(call) {
    const token = await this.#token();
    let answer = await this.#send(call, token);
    if (answer.status === 401) answer = await this.#send(call, await this.#token(token)); // expired, or the issuer has new keys
    if (answer.ok) return answer.text;
    const reason = REASONS[answer.status] ?? (mayPass(answer.status) ? 'unavailable' : 'refused');
    const message = `${call.method} ${call.path} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`;
    throw new EmitterError(reason, message, {
      status: answer.status,
      problem: json(answer.text)?.type,
      retryAfter: retryAfter(answer.headers.get('retry-after'), Date.now()),
    });
  }

  /** @param {string} [rejected] */
  async #token(rejected) {
    try {
      return await this.#options.token(rejected);
    } catch (cause) {
      throw new EmitterError('unauthorized', `No token for Beckon can be had: ${cause}`, { cause });
    }
  }

  /** @param {Call} call @param {string} token */
  async #send({ method, path, body, key }, token) {
    /** @type {Record<string, string>} */
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
    if (key !== undefined) headers['idempotency-key'] = key;
    const request = new Request(this.#options.url + path, { method, headers, body, redirect: 'manual' }); // throws for a key that is no header
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(this.#options.answerWithin) });
      return { status: answer.status, ok: answer.ok, headers: answer.headers, text: await answer.text() };
    } catch (cause) {
      const { message, cause: reason } = /** @type {Error} */ (cause);
      throw new EmitterError('unavailable', `No answer from ${this.#options.url}, which may have the call: ${reason ?? message}`, { cause });
    }
  }
}

/** Undefined if it is no JSON, such as a proxy's page. @param {string} text */
export function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
