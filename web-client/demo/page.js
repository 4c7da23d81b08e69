/** The demo pages' common parts: the user, the connection, light and dark, and the sentence for a bad token. */
/** @import { Session } from './session.js' */
import { element, icon } from '../src/bell/element.js';
import { initials } from '../src/bell/initials.js';
import { fetchToken, sessionFrom, userFrom } from './session.js';

/** @type {Record<string, string[]>} how each is drawn */
const THEMES = {
  auto: ['M12 4a8 8 0 1 0 0 16Z', 'M12 4a8 8 0 0 1 0 16'],
  light: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z', 'M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1 1M17.4 17.4l1 1M5.6 18.4l1-1M17.4 6.6l1-1'],
  dark: ['M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z'],
};
const THEME_KEY = 'beckon-demo-theme';

/** @type {[string, string]} */
const NO_TOKEN = ['This page needs a token', 'Its address ends with ?as=alice. Run ./beckon up and open one of the links it prints.'];

/** @template {HTMLElement} T @param {string} id @returns {T} */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/**
 * Shows who this page is, or the sentence that says what is missing.
 * @param {string} role what this page needs the token to allow
 * @returns {Promise<Session | null>}
 */
export async function signIn(role) {
  window.addEventListener('hashchange', () => location.reload());
  const user = userFrom(location.search);
  const session = sessionFrom(user ? `#${new URLSearchParams({ user, token: await fetchToken(user) })}` : location.hash);
  if (!session) {
    refuse(...(user ? noTokenFor(user) : NO_TOKEN));
    return null;
  }
  document.title = `${session.name} · ${document.title}`;
  byId('me').append(element('span', { class: 'face', 'aria-hidden': 'true' }, initials(session.name)), element('span', {}, session.name));
  if (session.expires <= Date.now()) {
    expired(session, role);
    return null;
  }
  if (Number.isFinite(session.expires)) {
    setTimeout(() => expired(session, role), Math.min(session.expires - Date.now(), 2 ** 31 - 1));
  }
  byId('demo').hidden = false;
  return session;
}

/** @param {string} user @returns {[string, string]} */
const noTokenFor = (user) => [`There is no token for ${user}`,
  'The users of the demo are alice, bob, carol and office, and only a gateway of ./beckon up has tokens for them.'];

/** The token of each connect: the page's own, or a new one, as a later ./beckon up signs with other keys. @param {Session} session */
export function tokens({ token }) {
  const user = userFrom(location.search);
  return user ? async () => (await fetchToken(user)) || token : () => token;
}

/** @param {Session} session @param {string} role */
function expired({ user, expires }, role) {
  refuse('The token of this page has expired', `It was good until ${new Date(expires).toLocaleTimeString()}. `
    + (userFrom(location.search) ? 'Reload this page.' : `Run ./beckon token ${user} --role ${role} and put what it prints after token= in the address.`));
}

/** @param {string} title @param {string} detail */
export function refuse(title, detail) {
  byId('notice').hidden = false;
  byId('notice').replaceChildren(element('h1', {}, title), element('p', {}, detail));
}

/** @param {'connecting' | 'live' | 'offline' | 'refused' | 'closed'} status @param {string | null} [reason] */
export function showConnection(status, reason) {
  const words = { connecting: 'Connecting…', live: 'Live', offline: 'Offline, trying again', closed: 'Closed',
    refused: reason === 'unauthorized' ? 'Not your inbox' : `Refused: ${reason}` };
  byId('connection').dataset.status = status;
  byId('connection').textContent = words[status];
}

/** @param {{title: string, detail: string, errors?: {pointer: string, detail: string}[]} | null} problem */
export function showProblem(problem) {
  const box = byId('problem');
  box.hidden = problem === null;
  box.replaceChildren(...(problem === null ? [] : [
    element('strong', {}, problem.title),
    element('p', {}, problem.detail),
    element('ul', {}, ...(problem.errors ?? []).map(({ pointer, detail }) => element('li', {}, element('code', {}, pointer), ` ${detail}`))),
  ]));
}

/** The button for light, dark, or as the system has it. @param {(theme: string) => void} [onChange] */
export function chooseTheme(onChange) {
  const button = byId('theme');
  const show = (/** @type {string} */ theme) => {
    document.documentElement.dataset.theme = theme;
    button.replaceChildren(icon(...THEMES[theme]));
    button.title = `Theme: ${theme === 'auto' ? 'as the system' : theme}`;
    button.setAttribute('aria-label', button.title);
    onChange?.(theme);
  };
  button.addEventListener('click', () => {
    const names = Object.keys(THEMES);
    const next = names[(names.indexOf(document.documentElement.dataset.theme ?? '') + 1) % names.length];
    localStorage.setItem(THEME_KEY, next);
    show(next);
  });
  const kept = localStorage.getItem(THEME_KEY) ?? '';
  show(kept in THEMES ? kept : 'auto');
}
