/** @import { Browser, Page } from 'playwright-core' */
import { stack, token } from './stack.js';
import { until } from '../../../test-clients/js/until.js';

/** One page of a demo, and what can be found on it. */
class DemoPage {
  /** @type {string[]} what must not happen on any page */
  complaints = [];

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.connection = page.locator('#connection');
    this.announcements = page.locator('#feed li');
    this.problem = page.locator('#problem');
  }

  async live() {
    await until('the page is connected', async () => (await this.connection.textContent()) === 'Live');
    return this;
  }

  /** @param {string} name */
  here(name) {
    return this.page.locator('#here').getByText(name, { exact: true }).waitFor();
  }

  /** @param {string} name */
  gone(name) {
    return this.page.locator('#here').getByText(name, { exact: true }).waitFor({ state: 'hidden' });
  }

  /** @param {string} title */
  announcement(title) {
    return until(`${title} is announced`, async () => (await this.announcements.filter({ hasText: title }).count()) === 1);
  }
}

/** Where people comment and are mentioned. */
export class CommentPage extends DemoPage {
  /** @param {Page} page */
  constructor(page) {
    super(page);
    this.bell = page.getByRole('button', { name: /^Notifications,/ });
    this.dialog = page.getByRole('dialog', { name: 'Notifications' });
    this.items = this.dialog.getByRole('listitem');
    this.excerpts = this.dialog.locator('.excerpt');
  }

  /** The badge's number. @param {number} unseen */
  badge(unseen) {
    return until(`the badge says ${unseen}`, async () => {
      const badge = this.page.locator('beckon-bell .badge');
      return unseen === 0 ? badge.isHidden() : (await badge.isVisible()) && (await badge.textContent()) === String(unseen);
    });
  }

  /** The bell's accessible name. @param {string} words */
  says(words) {
    return until(`the bell says ${words}`, async () => (await this.bell.getAttribute('aria-label')) === `Notifications, ${words}`);
  }

  /** @param {string} text */
  async comment(text) {
    await this.page.getByLabel('Your comment').fill(text);
    await this.page.getByRole('button', { name: 'Post comment' }).click();
  }

  async openBell() {
    await this.bell.click();
    await this.dialog.waitFor();
  }

  /** Excerpts, newest first. @param {string[]} excerpts */
  shows(excerpts) {
    return until(`the list is ${excerpts}`, async () => JSON.stringify(await this.excerpts.allTextContents()) === JSON.stringify(excerpts));
  }
}

/** Where announcements are made. */
export class BackOfficePage extends DemoPage {
  /** @param {string} title @param {string} body */
  async announce(title, body) {
    await this.page.getByLabel('Title').fill(title);
    await this.page.getByLabel('Text').fill(body);
    await this.page.getByRole('button', { name: 'Announce' }).click();
  }
}

/**
 * Opens the demo as one user, in a browser context of its own, as on another device.
 *
 * @param {Browser} browser
 * @param {string} user
 * @param {{gateway?: number, origin?: string, name?: string}} [options] `gateway` from 1; `origin` instead of it
 */
export async function commentPage(browser, user, { gateway = 1, origin = stack.gateways[gateway - 1], name = user } = {}) {
  const page = await browser.newPage();
  const shown = new CommentPage(page);
  await page.goto(`${origin}/demo/#user=${user}&token=${token(user, { name, roles: ['mentions:write'] })}`);
  return /** @type {Promise<CommentPage>} */ (shown.live());
}

/** @param {Browser} browser @param {string} user @param {{gateway?: number, roles?: string[]}} [options] */
export async function backOfficePage(browser, user, { gateway = 1, roles = [] } = {}) {
  const page = await browser.newPage();
  const shown = new BackOfficePage(page);
  await page.goto(`${stack.gateways[gateway - 1]}/demo/backoffice.html#user=${user}&token=${token(user, { roles })}`);
  return /** @type {Promise<BackOfficePage>} */ (shown.live());
}
