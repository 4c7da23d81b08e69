import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';
import { LANGUAGES } from '../src/bell/languages.js';
import { ENGLISH } from '../src/bell/strings.js';

const COUNTS = [0, 1, 2, 3, 7, 11, 21, 100, 1000, 1000000];
const KEYS = /** @type {(keyof typeof ENGLISH)[]} */ (Object.keys(ENGLISH));

/** @param {unknown} words @returns {string[]} all that they can say */
function spoken(words) {
  return typeof words === 'function'
    ? COUNTS.map((count) => words.length > 0 && String(words).includes('unseen') ? words({ unseen: count, unread: count }) : words(count))
    : [String(words)];
}

const placeholders = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('the words of each language', () => {
  for (const [tag, strings] of LANGUAGES) {
    test(`${tag}_has_every_key_and_its_placeholders`, () => {
      assert.deepEqual(Object.keys(strings).sort(), [...KEYS].sort());
      for (const key of KEYS) {
        assert.equal(typeof strings[key], typeof ENGLISH[key], key);
        const expected = placeholders(spoken(ENGLISH[key])[0]);
        for (const text of spoken(strings[key])) {
          assert.deepEqual(placeholders(text), expected, `${key}: ${text}`);
          assert.ok(key === 'locale' || text.trim() !== '', key);
        }
      }
    });

    test(`${tag}_says_nothing_in_english`, () => {
      const same = KEYS.filter((key) => key !== 'locale' && typeof ENGLISH[key] === 'string' && strings[key] === ENGLISH[key]);
      // French has the word of English for a notification; a kind without a verb is the same in German
      assert.deepEqual(tag === 'en' ? [] : same.filter((key) => !['title', 'other'].includes(key)), []);
    });
  }

  test('arabic_has_a_form_for_each_of_its_six_plurals', () => {
    const { arrived, archivedNow } = /** @type {typeof ENGLISH} */ (LANGUAGES.get('ar'));
    assert.deepEqual([1, 2, 3, 11, 100].map(arrived), ['إشعار جديد', 'إشعاران جديدان', `${(3).toLocaleString('ar')} إشعارات جديدة`,
      `${(11).toLocaleString('ar')} إشعارًا جديدًا`, `${(100).toLocaleString('ar')} إشعار جديد`]);
    assert.equal(new Set([1, 2, 3, 11, 100].map(archivedNow)).size, 5);
  });
});

