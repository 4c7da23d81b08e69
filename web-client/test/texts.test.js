import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { bellPage } from './bell-page.js';
import { launch, pictures } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';
import { balanced, sentence } from '../src/bell/bidi.js';

/** @import { Locator } from 'playwright-core' */

const OVERRIDE = '\u202e';
const [FSI, PDI] = ['\u2068', '\u2069'];
const ARABIC = { actor: { id: 'ali', name: 'علي حسن' }, excerpt: 'مرحبا @bob، هل يمكنك مراجعة الصفحة 3؟',
  source: { type: 'c', id: '1', url: 'https://example.com/', title: 'خطة الإطلاق (2026)' } };

describe('texts of other people in the bell', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {PhoenixPeer} */
  let peer;

  before(async () => {
    [browser, peer] = await Promise.all([launch(), PhoenixPeer.start()]);
    await mkdir(pictures(), { recursive: true });
  });
  after(() => Promise.all([browser?.close(), peer?.close()]));

  /** @param {string} html @param {Parameters<InboxHost['mention']>[0][]} mentions @param {object} [strings] */
  async function opened(html, mentions, strings) {
    peer.joins = [];
    peer.answers.set('GET /page', () => ({ body: bellPage(peer.socketUrl, html) }));
    const host = new InboxHost(peer, 'bob');
    mentions.forEach((mention) => host.server.mention(mention));
    const page = await browser.newPage({ viewport: { width: 900, height: 700 }, deviceScaleFactor: 2, reducedMotion: 'reduce' });
    await page.goto(`${peer.url}/page`);
    await page.evaluate((words) => words && ((/** @type {any} */ (document.querySelector('beckon-bell'))).strings = words), strings);
    await until('they are there', async () => (await page.locator('beckon-bell .badge').textContent()) === String(mentions.length));
    await page.locator('beckon-bell .bell').click();
    await page.locator('beckon-bell .row').first().waitFor();
    return { page, host, rows: page.locator('beckon-bell .row') };
  }

  /**
   * The letters of a row's line as the eye meets them, from left to right: each with its box, on its first line.
   * @param {Locator} row
   */
  const asSeen = (row) => row.locator('.line').evaluate((line) => {
    const letters = [];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < (node.textContent ?? '').length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, width } = range.getBoundingClientRect();
        letters.push({ letter: (node.textContent ?? '')[at], left, width });
      }
    }
    return letters.filter(({ width }) => width > 0).sort((a, b) => a.left - b.left).map(({ letter }) => letter).join('');
  });

  test('an_override_in_a_name_turns_nothing_beside_it', async () => {
    const { page, rows } = await opened('lang="en"', [{ actor: { id: 'bob', name: `Bob${OVERRIDE}` } },
      { actor: { id: 'bob', name: `Bob${PDI}${OVERRIDE}` } }, { actor: { id: 'bob', name: `\u2066${OVERRIDE}Bob` } }]);

    assert.match(await asSeen(rows.nth(2)), /^Bob mentioned you in Note 1$/);
    assert.match(await asSeen(rows.nth(1)), /^Bob mentioned you in Note 2$/);
    assert.match(await asSeen(rows.nth(0)), /^boB mentioned you in Note 3$/);
    await page.close();
  });

  test('an_override_in_a_title_or_excerpt_stays_in_it', async () => {
    const { page, rows } = await opened('lang="en"', [{ excerpt: `a ${OVERRIDE}b`, source: { type: 'c', id: '1',
      url: 'https://example.com/', title: `${PDI}${OVERRIDE}Plan` } }], { mentioned: '{title}: {actor} was here' });

    assert.match(await asSeen(rows.first()), /^nalP: Ada Lovelace was here$/);
    await page.close();
  });

  test('an_arabic_excerpt_in_an_english_page_has_its_own_direction', async () => {
    const { page, rows } = await opened('lang="en"', [{}, ARABIC]);
    const directions = (/** @type {number} */ row) => rows.nth(row).locator('.line, .line strong, .line b, .excerpt, time')
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));

    assert.deepEqual(await directions(0), ['ltr', 'rtl', 'rtl', 'rtl', 'ltr']);
    assert.deepEqual(await directions(1), ['ltr', 'ltr', 'ltr', 'ltr', 'ltr']);
    await page.screenshot({ path: `${pictures()}/bell-arabic-in-english.png` });
    await page.close();
  });

  test('an_english_mention_in_an_arabic_page_has_its_own_direction', async () => {
    const { page, rows } = await opened('lang="ar" dir="rtl"', [{}, ARABIC],
      { title: 'الإشعارات', mentioned: 'ذكرك {actor} في {title}', markAllRead: 'قراءة الكل' });
    const directions = (/** @type {number} */ row) => rows.nth(row).locator('.line, .line strong, .line b, .excerpt, time')
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));

    assert.deepEqual(await directions(0), ['rtl', 'rtl', 'rtl', 'rtl', 'rtl']);
    assert.deepEqual(await directions(1), ['rtl', 'ltr', 'ltr', 'ltr', 'rtl']);
    await page.screenshot({ path: `${pictures()}/bell-english-in-arabic.png` });
    await page.close();
  });

  test('english_words_in_a_hebrew_page_read_from_left_to_right', async () => {
    const { page, rows } = await opened('lang="he" dir="rtl"', [{}]);

    assert.match(await asSeen(rows.first()), /^Ada Lovelace mentioned you in Note 1$/);
    await page.close();
  });

  test('texts_for_a_screen_reader_are_isolated_too', async () => {
    const { page, host } = await opened('lang="en"', [{ actor: { id: 'bob', name: `Bob${OVERRIDE}` } }]);
    const label = await page.locator('beckon-bell .archive').getAttribute('aria-label');
    assert.equal(label, `Archive: ${FSI}Bob${OVERRIDE}${PDI}, ${FSI}Note 1${PDI}`);
    host.mention({ actor: { id: 'bob', name: `Bob${OVERRIDE}` } });
    const live = page.locator('beckon-bell [aria-live=polite]');
    await until('it is said', async () => (await live.textContent()) === `Bob${OVERRIDE} mentioned you in Note 2`);

    assert.equal(await live.locator('bdi').count(), 2);
    await page.close();
  });

  test('a_name_of_300_letters_leaves_room_for_the_title', async () => {
    const { page, rows } = await opened('lang="en"', [{ actor: { id: 'm', name: 'M'.repeat(300) }, excerpt: 'x'.repeat(1000) }, {}]);

    const heights = await rows.evaluateAll((all) => all.map((row) => row.clientHeight));
    assert.ok(heights[1] < 2 * heights[0], `${heights}`);
    const [line, title] = await rows.nth(1).locator('.line, .line b').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    assert.ok(title.bottom <= line.bottom + 1 && title.right <= line.right && title.width > 0, 'the title can be seen');
    await page.screenshot({ path: `${pictures()}/bell-long-name.png` });
    await page.close();
  });

  test('a_title_of_300_letters_is_clamped', async () => {
    const { page, rows } = await opened('lang="en"', [{ source: { type: 'c', id: '1', url: 'https://example.com/', title: 'W'.repeat(300) } }, {}]);

    const heights = await rows.evaluateAll((all) => all.map((row) => row.clientHeight));
    assert.ok(heights[1] < 2 * heights[0], `${heights}`);
    await page.close();
  });

  test('a_time_hours_ahead_is_a_date_and_one_of_minutes_ahead_is_now', async () => {
    const ahead = (/** @type {number} */ minutes) => new Date(Date.now() + minutes * 60_000);
    const { page, rows } = await opened('lang="en"', [23 * 60, 6, 4].map((minutes) => ({ occurred_at: ahead(minutes).toISOString() })));

    const date = (/** @type {number} */ minutes) => ahead(minutes).toLocaleDateString('en', { day: 'numeric', month: 'short' });
    assert.deepEqual(await rows.locator('time').allTextContents(), ['now', date(6), date(23 * 60)]);
    await page.close();
  });

  test('a_text_closes_the_isolates_that_it_opens_and_no_other', () => {
    for (const [text, kept] of [['Bob', 'Bob'], [`a${PDI}b`, 'ab'], [`${FSI}a`, `${FSI}a${PDI}`], ['a\u2029b\u2028c\nd', 'a b c d'],
      [`\u2067a${PDI}${PDI}\u2066b`, `\u2067a${PDI}\u2066b${PDI}`], ['علي', 'علي']]) {
      assert.equal(balanced(text), kept);
    }
    assert.equal(sentence('{actor}, {title}', { actor: 'C++', title: 'Note' }), 'C++, Note');
    assert.equal(sentence('في {title}', { title: 'C++' }), `في ${FSI}C++${PDI}`);
  });
});
