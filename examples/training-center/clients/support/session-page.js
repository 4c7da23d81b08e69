/** @import { Browser, Page } from 'playwright-core' */
import { until } from '../../../../test-clients/js/until.js';

const URL = process.env.TRAINING_URL ?? 'http://localhost:8080/';

/** One person's page, in a browser context of its own, as on another device. */
export class SessionPage {
  /** @type {string[]} what must not happen on any page */
  complaints = [];
  /** @type {string[]} frames from the server */
  #frames = [];

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.completed = page.locator('#exercises .is-done span');
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.#frames.push(String(payload))));
  }

  /** @param {Browser} browser @param {import('playwright-core').BrowserContextOptions} [options] */
  static async open(browser, options) {
    const shown = new SessionPage(await browser.newPage({ reducedMotion: 'reduce', ...options }));
    await shown.page.goto(URL);
    return shown;
  }

  /** @param {string} name @param {'trainer' | 'participant'} role */
  async enter(name, role) {
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByLabel(role === 'trainer' ? 'Trainer' : 'Participant').check();
    await this.page.getByRole('button', { name: 'Enter' }).click();
    await this.page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await this.page.locator('#here li').filter({ hasText: name }).waitFor();
  }

  /** Marks it, if it is not, and waits for the answer. @param {string} exercise */
  async complete(exercise) {
    if ((await this.completed.filter({ hasText: exercise }).count()) === 0) {
      await this.page.getByRole('button', { name: `Mark as done: ${exercise}` }).click();
    }
    await this.completed.filter({ hasText: exercise }).waitFor();
  }

  /** In any order. @param {string[]} names */
  sees(names) {
    const wanted = JSON.stringify([...names].sort());
    return until(`${names} are here`, async () =>
      JSON.stringify((await this.page.locator('#here .name').allTextContents()).sort()) === wanted);
  }

  /** A row of the trainer's table. @param {string} heading */
  row(heading) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: heading, exact: true }) });
  }

  /** @param {string} name @param {('open' | 'done')[]} wanted one for each exercise */
  done(name, wanted) {
    return until(`${name} has ${wanted}`, async () => JSON.stringify(wanted) === JSON.stringify(
      await this.row(name).getByRole('img').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))));
  }

  /** @param {string} event @returns {() => string[]} what the server has said of it since the page was opened */
  listens(event) {
    return () => this.#frames.filter((frame) => JSON.parse(frame)[3] === event);
  }

  async close() {
    await this.page.context().close();
  }
}
