import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of an example in a folder of its own, with the packages as npm packs and installs them. */
export class Example {
  /** @type {import('node:child_process').ChildProcess | null} */
  #server = null;

  /** @param {string} folder @param {Record<string, string>} environment of its commands */
  constructor(folder, environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * @param {string} name @param {Record<string, string>} environment
   * @param {Record<string, string>} [versions] of packages in place of the example's
   */
  static async install(name, environment, versions = {}) {
    const folder = await mkdtemp(join(tmpdir(), `beckon-${name}-`));
    await cp(join(root, 'examples', name), folder, { recursive: true, filter: (file) => !/node_modules|\.next|dist$/.test(file.slice(root.length)) });
    await rm(join(folder, '.npmrc'));
    await mkdir(join(folder, 'packed'));
    for (const each of ['web-client', 'web-react']) {
      await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', join(folder, 'packed')], { cwd: join(root, each) });
    }
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    for (const file of await readdir(join(folder, 'packed'))) {
      manifest.dependencies[file.replace(/-\d.*/, '')] = `file:packed/${file}`;
    }
    for (const [dependency, version] of Object.entries(versions)) {
      manifest[dependency in manifest.dependencies ? 'dependencies' : 'devDependencies'][dependency] = version;
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    // In place of `./beckon token`, whose stack these tests do without: their gateway takes any token.
    await writeFile(join(folder, 'beckon'), '#!/bin/sh\necho "token-of-$2"\n', { mode: 0o755 });
    const example = new Example(folder, { BECKON: join(folder, 'beckon'), NEXT_TELEMETRY_DISABLED: '1', ...environment });
    await example.run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--silent');
    return example;
  }

  /** What a command prints; it fails with that if the command fails. @param {string} command @param {...string} parameters */
  async run(command, ...parameters) {
    const { stdout, stderr } = await run(command, parameters, { cwd: this.folder, env: { ...process.env, ...this.environment } })
      .catch((/** @type {{stdout: string, stderr: string}} */ { stdout, stderr }) => {
        throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`);
      });
    return stdout + stderr;
  }

  /** Starts a server of the example, and waits for the address that it prints. @param {...string} parameters of npx @returns {Promise<string>} */
  async serve(...parameters) {
    const [command, ...others] = parameters;
    this.#server = spawn(join(this.folder, 'node_modules/.bin', command), others,
      { cwd: this.folder, env: { ...process.env, NO_COLOR: '1', ...this.environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(/** @type {import('node:stream').Readable} */ (this.#server.stdout))) {
      const [address] = /http:\/\/[\w.]+:\d+/.exec(line) ?? [];
      if (address) {
        this.#server.stdout?.resume();
        return address;
      }
    }
    throw new Error(`${parameters.join(' ')} ended without an address`);
  }

  async remove() {
    const ended = this.#server && new Promise((resolve) => this.#server?.once('exit', resolve));
    if (this.#server?.exitCode === null) {
      this.#server.kill();
      await ended;
    }
    await rm(this.folder, { recursive: true });
  }
}

/** A port that was free a moment ago, for servers that do not take 0. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
