/** Who is here, and what is announced. */
import { byId, element } from './page.js';

const MOST_ANNOUNCEMENTS = 20;

/** @param {{id: string, name: string, role: string, devices: number}[]} people trainers first, then by name */
export function showPeople(people) {
  const order = (/** @type {{role: string}} */ { role }) => (role === 'trainer' ? 0 : 1);
  people.sort((one, other) => order(one) - order(other) || one.name.localeCompare(other.name));
  byId('here-title').textContent = `Here now (${people.length})`;
  byId('here').replaceChildren(...people.map(({ name, role, devices }) => element('li', {},
    element('span', { class: 'dot', 'aria-hidden': 'true' }),
    element('span', { class: 'name' }, name),
    element('small', {}, devices > 1 ? `${role}, ${devices} devices` : role))));
}

/** @param {{from: string, text: string}} announcement */
export function showAnnouncement({ from, text }) {
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  byId('announcements-blank').hidden = true;
  byId('announcements').prepend(element('li', {}, element('p', {}, text), element('small', {}, `${from} · ${time}`)));
  while (byId('announcements').childElementCount > MOST_ANNOUNCEMENTS) {
    byId('announcements').lastElementChild.remove();
  }
}
