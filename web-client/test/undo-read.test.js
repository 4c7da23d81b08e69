import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';

describe('undo of "mark all as read"', () => {
  const suite = new BellSuite();
  const unread = () => suite.host.server.view(0, { unread: true }).map(({ seq }) => seq);

  /** @param {number} mentions @param {string} [attributes] */
  async function opened(mentions, attributes) {
    for (let count = 0; count < mentions; count++) suite.host.server.mention(attributes ? { thread: `t${count % 2}` } : {});
    await suite.visit({ attributes });
    await suite.badge(mentions > 99 ? '99+' : String(mentions));
    await suite.bell.open();
    await suite.bell.items.first().waitFor();
  }

  test('brings_back_what_was_unread_and_nothing_else', async () => {
    await opened(4);
    suite.host.tell(suite.host.server.markRead(['n2-epoch-1']));
    await suite.bell.markAll.click();
    await suite.bell.undo.waitFor();
    assert.deepEqual(unread(), []);
    assert.equal(await suite.bell.live.textContent(), '3 marked as read');
    suite.host.mention(); // what arrives meanwhile has no part in it
    await suite.bell.undo.click();
    await until('they are unread again', () => unread().length === 4);

    assert.deepEqual(unread(), [5, 4, 3, 1]);
    assert.notEqual(await suite.bell.focused(), 'BODY');
  });

  test('by_the_keyboard_and_of_more_than_a_page', async () => {
    await opened(250);
    await suite.bell.markAll.focus();
    await suite.page.keyboard.press('Enter');
    await suite.bell.undo.waitFor();
    await suite.page.keyboard.press('Control+z');
    await until('they are unread again', () => unread().length === 250);
  });

  test('of_more_than_it_remembers_brings_back_the_newest_1000', async () => {
    await opened(1150);
    await suite.bell.markAll.click();
    await suite.bell.undo.click();
    await until('1000 are unread again', () => unread().length === 1000);

    assert.deepEqual([unread()[0], unread().at(-1)], [1150, 151]);
  });

  test('in_a_list_by_thread_brings_back_all_of_each', async () => {
    await opened(5, 'group="thread"');
    await suite.bell.markAll.click();
    await suite.bell.undo.click();
    await until('they are unread again', () => unread().length === 5);
  });

  test('what_is_archived_then_takes_its_place_and_undo_takes_back_that', async () => {
    await opened(2);
    await suite.bell.markAll.click();
    await suite.bell.undo.waitFor();
    await suite.bell.archiveRead.click();
    await suite.bell.dialog.getByText('2 archived').waitFor();
    await suite.bell.undo.click();
    await until('they are back', () => suite.host.server.view().length === 2);

    assert.deepEqual(unread(), []);
  });

  for (const [name, options, html] of /** @type {const} */ ([['light', {}, 'lang="en"'], ['dark', { colorScheme: 'dark' }, 'lang="en"'],
    ['mobile', { viewport: { width: 360, height: 640 } }, 'lang="fr"'], ['rtl', {}, 'lang="ar" dir="rtl"']])) {
    test(`its_look_${name}`, async () => {
      await suite.newPage(options);
      for (let count = 0; count < 3; count++) suite.host.server.mention();
      await suite.visit({ html });
      await suite.badge('3');
      await suite.page.locator('beckon-bell .bell').click();
      await suite.page.locator('beckon-bell [part=mark-all]').click();
      await suite.page.locator('beckon-bell [part=undo]').waitFor();
      await suite.judged(`undo-read-${name}`);
    });
  }
});
