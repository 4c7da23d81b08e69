/** @import { Browser } from 'playwright-core' */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch } from '../support/browser.js';
import { backOfficePage, commentPage } from '../support/demo-pages.js';
import { Link } from '../../../test-clients/js/link.js';
import { mention, someone, stack } from '../support/stack.js';
import { until } from '../../../test-clients/js/until.js';

describe('the demo in Chromium', () => {
  /** @type {Browser} */
  let browser;
  /** @type {{page: import('playwright-core').Page, complaints: string[]}[]} */
  let pages = [];

  before(async () => (browser = await launch()));
  after(() => browser?.close());
  afterEach(async () => {
    const complaints = pages.flatMap((shown) => shown.complaints);
    await Promise.all(pages.map(({ page }) => page.context().close()));
    pages = [];
    assert.deepEqual(complaints, []);
  });

  /** @template T @param {Promise<T>} opening @returns {Promise<T>} */
  async function open(opening) {
    const shown = await opening;
    pages.push(/** @type {any} */ (shown));
    return shown;
  }

  test('one page mentions two people and both their badges rise by one', async () => {
    const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(someone);
    const [alices, bobs, carols] = await Promise.all([
      open(commentPage(browser, alice)), open(commentPage(browser, bob, { gateway: 1 })), open(commentPage(browser, carol, { gateway: 2 }))]);
    await mention('one before', [bob]);
    await bobs.badge(1);
    await carols.badge(0);

    await alices.comment(`@${bob} and @${carol}, have a look at the pricing section`);

    await Promise.all([bobs.badge(2), carols.badge(1), bobs.says('2 new, 2 unread'), carols.says('1 new, 1 unread')]);
    await alices.badge(0);
    await carols.openBell();
    await carols.shows([`@${bob} and @${carol}, have a look at the pricing section`]);
  });

  test('what one tab reads the other one knows', async () => {
    const alice = someone('alice');
    const [here, there] = await Promise.all([
      open(commentPage(browser, alice, { gateway: 1 })), open(commentPage(browser, alice, { gateway: 2 }))]);
    for (const n of [1, 2, 3]) {
      await mention(`mention ${n}`, [alice]);
    }
    await Promise.all([here.says('3 new, 3 unread'), there.says('3 new, 3 unread')]);

    await here.openBell();
    await Promise.all([here.says('none new, 3 unread'), there.says('none new, 3 unread')]);
    await there.badge(0);
    await here.dialog.getByRole('button', { name: 'Mark all as read' }).click();
    await Promise.all([here.says('none new, all read'), there.says('none new, all read')]);
    await there.openBell();
    assert.equal(await there.dialog.locator('.is-unread').count(), 0);
    await there.items.first().getByRole('button', { name: /^Archive/ }).click();
    await until('it is gone here, too', async () => (await here.items.count()) === 2);
  });

  test('a tab that was offline gets what it missed, in order and once', async () => {
    const alice = someone('alice');
    const link = new Link(new URL(stack.gateways[0]));
    await link.listen();
    const away = await open(commentPage(browser, alice, { origin: `http://${link.host}` }));
    const witness = await open(commentPage(browser, alice, { gateway: 2 }));
    await mention('seen before', [alice]);
    await away.badge(1);

    link.cut();
    await until('the page knows that it is offline', async () => (await away.connection.textContent()) !== 'Live');
    for (const n of [1, 2, 3]) {
      await mention(`missed ${n}`, [alice]);
      await witness.badge(n + 1);
    }
    await away.badge(1);
    link.mend();

    await away.badge(4);
    await away.openBell();
    await away.shows(['missed 3', 'missed 2', 'missed 1', 'seen before']);
    await mention('and on', [alice]);
    await away.shows(['and on', 'missed 3', 'missed 2', 'missed 1', 'seen before']);
    link.close();
  });

  test('an announcement of the back office shows on every page', async () => {
    const title = someone('Maintenance');
    const [alices, bobs, office] = await Promise.all([
      open(commentPage(browser, someone('alice'), { gateway: 1 })), open(commentPage(browser, someone('bob'), { gateway: 2 })),
      open(backOfficePage(browser, someone('office'), { roles: ['broadcast'] }))]);

    await office.announce(title, 'Comments are read-only from 22:00 to 22:15.');

    await Promise.all([alices.announcement(title), bobs.announcement(title), office.announcement(title)]);
    await until('the sender sees it', async () => (await office.page.locator('#sent').textContent()) === 'Announced.');
    assert.equal(await office.problem.isVisible(), false);
  });

  test('a dot shows who is here, at whichever gateway, until the page is closed', async () => {
    const [first, second] = await Promise.all([
      open(commentPage(browser, someone('alice'), { gateway: 1, name: 'Ada First' })),
      open(commentPage(browser, 'bob', { gateway: 2, name: 'Bob Second' }))]);

    await Promise.all([first.here('Bob Second'), second.here('Ada First'), first.here('Ada First')]);
    await first.page.getByRole('button', { name: '@bob, online' }).waitFor();
    await second.page.context().close();

    await first.gone('Bob Second');
    await first.page.getByRole('button', { name: '@bob', exact: true }).waitFor();
  });

  test('without the role the page names the missing role, and no page shows an announcement', async () => {
    const [first, second] = ['Forbidden', 'Allowed'].map(someone);
    const [alices, eves, office] = await Promise.all([
      open(commentPage(browser, someone('alice'))), open(backOfficePage(browser, someone('eve'))),
      open(backOfficePage(browser, someone('office'), { roles: ['broadcast'] }))]);

    await eves.announce(first, 'Hear me');
    await until('the page says why', async () => /needs the role broadcast/.test((await eves.problem.textContent()) ?? ''));
    await office.announce(second, 'Hear us');
    await alices.announcement(second);
    assert.equal(await alices.announcements.filter({ hasText: first }).count(), 0);
  });

  test('a comment that cannot be posted says why', async () => {
    const alices = await open(commentPage(browser, someone('alice')));
    await alices.comment(`@${'x'.repeat(256)} this name is too long`);

    await until('the problem is shown', async () => /not valid/.test((await alices.problem.textContent()) ?? ''));
  });
});
