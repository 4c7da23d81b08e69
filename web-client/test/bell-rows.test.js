import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';

/** A row of the page's own, with a class that only the page's style sheet knows. */
const RENDER = `
  bell.renderRow = (notification) => {
    if (notification.kind === 'mention') return null;
    const row = document.createElement('p');
    row.className = 'mine';
    row.textContent = notification.actor.name + ' / ' + notification.excerpt + ' / ' + (notification.read ? 'old' : 'new');
    return row;
  };`;
const STYLE = '<style>.mine { margin: 0; color: rgb(0, 90, 30); font-weight: 600 } @media (prefers-color-scheme: dark) { .mine { color: rgb(150, 240, 180) } }</style>';
const FOOTER = '<a slot="footer" href="/settings">All settings</a>';

describe('rows and footer of the page in <beckon-bell>', () => {
  const suite = new BellSuite();

  /** @param {Parameters<BellSuite['visit']>[0]} given */
  async function opened(given) {
    suite.host.server.mention({ kind: 'mention' });
    suite.host.server.mention({ kind: 'deploy', excerpt: '<b>not bold</b>', actor: { id: 'e', name: 'Eve <img src=x>' } });
    await suite.visit(given);
    await suite.badge('2');
    await suite.bell.open();
    await suite.bell.items.first().waitFor();
  }

  const own = () => suite.page.locator('beckon-bell > [slot^=row-] > .mine');

  test('a_row_of_the_page_has_the_pages_styles_and_its_text_stays_text', async () => {
    await opened({ script: RENDER, head: STYLE });
    assert.deepEqual(await own().allTextContents(), ['Eve <img src=x> / <b>not bold</b> / new']);
    assert.equal(await own().evaluate((row) => getComputedStyle(row).color), 'rgb(0, 90, 30)');
    assert.ok(await own().isVisible());
    await suite.bell.dialog.getByRole('link', { name: 'Eve <img src=x> / <b>not bold</b> / new Unread' }).waitFor();

    assert.match(String(await suite.bell.items.nth(1).textContent()), /Ada Lovelace mentioned you/);
  });

  test('it_is_rendered_again_when_it_is_read_and_leaves_with_its_notification', async () => {
    await opened({ script: RENDER });
    suite.host.tell(suite.host.server.markRead(['n2-epoch-1']));
    await until('it is old', async () => /old$/.test(String(await own().textContent())));
    suite.host.tell(suite.host.server.archive(['n2-epoch-1']));
    await until('it is gone', async () => (await own().count()) === 0);
    suite.host.tell(suite.host.server.unarchive(['n2-epoch-1']));
    await until('it is back', async () => (await own().count()) === 1);
    await suite.page.keyboard.press('Escape');

    assert.equal(await own().count(), 0, 'a closed bell leaves nothing in the page');
  });

  test('a_row_that_throws_or_is_a_string_is_the_bells_own_and_the_console_says_so_once', async () => {
    /** @type {string[]} */
    const said = [];
    suite.page.on('console', (message) => message.type() === 'error' && message.text().startsWith('beckon') && said.push(message.text()));
    await opened({ script: `bell.renderRow = ({ kind }) => { if (kind === 'mention') throw new Error('mine'); return '<b>text</b>'; };` });

    assert.deepEqual(await suite.bell.items.locator('.line').allTextContents(), ['Eve <img src=x> in Note 2', 'Ada Lovelace mentioned you in Note 1']);
    assert.equal(said.length, 1);
    assert.match(said[0], /renderRow returns a Node/);
  });

  test('the_footer_is_reached_by_tab_and_does_not_close_the_panel', async () => {
    await opened({ inside: FOOTER });
    const link = suite.page.getByRole('link', { name: 'All settings' });
    await link.focus();
    assert.ok(await suite.bell.dialog.isVisible());
    await suite.page.keyboard.press('Escape');
    await until('it is closed', () => suite.bell.dialog.isHidden());

    assert.match(String(await suite.bell.focused()), /^Notifications,/);
    assert.equal(await link.isVisible(), false);
  });

  test('without_a_footer_the_panel_ends_with_the_list', async () => {
    await opened({});

    assert.equal(await suite.page.locator('beckon-bell .footer').isVisible(), false);
  });

  for (const [name, options, html] of /** @type {const} */ ([['light', {}, 'lang="en"'], ['dark', { colorScheme: 'dark' }, 'lang="en"'],
    ['mobile', { viewport: { width: 360, height: 640 } }, 'lang="en"'], ['rtl', {}, 'lang="he" dir="rtl"']])) {
    test(`its_look_${name}`, async () => {
      await suite.newPage(options);
      await opened({ script: RENDER, head: STYLE, inside: FOOTER, html });
      await suite.judged(`rows-${name}`);
    });
  }
});
