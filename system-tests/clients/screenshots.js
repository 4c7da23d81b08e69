/**
 * Takes the pictures of the README: Alice's page with an open bell, light and dark. Run it on a stack begun afresh:
 *
 *     ./beckon up --fresh
 *     BECKON_STACK=$PWD/.beckon/stack.json npm run screenshots --prefix system-tests/clients
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './support/browser.js';
import { commentPage, backOfficePage } from './support/demo-pages.js';
import { mention } from './support/stack.js';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const HOUR = 3_600_000;
const ago = (/** @type {number} */ millis) => new Date(Date.now() - millis);
const bob = { id: 'b.martin', name: 'Bob Martin' };
const heidi = { id: 'heidi', name: 'Heidi Shaw' };
const grace = { id: 'grace.hopper', name: 'Grace Hopper' };

const browser = await launch();
try {
  await mkdir(FOLDER, { recursive: true });
  await mention('@alice the numbers for March are in, they look better than we thought', ['alice'], { actor: grace, title: 'Quarterly review', at: ago(26 * HOUR) });
  await mention('@alice @bob can one of you take the last section?', ['alice'], { actor: heidi, title: 'Onboarding guide', at: ago(3 * HOUR) });
  await mention('@alice done, see the second paragraph', ['alice'], { actor: bob, title: 'Launch plan', at: ago(0.6 * HOUR) });

  await commentPage(browser, 'bob', { name: bob.name }); // stays, for the dot beside his name
  const page = await commentPage(browser, 'alice', { name: 'Alice' });
  await page.here(bob.name);
  await page.page.setViewportSize({ width: 1280, height: 800 });
  await page.badge(3);
  await page.openBell();
  await page.dialog.getByRole('button', { name: 'Mark all as read' }).click();
  await page.says('none new, all read');
  await page.page.keyboard.press('Escape');
  const office = await backOfficePage(browser, 'office', { roles: ['broadcast'] });
  await office.announce('Maintenance tonight', 'Comments are read-only from 22:00 to 22:15.');
  await page.announcement('Maintenance tonight');
  await page.comment('@bob @carol the pricing section is ready for a last look');
  await mention('@alice I would move the second paragraph to the top', ['alice'], { actor: heidi, title: 'Launch plan', at: ago(60_000) });
  await mention('@alice looks good to me, ship it', ['alice'], { actor: bob, title: 'Launch plan' });
  await page.badge(2);

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (!(await page.dialog.isVisible())) {
      await page.openBell();
    }
    await page.page.mouse.move(400, 780);
    await page.page.screenshot({ path: `${FOLDER}bell-${colorScheme}.png`, animations: 'disabled' });
  }
} finally {
  await browser.close();
}
