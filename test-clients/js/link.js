/** A TCP proxy between a client and a server. It can be cut, and it can refuse upgrades to WebSocket. */
import { connect, createServer } from 'node:net';

export class Link {
  /** @type {Set<import('node:net').Socket>} */
  #ends = new Set();
  #up = true;
  #server = createServer((client) => this.#connected(client));
  #target;
  /** How many upgrades it refused. */
  upgrades = 0;

  /** @param {URL} target @param {boolean} [killsUpgrades] as a proxy that knows no WebSocket */
  constructor(target, killsUpgrades = false) {
    this.#target = target;
    this.killsUpgrades = killsUpgrades;
  }

  async listen() {
    await new Promise((listening) => this.#server.listen(0, '127.0.0.1', () => listening(undefined)));
  }

  /** What to use instead of the target. */
  get host() {
    return `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}`;
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

  /** @param {import('node:net').Socket} client */
  #connected(client) {
    if (!this.#up) {
      client.destroy();
      return;
    }
    client.once('error', () => client.destroy());
    client.once('data', (head) => {
      if (this.killsUpgrades && /^upgrade:/im.test(head.toString('latin1'))) {
        this.upgrades++;
        client.destroy();
        return;
      }
      const server = connect(Number(this.#target.port), this.#target.hostname);
      server.write(head);
      this.#join(client, server);
    });
  }

  /** @param {import('node:net').Socket} client @param {import('node:net').Socket} server */
  #join(client, server) {
    for (const [end, other] of [[client, server], [server, client]]) {
      this.#ends.add(end);
      end.on('error', () => other.destroy()).on('close', () => {
        this.#ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  }
}
