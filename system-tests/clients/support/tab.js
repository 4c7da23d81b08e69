/** @import { BrowserContext, Page } from 'playwright-core' */
import { readFileSync } from 'node:fs';
import { stack, token } from './stack.js';
import { until } from '../../../test-clients/js/until.js';

const bell = readFileSync(new URL('../../../web-client/dist/beckon-bell.min.js', import.meta.url), 'utf8');

/** A page with a bell, which notes what its store reports as added, and what it would ring for. */
const html = `<!doctype html><title>Tab</title><beckon-bell socket-url="/socket"></beckon-bell>
<script type="module">
  import './bell.js';
  const bell = document.querySelector('beckon-bell');
  const query = new URLSearchParams(location.hash.slice(1));
  Object.assign(window, { bell, token: query.get('token'), added: [], rung: [] });
  const changed = ({ detail: { added } }) => {
    window.added.push(...added.map(({ excerpt }) => excerpt));
    window.rung.push(...(bell.store.isLeader ? added.map(({ excerpt }) => excerpt) : []));
  };
  window.signIn = async (user, token) => {
    window.token = token;
    bell.setAttribute('user-id', user);
    await Promise.resolve();
    bell.store.addEventListener('change', changed);
  };
  query.get('shared') && bell.setAttribute('shared', query.get('shared'));
  bell.tokenProvider = () => window.token;
  await window.signIn(query.get('user'), window.token);
</script>`;

/** One of several tabs of one browser. */
export class Tab {
  /** @type {string[]} what must not happen */
  complaints = [];

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** @param {BrowserContext} context @param {string} user @param {{origin?: string, path?: string, shared?: string, by?: string}} [options] `by`: token */
  static async open(context, user, { origin = stack.gateways[0], path = 'tab', shared = '', by = token(user) } = {}) {
    await context.route(`${origin}/demo/tabs/*`, (route) => route.fulfill(new URL(route.request().url()).pathname.endsWith('.js')
      ? { contentType: 'text/javascript', body: bell } : { contentType: 'text/html', body: html }));
    const tab = new Tab(await context.newPage());
    await tab.page.goto(`${origin}/demo/tabs/${path}#user=${user}&token=${by}&shared=${shared}`);
    return tab;
  }

  /** @returns {Promise<any>} */
  state() {
    return this.page.evaluate('window.bell?.store?.state');
  }

  /** @param {string} call such as `markSeen()` @returns {Promise<any>} its outcome, or the reason for its failure */
  act(call) {
    return this.page.evaluate(`window.bell.store.${call}.catch(({ name, reason }) => \`\${name} \${reason}\`)`);
  }

  isLeader() {
    return this.page.evaluate('window.bell?.store?.isLeader ?? false');
  }

  /** @param {string} status */
  becomes(status) {
    return until(`the tab is ${status}`, async () => (await this.state())?.status === status);
  }

  /** Excerpts, newest first, each once. @param {string[]} excerpts @param {string} [list] */
  shows(excerpts, list = 'all') {
    return until(`the tab shows ${excerpts}`, async () => {
      const state = await this.state();
      return state?.status === 'live' && JSON.stringify(state.lists[list].notifications.map((/** @type {any} */ item) => item.excerpt)) === JSON.stringify(excerpts);
    });
  }

  /** @param {'added' | 'rung'} what @returns {Promise<string[]>} */
  noted(what) {
    return this.page.evaluate(`window.${what}`);
  }

  /** Resolves once the renderer has crashed. */
  async crash() {
    const crashed = new Promise((resolve) => this.page.once('crash', resolve));
    const session = await this.page.context().newCDPSession(this.page);
    session.send('Page.crash').catch(() => {}); // it cannot be answered
    await crashed;
  }

  /** What the browser says when it stops a page and lets it go on; Chromium without a head neither freezes nor keeps pages. @param {string[]} events */
  async lifecycle(...events) {
    for (const event of events) {
      await this.page.evaluate(/page/.test(event) ? `window.dispatchEvent(new PageTransitionEvent('${event}', { persisted: true }))`
        : `document.dispatchEvent(new Event('${event}'))`);
    }
  }
}
