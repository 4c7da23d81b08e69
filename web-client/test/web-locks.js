/**
 * Web Locks for Node 20, which has none: the parts of the standard that tabs use. Chromium's own are in the system tests.
 * Source: W3C, Web Locks API, §2.
 */
export class WebLocks {
  /** @type {Map<string, {held: Request | null, pending: Request[]}>} */
  #names = new Map();

  /** @param {string} name @param {any} options @param {any} [callback] @returns {Promise<any>} */
  request(name, options, callback) {
    const { signal, steal = false } = callback ? options : {};
    const queue = this.#names.get(name) ?? { held: null, pending: [] };
    this.#names.set(name, queue);
    return new Promise((resolve, reject) => {
      /** @type {Request} */
      const request = { callback: callback ?? options, resolve, reject };
      signal?.addEventListener('abort', () => {
        if (queue.pending.includes(request)) {
          queue.pending = queue.pending.filter((other) => other !== request);
          reject(new DOMException('it left the line', 'AbortError'));
        }
      });
      if (steal) {
        queue.held?.reject(new DOMException('it was stolen', 'AbortError'));
        queue.held = null;
        queue.pending.unshift(request);
      } else {
        queue.pending.push(request);
      }
      setImmediate(() => this.#grant(queue));
    });
  }

  async query() {
    const all = [...this.#names];
    return { held: all.flatMap(([name, { held }]) => (held ? [{ name }] : [])), pending: all.flatMap(([name, { pending }]) => pending.map(() => ({ name }))) };
  }

  /** @param {{held: Request | null, pending: Request[]}} queue */
  async #grant(queue) {
    const request = queue.held ? undefined : queue.pending.shift();
    if (request) {
      queue.held = request;
      await Promise.resolve(request.callback({})).then(request.resolve, request.reject);
      queue.held = queue.held === request ? null : queue.held;
      this.#grant(queue);
    }
  }
}

/** @typedef {{callback: (lock: object) => any, resolve: (value: any) => void, reject: (error: unknown) => void}} Request */
