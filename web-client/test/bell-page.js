/** @import { Page } from 'playwright-core' */

/** The test page: a header with the bell from the built file, and a link after it. @param {string} socketUrl @param {string} [html] */
export const bellPage = (socketUrl, html = 'lang="en"') => `<!doctype html><html ${html}><title>Bell</title>
<style>body { margin: 0; font-family: sans-serif } header { display: flex; justify-content: flex-end; padding: 8px 16px; border-bottom: 1px solid #8885 }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } } main a { color: inherit }</style>
<header><beckon-bell socket-url="${socketUrl}" user-id="bob"></beckon-bell></header>
<main><h1>A page</h1><a href="#after">after</a></main>
<script type="module">
  import '/dist/beckon-bell.min.js';
  window.tokens = ['first', 'second', 'third'];
  document.querySelector('beckon-bell').tokenProvider = () => window.tokens.shift() ?? 'last';
</script></html>`;

/** The parts of a page that tests look for, by role and name as assistive technology has them. */
export class Bell {
  /** @param {Page} page */
  constructor(page) {
    this.button = page.getByRole('button', { name: /^Notifications,/ });
    this.badge = page.locator('beckon-bell .badge');
    this.dialog = page.getByRole('dialog', { name: 'Notifications' });
    this.items = this.dialog.getByRole('listitem');
    this.links = this.dialog.getByRole('link');
    this.markAll = this.dialog.getByRole('button', { name: 'Mark all as read' });
    this.more = this.dialog.getByRole('button', { name: 'Show older' });
    this.archiveRead = this.dialog.getByRole('button', { name: 'Archive read' });
    this.undo = this.dialog.getByRole('button', { name: 'Undo' });
    this.scroller = this.dialog.getByRole('tabpanel');
    /** @param {'All' | 'Unread' | 'Archived'} name */
    this.tab = (name) => this.dialog.getByRole('tab', { name, exact: true });
    this.titles = () => this.items.locator('.line b').allTextContents();
    this.live = page.locator('beckon-bell [aria-live=polite]');
    this.focused = () => page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      return inside?.getAttribute('aria-label') ?? inside?.querySelector('b')?.textContent ?? inside?.textContent?.trim() ?? document.activeElement?.tagName;
    });
  }

  async open() {
    await this.button.click();
    await this.dialog.waitFor();
  }
}
