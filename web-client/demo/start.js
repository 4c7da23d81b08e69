/** The first page of a gateway of `./beckon up`: links to all that runs, and lines for a terminal. */
/** @import { Local } from './local.js' */
import { element } from '../src/bell/element.js';
import { initials } from '../src/bell/initials.js';
import { localStack } from './local.js';
import { byId, chooseTheme } from './page.js';

const COPIED_MILLIS = 2000;

chooseTheme();
const local = await localStack();
if (local) {
  show(local);
}

/** @param {Local} local */
function show({ users, services, servers }) {
  byId('people').append(...users.map(({ id, name }) => element('li', {},
    element('a', { href: `/demo?as=${id}`, target: '_blank' },
      element('span', { class: 'face', 'aria-hidden': 'true' }, initials(name)), name))));
  const mentions = services.find(({ name }) => name.startsWith('mention-'));
  byId('mention').append(...copyable(mentionLine(mentions?.url ?? ''), 'the line that mentions Bob'));
  byId('tokens').append(...users.map(({ id, name }) =>
    element('div', { class: 'copyable' }, ...copyable(tokenLine(id), `the line for ${name}’s token`))));
  byId('services').append(...services.map(({ name, url, management }) => element('li', {},
    element('strong', {}, name), element('code', {}, url),
    element('span', { class: 'links' },
      ...(name.endsWith('-1') ? [link(`api.html?service=${name}`, 'Try it', name)] : []), link(`${url}/q/openapi`, 'OpenAPI', name), link(`${management}/q/health`, 'Health', name), link(`${management}/q/metrics`, 'Metrics', name)))));
  byId('servers').append(...servers.map(({ name, address }) => element('li', {}, element('strong', {}, name), element('code', {}, address))));
  byId('demo').hidden = false;
}

/** @param {string} href @param {string} text @param {string} of whose it is, for those who do not see the row */
function link(href, text, of) {
  return element('a', { href, 'aria-label': `${text} of ${of}` }, text);
}

/** @param {string} user */
function tokenLine(user) {
  return `curl -s '${location.origin}/demo/token?as=${user}'`;
}

/** @param {string} url of the mention service */
function mentionLine(url) {
  const mention = { actor: { id: 'alice', name: 'Alice' }, recipients: ['bob'],
    source: { type: 'comment', id: '42', url: 'https://example.com/docs/7#42', title: 'Roadmap' }, excerpt: '@bob, what do you think?' };
  const body = `${JSON.stringify(mention).slice(0, -1)},"occurredAt":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'"}`;
  return `curl -i ${url}/mentions -H "Authorization: Bearer $(${tokenLine('alice')})" -H 'Content-Type: application/json' -d '${body}'`;
}

/** @param {string} line @param {string} what it is, for the button's name */
function copyable(line, what) {
  const button = element('button', { type: 'button', class: 'chip', 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(line);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), COPIED_MILLIS);
  });
  return [element('code', { tabindex: '0' }, line), button];
}
