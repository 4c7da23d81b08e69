/** As much of a browser's XMLHttpRequest as phoenix.js 1.7 uses, on fetch, which it does not know yet. */
export class XMLHttpRequest {
  static #COMPLETE = 4;
  #abort = new AbortController();
  /** @type {Record<string, string>} */
  #headers = {};
  #method = '';
  #url = '';
  timeout = 0;
  readyState = 0;
  responseText = '';
  onerror = () => {};
  ontimeout = () => {};
  onreadystatechange = () => {};

  /** @param {string} method @param {string} url */
  open(method, url) {
    this.#method = method;
    this.#url = url;
  }

  /** @param {string} name @param {string} value */
  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  /** @param {string | null} body */
  async send(body) {
    const signal = this.timeout ? AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.timeout)]) : this.#abort.signal;
    try {
      const response = await fetch(this.#url, { method: this.#method, headers: this.#headers, body, signal });
      this.responseText = await response.text();
    } catch (error) {
      if (!this.#abort.signal.aborted) {
        const timedOut = error instanceof Error && error.name === 'TimeoutError';
        (timedOut ? this.ontimeout : this.onerror)();
      }
      return;
    }
    this.readyState = XMLHttpRequest.#COMPLETE;
    this.onreadystatechange();
  }

  abort() {
    this.#abort.abort();
  }
}
