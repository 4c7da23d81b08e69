import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch } from '../support/browser.js';
import { SessionPage } from '../support/session-page.js';

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const PICTURES = process.env.BECKON_SCREENSHOTS;

describe('a training session in Chromium', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {SessionPage[]} */
  let pages = [];

  before(async () => {
    browser = await launch();
    if (PICTURES) {
      await mkdir(PICTURES, { recursive: true });
    }
  });
  after(() => browser?.close());
  afterEach(async () => {
    const complaints = pages.flatMap((shown) => shown.complaints);
    await Promise.all(pages.map((shown) => shown.close()));
    pages = [];
    assert.deepEqual(complaints, []);
  });

  /** @param {string} name @param {'trainer' | 'participant'} role @param {object} [options] */
  async function enter(name, role, options) {
    const shown = await SessionPage.open(browser, options);
    pages.push(shown);
    await shown.enter(name, role);
    return shown;
  }

  /** Fails on any finding of axe, and keeps a picture if asked to. @param {SessionPage} shown @param {string} name */
  async function judged({ page }, name) {
    await page.addScriptTag({ path: AXE });
    const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run(document));
    assert.deepEqual(violations.map((/** @type {any} */ { id, nodes }) => [id, nodes.map((/** @type {any} */ node) => node.html)]), []);
    if (PICTURES) {
      await page.screenshot({ path: `${PICTURES}/training-${name}.png`, fullPage: true });
    }
  }

  test('a trainer and two participants see one another; one leaves, and the list shrinks', async () => {
    const trainer = await enter('Grace Hopper', 'trainer');
    const ada = await enter('Ada Lovelace', 'participant');
    const alan = await enter('Alan Turing', 'participant');
    for (const shown of [trainer, ada, alan]) {
      await shown.sees(['Grace Hopper', 'Ada Lovelace', 'Alan Turing']);
    }

    await alan.close();

    await Promise.all([trainer.sees(['Grace Hopper', 'Ada Lovelace']), ada.sees(['Grace Hopper', 'Ada Lovelace'])]);
    await trainer.row('Alan Turing (away)').waitFor();
  });

  test('a completed exercise shows at the trainer only, and is still done after a reload', async () => {
    const trainer = await enter('Grace Hopper', 'trainer');
    const emmy = await enter('Emmy Noether', 'participant');
    const kurt = await enter('Kurt Gödel', 'participant');
    const quiet = kurt.listens('exercise_completed');

    await emmy.complete('Read a record aloud');
    await trainer.done('Emmy Noether', ['open', 'done', 'open']);
    await trainer.done('Kurt Gödel', ['open', 'open', 'open']);
    await kurt.complete('Say hello to the lobby');
    await trainer.done('Kurt Gödel', ['done', 'open', 'open']);
    assert.deepEqual(quiet(), []);
    assert.deepEqual(await kurt.completed.allTextContents(), ['Say hello to the lobby']);

    const again = await enter('Emmy Noether', 'participant');
    await again.completed.filter({ hasText: 'Read a record aloud' }).waitFor();
  });

  test('an announcement from the controller shows on every page', async () => {
    const trainer = await enter('Grace Hopper', 'trainer');
    const ada = await enter('Ada Lovelace', 'participant');

    await trainer.page.getByLabel('Tell everybody').fill('Back at <b>ten</b>');
    await trainer.page.getByRole('button', { name: 'Announce' }).click();

    await Promise.all([trainer, ada].map(({ page }) => page.getByText('Back at <b>ten</b>').waitFor()));
    assert.equal(await ada.page.getByLabel('Tell everybody').isVisible(), false);
  });

  test('one person with two devices is one person', async () => {
    const trainer = await enter('Grace Hopper', 'trainer');
    await enter('Ada Lovelace', 'participant');
    const phone = await enter('Ada Lovelace', 'participant');

    await trainer.page.getByText('participant, 2 devices').waitFor();
    await trainer.sees(['Grace Hopper', 'Ada Lovelace']);
    await phone.close();
    await trainer.page.getByText('participant, 2 devices').waitFor({ state: 'hidden' });
    await trainer.sees(['Grace Hopper', 'Ada Lovelace']);
  });

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`everybody can read it, ${colorScheme}`, async () => {
      const options = { colorScheme };
      const login = await SessionPage.open(browser, options);
      pages.push(login);
      await login.page.getByText('Development login').waitFor();
      await judged(login, `login-${colorScheme}`);
      const trainer = await enter('Grace Hopper', 'trainer', options);
      const ada = await enter('Ada Lovelace', 'participant', options);
      const phone = await enter('Alan Turing', 'participant', { ...options, viewport: { width: 390, height: 780 } });
      await ada.complete('Say hello to the lobby');
      await trainer.page.getByLabel('Tell everybody').fill('The second exercise needs a partner');
      await trainer.page.getByRole('button', { name: 'Announce' }).click();
      await phone.page.getByText('needs a partner').waitFor();
      await Promise.all([trainer, ada, phone].map((shown) => shown.sees(['Grace Hopper', 'Ada Lovelace', 'Alan Turing'])));

      await judged(trainer, `trainer-${colorScheme}`);
      await judged(ada, `participant-${colorScheme}`);
      await judged(phone, `phone-${colorScheme}`);
      assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    });
  }
});
