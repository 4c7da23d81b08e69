/** Shows a count before the page's title, as in "(3) Page", and follows a page that changes its title meanwhile. */
export class TitleBadge {
  /** The title as the page has it. */
  #own = '';
  #prefix = '';
  #changes = globalThis.MutationObserver && new MutationObserver(() => this.#follow());

  /** @param {string} count empty: the title is the page's again */
  show(count) {
    if (this.#prefix === '' && count !== '') {
      this.#own = document.title;
      this.#changes.observe(document.head, { childList: true, characterData: true, subtree: true });
    }
    const before = this.#prefix;
    this.#prefix = count && `(${count}) `;
    if (before !== this.#prefix) {
      document.title = this.#prefix + this.#own;
    }
    if (this.#prefix === '') {
      this.#changes.disconnect();
    }
  }

  #follow() {
    const { title } = document;
    if (title !== this.#prefix + this.#own) {
      this.#own = title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title; // a page may add to what it finds
      document.title = this.#prefix + this.#own;
    }
  }
}