describe('the language of <beckon-bell>', () => {
  const suite = new BellSuite();
  const name = () => suite.page.locator('beckon-bell .bell').getAttribute('title');
  const isCalled = (/** @type {string} */ title) => until(`it is called ${title}`, async () => (await name()) === title);

  for (const [html, attributes, title] of [['lang="de-AT"', '', 'Mitteilungen'], ['lang="fr"', 'lang="ja"', '通知'], ['lang="es_MX"', '', 'Notificaciones'],
    ['lang="fi"', '', 'Notifications'], ['', '', 'Notifications'], ['lang="not a tag"', '', 'Notifications'], ['lang="fr"', 'lang=""', 'Notifications']]) {
    test(`page_${html}_and_element_${attributes}_speak_${title}`, async () => {
      await suite.visit({ html, attributes });
      await isCalled(title);
    });
  }

  test('the_closest_ancestor_decides_also_around_a_shadow_root', async () => {
    await suite.visit();
    await suite.page.evaluate(() => {
      const around = document.createElement('div');
      around.lang = 'es';
      document.body.append(around);
      around.attachShadow({ mode: 'open' }).append(document.createElement('p'));
      around.shadowRoot?.querySelector('p')?.append(/** @type {Node} */ (document.querySelector('beckon-bell')));
    });
    await isCalled('Notificaciones');
  });

  test('it_follows_the_page_and_its_own_attribute', async () => {
    await suite.visit({ script: `bell.strings = { loadMore: 'Mehr' };` });
    await suite.page.evaluate(() => (document.documentElement.lang = 'de'));
    await isCalled('Mitteilungen');
    await suite.page.evaluate(() => document.querySelector('beckon-bell')?.setAttribute('lang', 'ar'));
    await isCalled('الإشعارات');

    assert.equal(await suite.page.evaluate(() => /** @type {any} */ (document.querySelector('beckon-bell')).strings.loadMore), 'Mehr');
    assert.equal(await suite.page.locator('beckon-bell .panel').evaluate((panel) => getComputedStyle(panel).direction), 'rtl');
  });

  test('times_and_counts_are_in_the_language_too', async () => {
    suite.host.server.mention({ occurred_at: new Date(Date.now() - 2 * 60_000 - 500).toISOString() });
    await suite.visit({ html: 'lang="de"' });
    await suite.badge('1');
    await suite.page.locator('beckon-bell .bell').click();

    assert.equal(await suite.page.locator('beckon-bell time').textContent(), 'vor 2 Minuten');
    assert.equal(await suite.page.locator('beckon-bell .bell').getAttribute('aria-label'), 'Mitteilungen, keine neuen, 1 ungelesen');
  });

  test('a_language_that_it_does_not_know_is_english_throughout_and_says_so', async () => {
    suite.host.server.mention({ occurred_at: new Date(Date.now() - 2 * 60_000 - 500).toISOString() });
    await suite.visit({ html: 'lang="fi"' });
    await suite.badge('1');
    await suite.bell.open();

    assert.equal(await suite.page.locator('beckon-bell time').textContent(), '2 minutes ago');
    assert.equal(await suite.page.locator('beckon-bell .panel').getAttribute('lang'), 'en');
  });

  test('a_long_name_title_and_excerpt_have_all_of_it_as_their_title', async () => {
    const [actor, title, excerpt] = ['Hubert Blaine Wolfeschlegelsteinhausenbergerdorff', 'W'.repeat(300), `${'long '.repeat(50)}\u202e`];
    suite.host.server.mention();
    suite.host.server.mention({ actor: { id: 'h', name: actor }, source: { type: 'c', id: '1', url: 'https://example.com', title }, excerpt });
    await suite.visit();
    await suite.badge('2');
    await suite.bell.open();
    const titles = (/** @type {number} */ row) => suite.bell.items.nth(row).locator('.line strong, .line b, .excerpt')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')));

    assert.deepEqual(await titles(0), [actor, title, excerpt]);
    assert.deepEqual(await titles(1), [null, null, null]);
  });

  for (const [tag, strings] of LANGUAGES) {
    for (const [look, options] of /** @type {const} */ ([['light', {}], ['dark', { colorScheme: 'dark' }], ['mobile', { viewport: { width: 360, height: 640 } }]])) {
      test(`its_look_in_${tag}_${look}`, async () => {
        await suite.newPage(options);
        for (const [at, kind] of ['mention', 'reply', 'assignment', 'deploy'].entries()) {
          suite.host.server.mention({ kind, occurred_at: new Date(Date.now() - 10 ** at * 120_000).toISOString(), actor: { id: kind, name: ['Ada Lovelace', '山田太郎', 'علي حسن', 'Zoë Müller'][at] } });
        }
        suite.host.server.markRead(['n1-epoch-1']);
        await suite.visit({ html: `lang="${tag}" ${tag === 'ar' ? 'dir="rtl"' : ''}` });
        await suite.badge('3');
        await suite.page.locator('beckon-bell .bell').click();
        await suite.page.getByRole('dialog', { name: strings.title }).getByRole('listitem').nth(3).waitFor();
        const wide = await suite.page.locator('beckon-bell .panel').evaluate((panel) => panel.scrollWidth > panel.clientWidth);
        assert.equal(wide, false, 'nothing is cut off');
        await suite.judged(`language-${tag}-${look}`);
      });
    }
  }
});
