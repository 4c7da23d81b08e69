/** A real headless Chromium, from an npm package: nothing to install beside it. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const CACHE = fileURLToPath(new URL('../node_modules/.cache/chromium', import.meta.url));

export async function launch() {
  // --no-sandbox: builds run as root in containers, where Chromium's sandbox cannot start
  return chromium.launch({ executablePath: await executable(), args: ['--no-sandbox', '--font-render-hinting=none'] });
}

/** Unpacked once, beside the package and whole or not at all; the package's own place is the machine's one temporary folder. */
async function executable() {
  if (!existsSync(CACHE)) {
    await mkdir(join(CACHE, '..'), { recursive: true });
    const fresh = await mkdtemp(join(CACHE, '..', 'unpacking-'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = fresh;
    await packed.executablePath().finally(() => (before === undefined ? delete process.env.TMPDIR : (process.env.TMPDIR = before)));
    await rename(fresh, CACHE).catch(() => rm(fresh, { recursive: true })); // another run was faster
  }
  return join(CACHE, 'chromium');
}

/** Where pictures go: the folder named by BECKON_SCREENSHOTS, or one of the cache that each run writes anew. */
export function pictures() {
  return process.env.BECKON_SCREENSHOTS ?? join(CACHE, '..', 'pictures');
}
