/**
 * A Phoenix server for tests, on raw WebSocket frames of `vsn=2.0.0`, that does what a test tells it: so that stock phoenix.js
 * is what is driven; it can be polled, too (`poll-session.js`). It also serves files and a few answers over HTTP. Nothing of Beckon's server is in it.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { PollSession } from './poll-session.js';

/**
 * @typedef {{status: 'ok' | 'error', response: object}} Reply
 * @typedef {{topic: string, payload: any, token: string | null}} Join
 * @typedef {{topic: string, event: string, payload: any}} Push
 * @typedef {(request: import('node:http').IncomingMessage, body: string) => {status?: number, type?: string, body: string}} Answer
 */

const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript',
  '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.map': 'application/json' });
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = [['/demo/', 'dist-demo'], ['/dist/', 'dist']];

export class PhoenixPeer {
  /** @type {Join[]} */
  joins = [];
  /** @type {Push[]} */
  pushes = [];
  /** @type {Map<string, Answer>} by method and path, such as `POST /mentions` */
  answers = new Map();
  /** Whether new connections are refused with 403, as for a bad token. */
  refusing = false;
  /** Whether it is out of reach: every connection to its socket is cut unanswered. */
  away = false;
  /** @type {(join: Join) => Reply} */
  onJoin = () => ({ status: 'ok', response: {} });
  /** @type {(push: Push) => Reply | null} `null`: no reply */
  onPush = () => ({ status: 'ok', response: {} });
  /** @typedef {{send: (text: string) => void, terminate: () => void, close?: (code: number, reason: string) => void}} Connection a WebSocket or a polled session */
  /** @type {Map<Connection, Map<string, string>>} each connection's joined topics and their join_ref */
  #connections = new Map();
  /** @type {Map<string, PollSession>} */
  #polled = new Map();
  #http = createServer((request, response) => this.#respond(request, response));
  #sockets = new WebSocketServer({ noServer: true });

  static async start() {
    const peer = new PhoenixPeer();
    peer.#http.on('upgrade', (request, socket, head) => peer.#upgrade(request, /** @type {any} */ (socket), head));
    await new Promise((resolve) => peer.#http.listen(0, '127.0.0.1', () => resolve(null)));
    return peer;
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#http.address());
    return `http://127.0.0.1:${port}`;
  }

  get socketUrl() {
    return `${this.url.replace('http', 'ws')}/socket`;
  }

  get connections() {
    return this.#connections.size;
  }

  get polled() {
    return this.#polled.size;
  }

  /** @param {string} topic @param {string} event @param {object} payload */
  broadcast(topic, event, payload) {
    for (const [connection, topics] of this.#connections) {
      if (topics.has(topic)) {
        connection.send(JSON.stringify([null, null, topic, event, payload]));
      }
    }
  }

  /** The channel of every connection crashes. @param {string} topic */
  crash(topic) {
    for (const [connection, topics] of this.#connections) {
      const joinRef = topics.get(topic);
      topics.delete(topic);
      connection.send(JSON.stringify([joinRef, joinRef, topic, 'phx_error', { reason: 'channel_crash' }]));
    }
  }

  /** Every connection is cut, without a close frame. */
  cut() {
    this.#connections.forEach((_, connection) => connection.terminate());
  }

  /** Every WebSocket is closed. @param {number} code @param {string} reason */
  end(code, reason) {
    this.#connections.forEach((_, connection) => connection.close?.(code, reason));
  }

  async close() {
    this.refusing = true;
    this.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:net').Socket} socket @param {Buffer} head */
  #upgrade(request, socket, head) {
    const { searchParams } = new URL(request.url ?? '', this.url);
    if (this.away) {
      socket.destroy();
      return;
    }
    if (this.refusing) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (connection) => {
      this.#connections.set(connection, new Map());
      connection.on('close', () => this.#connections.delete(connection));
      connection.on('message', (data) => this.#frame(connection, searchParams.get('token'), JSON.parse(String(data))));
    });
  }

  /** @param {Connection} connection @param {string | null} token @param {any[]} frame */
  #frame(connection, token, [joinRef, ref, topic, event, payload]) {
    const topics = this.#connections.get(connection) ?? new Map();
    const reply = (/** @type {Reply | null} */ answer) =>
      answer && connection.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', answer]));
    switch (event) {
      case 'heartbeat':
        return reply({ status: 'ok', response: {} });
      case 'phx_leave':
        topics.delete(topic);
        return reply({ status: 'ok', response: {} });
      case 'phx_join': {
        this.joins.push({ topic, payload, token });
        const answer = this.onJoin({ topic, payload, token });
        if (answer.status === 'ok') {
          topics.set(topic, joinRef);
        }
        return reply(answer);
      }
      default:
        this.pushes.push({ topic, event, payload });
        return reply(this.onPush({ topic, event, payload }));
    }
  }

  /** @param {string[]} tokens the last one may be a session's @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #poll(tokens, request, response) {
    const session = this.#polled.get(tokens.at(-1) ?? '');
    response.setHeaders(new Map([['access-control-allow-origin', '*'], ['access-control-allow-headers', '*']]));
    const answer = (/** @type {object} */ body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (this.away) {
      request.socket.destroy();
    } else if (request.method === 'OPTIONS') {
      response.end();
    } else if (request.method === 'POST') {
      const frames = (await request.setEncoding('utf8').toArray()).join('').split('\n');
      frames.forEach((frame) => session && this.#frame(session, tokens[0], JSON.parse(frame)));
      answer({ status: session ? 200 : 410 });
    } else if (session) {
      session.poll(response);
    } else if (this.refusing) {
      answer({ status: 403 });
    } else {
      const opened = new PollSession(() => {
        this.#polled.delete(opened.token);
        this.#connections.delete(opened);
      });
      this.#polled.set(opened.token, opened);
      this.#connections.set(opened, new Map());
      answer({ status: 410, token: opened.token, messages: [] });
    }
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #respond(request, response) {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', this.url);
    if (path === '/socket/longpoll') {
      await this.#poll(searchParams.getAll('token').filter(Boolean), request, response);
      return;
    }
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const answer = this.answers.get(`${request.method} ${path}`);
    if (answer) {
      const { status = 200, type = 'text/html; charset=utf-8', body: text } = answer(request, body);
      response.writeHead(status, { 'content-type': type }).end(text);
      return;
    }
    try {
      const content = await readFile(fileOf(path));
      response.writeHead(200, { 'content-type': TYPES[extname(fileOf(path))] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** @param {string} path */
function fileOf(path) {
  const [prefix, folder] = FOLDERS.find(([start]) => path.startsWith(start)) ?? ['/', 'dist'];
  const inside = normalize(`/${path.slice(prefix.length)}`);
  return join(ROOT, folder, inside.endsWith('/') ? `${inside}index.html` : inside);
}
