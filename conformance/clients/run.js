/**
 * Runs every scenario with the phoenix.js that PHOENIX names, over the TRANSPORT websocket or longpoll, against the laboratory at
 * LAB_URL, some at a time, and prints one line of JSON for each: {"scenario", "outcome": "passed" | "failed" | "inexpressible", "why", "millis"}.
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Scene } from './support/scene.js';

const AT_A_TIME = 8;
const LIMIT_MILLIS = 120_000;

const names = readFileSync(new URL('../src/test/resources/scenarios.txt', import.meta.url), 'utf8').trim().split('\n');
const files = ['connecting', 'joining', 'messages', 'reconnecting', 'presence', 'longpolling'];
/** @type {Record<string, ((scene: Scene) => Promise<void>) | string>} */
const scenarios = Object.assign({}, ...await Promise.all(files.map(async (file) => (await import(`./scenarios/${file}.js`)).default)));

/** @param {string} name */
async function outcome(name) {
  const scenario = scenarios[name];
  if (typeof scenario !== 'function') {
    return { outcome: scenario ? 'inexpressible' : 'failed', why: scenario ?? 'there is no such scenario here' };
  }
  const scene = new Scene();
  /** @type {NodeJS.Timeout | undefined} */
  let limit;
  try {
    await Promise.race([scenario(scene), new Promise((_, reject) => {
      limit = setTimeout(() => reject(new Error(`not over after ${LIMIT_MILLIS} ms`)), LIMIT_MILLIS);
    })]);
    return { outcome: 'passed', why: '' };
  } catch (error) {
    return { outcome: 'failed', why: inspect(error) };
  } finally {
    clearTimeout(limit);
    scene.close();
  }
}

async function worker() {
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const begun = Date.now();
    const result = await outcome(name);
    console.log(JSON.stringify({ scenario: name, ...result, millis: Date.now() - begun }));
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, worker));
process.exit(0);
