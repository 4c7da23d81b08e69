/** @import { ListName } from '../inbox-state.js' */
import { element } from './element.js';

/** Keys that move the selection, as steps in reading direction. @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * Chooses one of the lists. As WAI-ARIA Authoring Practices have tabs: Tab stops at the selected one, and the arrow keys, Home
 * and End select another.
 */
export class Tabs {
  element;
  /** @type {Map<ListName, HTMLButtonElement>} */
  #tabs;
  #onSelect;
  /** @type {ListName} */
  selected = 'all';

  /**
   * @param {string} label
   * @param {[ListName, string][]} names
   * @param {string} controls id of the element that shows the selected list
   * @param {() => void} onSelect
   */
  constructor(label, names, controls, onSelect) {
    this.#tabs = new Map(names.map(([name, text]) => [name, element('button', { type: 'button', role: 'tab', id: `tab-${name}`, class: 'tab',
      part: 'tab', 'aria-controls': controls }, element('span', { dir: 'auto' }, text))]));
    this.#tabs.forEach((tab, name) => tab.addEventListener('click', () => this.select(name)));
    this.element = element('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...this.#tabs.values());
    this.element.addEventListener('keydown', (event) => this.#keydown(event));
    this.#onSelect = onSelect;
    this.#show('all');
  }

  /** Id of the selected tab. */
  get id() {
    return `tab-${this.selected}`;
  }

  /** @param {ListName} name */
  select(name) {
    if (name !== this.selected) {
      this.#show(name);
      this.#onSelect();
    }
  }

  /** @param {ListName} selected */
  #show(selected) {
    this.selected = selected;
    this.#tabs.forEach((tab, name) => {
      tab.setAttribute('aria-selected', String(name === selected));
      tab.tabIndex = name === selected ? 0 : -1;
    });
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    const names = [...this.#tabs.keys()];
    const at = names.indexOf(this.selected);
    const forward = getComputedStyle(this.element).direction === 'ltr' ? 1 : -1;
    /** @type {Record<string, number>} */
    const targets = { Home: 0, End: names.length - 1 };
    const target = event.key in STEPS ? at + forward * STEPS[event.key] : targets[event.key];
    if (target !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const name = names[(target + names.length) % names.length];
      this.select(name);
      this.#tabs.get(name)?.focus();
    }
  }
}
