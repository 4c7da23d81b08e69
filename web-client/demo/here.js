/** The people who are here, by Phoenix's own Presence: a list of people, and a dot beside each name that a page mentions. */
/** @import { Channel } from 'phoenix' */
import { Presence } from 'phoenix';
import { balanced } from '../src/bell/bidi.js';
import { element } from '../src/bell/element.js';
import { initials } from '../src/bell/initials.js';
import { byId } from './page.js';

const MOST_SHOWN = 8;

/**
 * @param {Channel} channel not yet joined
 * @param {(online: Set<string>) => void} [changed] gets the ids of those who are here, now and at every change
 */
export function showPresence(channel, changed = () => {}) {
  const presence = new Presence(channel);
  presence.onSync(() => {
    const people = presence.list((id, { metas }) => ({ id, name: nameOf(metas, id) }));
    show(people.map(({ name }) => name).sort((one, other) => one.localeCompare(other)));
    changed(new Set(people.map(({ id }) => id)));
  });
}

/** @param {{name?: unknown}[]} metas one for each device @param {string} id */
function nameOf(metas, id) {
  const name = metas[0]?.name;
  return typeof name === 'string' ? name : id;
}

/** @param {string[]} names */
function show(names) {
  const more = names.length - MOST_SHOWN;
  byId('here').replaceChildren(...names.slice(0, MOST_SHOWN).map((name) => element('li', {},
    element('span', { class: 'face', 'aria-hidden': 'true' }, initials(name)),
    element('span', { dir: 'auto' }, balanced(name)))));
  byId('here-count').textContent = `${names.length} online`;
  byId('here-more').textContent = more > 0 ? `and ${more} more` : '';
}
