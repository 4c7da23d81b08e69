/**
 * As much of a browser's XMLHttpRequest as phoenix.js before 1.8 uses, on fetch, which it does not know yet. A request that
 * fails, times out or is aborted is done as well, without a text: browsers say so by onreadystatechange first.
 */
export class XMLHttpRequest {
  static #UNSENT = 0;
  static #DONE = 4;
  #abort = new AbortController();
  /** @type {Record<string, string>} */
  #headers = {};
  #method = '';
  #url = '';
  #underWay = false;
  timeout = 0;
  readyState = XMLHttpRequest.#UNSENT;
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
    this.#underWay = true;
    const signal = this.timeout ? AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.timeout)]) : this.#abort.signal;
    /** @type {string} */
    let text;
    try {
      const response = await fetch(this.#url, { method: this.#method, headers: this.#headers, body, signal });
      text = await response.text();
    } catch (error) {
      if (this.#underWay) {
        this.#done('');
        const timedOut = error instanceof Error && error.name === 'TimeoutError';
        (timedOut ? this.ontimeout : this.onerror)();
      }
      return;
    }
    if (this.#underWay) {
      this.#done(text);
    }
  }

  abort() {
    this.#abort.abort();
    if (this.#underWay) {
      this.#done('');
      this.readyState = XMLHttpRequest.#UNSENT;
    }
  }

  /** @param {string} text */
  #done(text) {
    this.#underWay = false;
    this.responseText = text;
    this.readyState = XMLHttpRequest.#DONE;
    this.onreadystatechange();
  }
}
