/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, afterEach, before, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Bell, bellPage } from './bell-page.js';
import { launch, pictures } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** A browser, a server with bob's inbox, and one page for each test, in which no error may go unhandled. */
export class BellSuite {
  /** @type {Browser} */
  browser = /** @type {any} */ (null);
  /** @type {PhoenixPeer} */
  peer = /** @type {any} */ (null);
  /** @type {InboxHost} */
  host = /** @type {any} */ (null);
  /** @type {Page} */
  page = /** @type {any} */ (null);
  /** @type {Bell} */
  bell = /** @type {any} */ (null);
  /** @type {string[]} errors that the page did not handle */
  complaints = [];

  /** Registers itself with the surrounding `describe`. @param {BrowserContextOptions} [options] */
  constructor(options = {}) {
    before(async () => {
      [this.browser, this.peer] = await Promise.all([launch(), PhoenixPeer.start()]);
      await mkdir(pictures(), { recursive: true });
    });
    after(() => Promise.all([this.browser?.close(), this.peer?.close()]));
    beforeEach(async () => {
      Object.assign(this.peer, { joins: [], pushes: [], refusing: false, away: false });
      this.host = new InboxHost(this.peer, 'bob');
      await this.newPage(options);
      this.complaints = [];
    });
    afterEach(async () => {
      await this.page.context().close();
      this.peer.cut();
      assert.deepEqual(this.complaints, []);
    });
  }

  /** Another page in place of the one there is. @param {BrowserContextOptions} options */
  async newPage(options) {
    await this.page?.context().close();
    this.page = await (await this.browser.newContext({ viewport: { width: 900, height: 700 }, reducedMotion: 'reduce', ...options })).newPage();
    this.page.setDefaultTimeout(30_000);
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.bell = new Bell(this.page);
  }

  /**
   * Opens the page of `bellPage`.
   *
   * @param {object} [given]
   * @param {string} [given.attributes] of the bell
   * @param {string} [given.html] attributes of the page
   * @param {string} [given.script] runs before anything connects, with the element as `bell`
   * @param {string} [given.provider] JavaScript of the token provider
   * @param {string} [given.inside] HTML in the bell
   * @param {string} [given.head] HTML in the page's head
   * @param {string} [given.nonce] of the page's own style and script
   * @param {boolean} [given.joins] false: it is not awaited
   */
  async visit({ attributes = '', html = 'lang="en"', script = '', provider, inside = '', head = '', nonce = '', joins = true } = {}) {
    let body = bellPage(this.peer.socketUrl, html).replace('user-id="bob">', `user-id="bob" ${attributes}>${inside}`)
      .replace('<title>', `${head}<title>`)
      .replace("  import '/dist", `  const bell = document.querySelector('beckon-bell');\n${script}\n  import '/dist`);
    body = provider ? body.replace(/tokenProvider = .*;/, `tokenProvider = ${provider};`) : body;
    body = nonce ? body.replace('<style>', `<style nonce="${nonce}">`).replace('<script ', `<script nonce="${nonce}" `) : body;
    this.peer.answers.set('GET /page', () => ({ body }));
    await this.page.goto(`${this.peer.url}/page`);
    if (joins) {
      await until('the page has joined', () => this.peer.joins.length > 0);
    }
  }

  /** @param {string} text */
  badge(text) {
    return until(`the badge says ${text}`, async () => (await this.bell.badge.textContent()) === text);
  }

  /** The first push of an event. @param {string} event */
  pushed(event) {
    return until(`${event} was pushed`, () => this.peer.pushes.find((push) => push.event === event));
  }

  /** No finding of axe, and a picture to look at. @param {string} name */
  async judged(name) {
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: `${pictures()}/${name}.png` });
    await this.page.addScriptTag({ path: AXE });
    const { violations } = await this.page.evaluate(() => /** @type {any} */ (window).axe.run());
    assert.deepEqual(violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary}`).join('; ')}`), []);
  }
}
