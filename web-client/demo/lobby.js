/** @import { Socket } from 'phoenix' */
import { balanced } from '../src/bell/bidi.js';
import { element } from '../src/bell/element.js';
import { showPresence } from './here.js';
import { byId } from './page.js';

const MOST_SHOWN = 50;

/**
 * Joins `room:lobby` and shows who is there, and what is announced, newest first.
 * @param {Socket} socket
 * @param {(online: Set<string>) => void} [changed] gets the ids of those who are there
 */
export function joinLobby(socket, changed) {
  const channel = socket.channel('room:lobby', {});
  channel.on('new_msg', show);
  showPresence(channel, changed);
  channel.join();
  return channel;
}

/** @param {{title?: unknown, body?: unknown, from?: unknown}} announcement sent by anyone with the role: all of it may be missing */
function show({ title, body, from }) {
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  byId('blank').hidden = true;
  byId('feed').prepend(element('li', {},
    element('h3', { dir: 'auto' }, balanced(String(title ?? 'Announcement'))),
    element('p', { dir: 'auto' }, balanced(String(body ?? ''))),
    element('small', {}, ...(typeof from === 'string' ? [element('bdi', {}, balanced(from)), ` · ${time}`] : [time]))));
  while (byId('feed').childElementCount > MOST_SHOWN) {
    byId('feed').lastElementChild?.remove();
  }
}
