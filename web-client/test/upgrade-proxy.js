/** A proxy that lets requests through and treats upgrades as some corporate ones do. */
import { createServer, request as httpRequest } from 'node:http';
import { createHash } from 'node:crypto';

/** RFC 6455 §1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export class UpgradeProxy {
  /** @type {403 | 426 | 200 | 'hang' | 'mute'} what becomes of an upgrade; `mute`: accepted, and nothing ever passes */
  upgrades = 403;
  upgradesSeen = 0;
  #server;

  /** @param {string} target @param {UpgradeProxy['upgrades']} upgrades */
  static async start(target, upgrades) {
    const proxy = new UpgradeProxy(target);
    proxy.upgrades = upgrades;
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', () => resolve(null)));
    return proxy;
  }

  /** @param {string} target */
  constructor(target) {
    this.#server = createServer((incoming, outgoing) => {
      const onward = httpRequest(target + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    this.#server.on('upgrade', (request, socket) => {
      this.upgradesSeen++;
      socket.on('error', () => {});
      if (this.upgrades === 'mute') {
        const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
        socket.resume();
      } else if (this.upgrades !== 'hang') {
        socket.end(`HTTP/1.1 ${this.upgrades} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      }
    });
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
