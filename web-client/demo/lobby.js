/** @import { Socket } from 'phoenix' */
import { element } from '../src/bell/element.js';
import { byId } from './page.js';

const MOST_SHOWN = 50;

/**
 * Joins `room:lobby` and shows what is announced there, newest first.
 * @param {Socket} socket
 */
export function joinLobby(socket) {
  const channel = socket.channel('room:lobby', {});
  channel.on('new_msg', show);
  channel.join();
  return channel;
}

/** @param {{title?: unknown, body?: unknown, from?: unknown}} announcement sent by anyone with the role: all of it may be missing */
function show({ title, body, from }) {
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  byId('blank').hidden = true;
  byId('feed').prepend(element('li', {},
    element('h3', {}, String(title ?? 'Announcement')),
    element('p', {}, String(body ?? '')),
    element('small', {}, typeof from === 'string' ? `${from} · ${time}` : time)));
  while (byId('feed').childElementCount > MOST_SHOWN) {
    byId('feed').lastElementChild?.remove();
  }
}
