/** One scenario: it closes all that it opened when it is over, and no other scenario uses its users and rooms. */
import { randomBytes } from 'node:crypto';
import { Link } from '../../../test-clients/js/link.js';
import { minor, Socket, Transport } from './phoenix.js';
import { Room } from './room.js';
import { token } from './tokens.js';

const lab = new URL(/** @type {string} */ (process.env.LAB_URL));

export class Scene {
  #run = randomBytes(5).toString('hex');
  /** @type {import('phoenix').Socket[]} */
  #sockets = [];
  /** @type {Link[]} */
  #links = [];
  topic = `room:${this.#run}`;

  /** @param {string} name */
  user(name) {
    return `${name}-${this.#run}`;
  }

  /**
   * A socket that has begun to connect.
   * @param {string} user
   * @param {{link?: Link, [option: string]: any}} [options] `link`: through it; all others are phoenix.js's own
   */
  socket(user, { link, ...options } = {}) {
    const { params, ...others } = { transport: Transport, params: () => ({ token: token(user) }), ...options };
    const socket = new Socket(`ws://${link?.host ?? lab.host}/socket`,
      { params: minor < 4 && typeof params === 'function' ? params() : params, ...others }); // 1.3 takes no function
    this.#sockets.push(socket);
    socket.connect();
    return socket;
  }

  /** A room that this socket has not joined yet. @param {import('phoenix').Socket} socket @param {any} [params] */
  room(socket, params = {}, topic = this.topic) {
    return new Room(socket.channel(topic, params));
  }

  /** A new socket of this user, in the scene's room. @param {string} name @param {object} [options] */
  async member(name, options) {
    const room = this.room(this.socket(this.user(name), options));
    await room.join();
    return room;
  }

  async link({ killsUpgrades = false } = {}) {
    const link = new Link(lab, killsUpgrades);
    await link.listen();
    this.#links.push(link);
    return link;
  }

  /** Calls the laboratory from outside any channel. @param {string} path @param {object} [body] */
  async post(path, body = {}) {
    const response = await fetch(new URL(path, lab),
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (response.status !== 204) {
      throw new Error(`POST ${path} was answered with ${response.status}`);
    }
  }

  close() {
    this.#sockets.forEach((socket) => socket.disconnect());
    this.#links.forEach((link) => link.close());
  }
}
