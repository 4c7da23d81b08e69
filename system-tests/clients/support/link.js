/** A network between a client and a gateway, which can fail. */
import { connect, createServer } from 'node:net';

export class Link {
  /** @type {Set<import('node:net').Socket>} */
  #ends = new Set();
  #up = true;
  #server;

  /** @param {import('node:net').Server} server */
  constructor(server) {
    this.#server = server;
  }

  /** @param {string} target base URL */
  static async to(target) {
    const { hostname, port } = new URL(target);
    const server = createServer();
    const link = new Link(server);
    server.on('connection', (client) => link.#connected(client, connect(Number(port), hostname)));
    await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
    return link;
  }

  /** What to use instead of the target's base URL. */
  get origin() {
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}`;
  }

  /** Everything breaks, and nothing comes through until `mend`. */
  cut() {
    this.#up = false;
    this.#ends.forEach((end) => end.destroy());
  }

  mend() {
    this.#up = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** @param {import('node:net').Socket} client @param {import('node:net').Socket} gateway */
  #connected(client, gateway) {
    for (const [end, other] of [[client, gateway], [gateway, client]]) {
      this.#ends.add(end);
      end.on('error', () => other.destroy()).on('close', () => {
        this.#ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
    if (!this.#up) {
      client.destroy();
    }
  }
}
