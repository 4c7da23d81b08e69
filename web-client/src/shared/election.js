/**
 * Which tab is the leader: the one that has the Web Lock of this name. The browser gives it to the next in line when a tab lets it
 * go, is closed, or crashes. Another lock for each tab lets others see that it is gone.
 *
 * Source: W3C, Web Locks API, §2.7.
 */
export class Election {
  #locks;
  #name;
  #on;
  /** @type {AbortController | null} this candidacy, or this tab's time as leader */
  #candidacy = null;
  /** @type {() => void} */
  #letGo = () => {};

  /**
   * @param {LockManager} locks
   * @param {string} name
   * @param {object} on
   * @param {() => void} on.won
   * @param {() => void} on.lost another tab took the lock
   */
  constructor(locks, name, on) {
    this.#locks = locks;
    this.#name = name;
    this.#on = on;
  }

  /** Stands in line. */
  stand() {
    this.#request({});
  }

  /** Takes the lock from a leader that does not answer. */
  steal() {
    this.resign();
    this.#request({ steal: true });
  }

  /** Leaves the line, or lets the lock go. */
  resign() {
    this.#candidacy?.abort();
    this.#candidacy = null;
    this.#letGo();
  }

  /** Whether another tab stands in line. */
  async isAwaited() {
    const { pending } = await this.#locks.query();
    return pending?.some(({ name }) => name === this.#name) ?? false;
  }

  /** @param {{steal?: boolean}} how */
  #request(how) {
    const candidacy = new AbortController();
    this.#candidacy = candidacy;
    const lead = () => {
      if (this.#candidacy !== candidacy) {
        return undefined; // it resigned while the lock was on its way
      }
      const held = new Promise((resolve) => (this.#letGo = () => resolve(undefined)));
      this.#on.won();
      return held;
    };
    this.#locks.request(this.#name, how.steal ? how : { signal: candidacy.signal }, lead).catch(() => {
      if (this.#candidacy === candidacy) { // else it resigned
        this.#candidacy = null;
        this.#on.lost();
      }
    });
  }
}

/**
 * Holds the lock that stands for one tab.
 * @param {LockManager} locks @param {string} name @returns {Promise<() => void>} lets it go
 */
export function presence(locks, name) {
  return new Promise((resolve, reject) => {
    locks.request(name, () => new Promise((letGo) => resolve(() => letGo(undefined)))).catch(reject);
  });
}

/** Calls back once a tab is gone. @param {LockManager} locks @param {string} name its lock @param {() => void} gone @returns {() => void} stops that */
export function whenGone(locks, name, gone) {
  const abort = new AbortController();
  locks.request(name, { signal: abort.signal }, () => abort.signal.aborted || gone()).catch(() => {});
  return () => abort.abort();
}
