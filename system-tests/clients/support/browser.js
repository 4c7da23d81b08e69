/** A real headless Chromium, from an npm package: nothing to install beside it. */
import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

export async function launch() {
  // --no-sandbox: builds run as root in containers, where Chromium's sandbox cannot start
  return chromium.launch({ executablePath: await packed.executablePath(), args: ['--no-sandbox', '--font-render-hinting=none'] });
}
