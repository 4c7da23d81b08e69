import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An npm registry on this machine with some packages of a `node_modules`, so that a test can install a package and needs no network. */
export class LocalRegistry {
  /** @type {Map<string, {manifest: any, tarball: string}>} by name */
  #packages = new Map();
  #http = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const found = this.#packages.get(path.replace(/\/-\/.*/, ''));
    if (!found) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    } else if (path.includes('/-/')) {
      response.end(await readFile(found.tarball));
    } else {
      const { name, version } = found.manifest;
      const manifest = { ...found.manifest, dist: { tarball: `${this.url}${encodeURIComponent(name)}/-/${version}.tgz` } };
      response.writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } }));
    }
  });

  /** @param {string} modules path of a `node_modules` @param {string[]} folders of packages in it @param {string} scratch */
  static async start(modules, folders, scratch) {
    const registry = new LocalRegistry();
    for (const folder of folders) {
      const manifest = JSON.parse(await readFile(join(modules, folder, 'package.json'), 'utf8'));
      const before = new Set(await readdir(scratch));
      await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch], { cwd: join(modules, folder) });
      const fresh = (await readdir(scratch)).find((file) => !before.has(file));
      registry.#packages.set(folder, { manifest: { ...manifest, scripts: {} }, tarball: join(scratch, String(fresh)) });
    }
    await new Promise((resolve) => registry.#http.listen(0, '127.0.0.1', () => resolve(null)));
    return registry;
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#http.address());
    return `http://127.0.0.1:${port}/`;
  }

  /** Options of npm that use this registry and nothing that is on the machine. @param {string} scratch */
  options(scratch) {
    return ['--registry', this.url, `--${this.url.slice('http:'.length)}:_authToken=none`, '--cache', join(scratch, 'cache'), '--no-audit', '--no-fund'];
  }

  async close() {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
